import CKernelSmoke
import SeL4ABI

/// The kernel as the tests call it: an invocation's arguments are message registers, and what comes
/// back is the error code with the first four.
enum Invoke {
    /// The address of this thread's IPC buffer. Tests set it when another thread speaks.
    @safe nonisolated(unsafe) static var buffer: Word = 0

    typealias Reply = (error: Word, mr0: Word, mr1: Word, mr2: Word, mr3: Word)

    @discardableResult
    static func call(
        _ capability: Word, _ label: InvocationLabel, _ m0: Word = 0, _ m1: Word = 0,
        _ m2: Word = 0, _ m3: Word = 0, length: Word = 0, capabilities: Word = 0
    ) -> Reply {
        let info = label.rawValue << 12 | capabilities << 7 | length
        let reply = kernel_trap(
            -1, UInt64(capability), UInt64(info), UInt64(m0), UInt64(m1), UInt64(m2), UInt64(m3))
        return (
            Word(reply.info) >> 12, Word(reply.mr0), Word(reply.mr1), Word(reply.mr2),
            Word(reply.mr3)
        )
    }

    static func setRegister(_ index: Word, _ value: Word) {
        store64(UInt64(buffer + 8 + 8 * index), UInt64(value))
    }

    static func register(_ index: Word) -> Word {
        Word(load64(UInt64(buffer + 8 + 8 * index)))
    }

    static func setCapability(_ index: Word, _ pointer: Word) {
        store64(
            UInt64(buffer) + UInt64(IPCBufferLayout.capabilities) + UInt64(8 * index),
            UInt64(pointer))
    }
}

/// Slots and memory, handed out once.
enum Pool {
    @safe nonisolated(unsafe) static var info: Word = 0
    @safe nonisolated(unsafe) static var nextSlot: Word = 0
    @safe nonisolated(unsafe) static var untyped: Word = 0

    static func field(_ offset: Int) -> Word { Word(load64(UInt64(info) + UInt64(offset))) }

    /// Chooses the largest memory untyped to make everything from.
    static func start(_ bootInfo: Word) {
        info = bootInfo
        nextSlot = field(BootInfoLayout.empty)
        let first = field(BootInfoLayout.untyped)
        var best: UInt8 = 0
        for index in 0..<field(BootInfoLayout.untyped + 8) - first {
            let entry = UInt64(info) + UInt64(BootInfoLayout.untypedList) + 16 * UInt64(index)
            if load8(entry + 9) == 0, load8(entry + 8) > best {
                best = load8(entry + 8)
                untyped = first + index
            }
        }
    }

    /// Makes one object and returns its slot: out of the chosen untyped, or out of any memory that
    /// still has room.
    static func make(_ type: ObjectType, sizeBits: Word = 0) -> Word {
        let slot = emptySlot()
        if retype(untyped, type, sizeBits, slot) { return slot }
        let first = field(BootInfoLayout.untyped)
        for index in 0..<field(BootInfoLayout.untyped + 8) - first {
            let entry = UInt64(info) + UInt64(BootInfoLayout.untypedList) + 16 * UInt64(index)
            if load8(entry + 9) == 0, retype(first + index, type, sizeBits, slot) { return slot }
        }
        check(false, "retype")
        return slot
    }

    private static func retype(
        _ untyped: Word, _ type: ObjectType, _ sizeBits: Word, _ slot: Word
    ) -> Bool {
        Invoke.setCapability(0, InitialSlot.cnode)
        Invoke.setRegister(4, slot)
        Invoke.setRegister(5, 1)
        return Invoke.call(
            untyped, .untypedRetype, type.rawValue, sizeBits, 0, 0, length: 6, capabilities: 1
        ).error == 0
    }

    static func emptySlot() -> Word {
        nextSlot += 1
        return nextSlot - 1
    }
}

enum Console {
    @safe nonisolated(unsafe) private static var port: Word = 0

    static func start() {
        port = Pool.emptySlot()
        Invoke.setCapability(0, InitialSlot.cnode)
        Invoke.call(
            InitialSlot.ioPortControl, .ioPortControlIssue, 0x3F8, 0x3FF, port, 64, length: 4,
            capabilities: 1)
    }

    static func put(_ character: UInt8) {
        if character == 0x0A { put(UInt8(0x0D)) }
        Invoke.call(port, .ioPortOut8, 0x3F8, Word(character), length: 2)
    }

    static func newLine() { put(UInt8(0x0A)) }

    static func put(_ text: StaticString) {
        for index in 0..<text.utf8CodeUnitCount { put(unsafe text.utf8Start[index]) }
    }

    static func put(_ number: Word) {
        if number >= 10 { put(number / 10) }
        put(UInt8(0x30 + number % 10))
    }

    static func put(hexadecimal value: Word) {
        for nibble in 0..<Word(16) {
            let digit = UInt8(truncatingIfNeeded: value >> (60 - 4 * nibble) & 0xF)
            put(UInt8(digit < 10 ? 0x30 + digit : 0x57 + digit))
        }
    }
}

enum Score {
    @safe nonisolated(unsafe) static var passed: Word = 0
    @safe nonisolated(unsafe) static var failed: Word = 0
}

/// Counts a check, and says which one failed.
func check(_ holds: Bool, _ what: StaticString, _ detail: Word = 0) {
    if holds {
        Score.passed += 1
        return
    }
    Score.failed += 1
    Console.put("FAILED ")
    Console.put(what)
    Console.put(" ")
    Console.put(hexadecimal: detail)
    Console.newLine()
}
