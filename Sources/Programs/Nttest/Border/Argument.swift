// One argument of a service and everything that can be wrong with it. Addresses are numbers here: only the executive
// follows them.

import CNT
import NTABI
import NativeRuntime

/// What to pass instead of a right argument, in words too, and the status that refuses it.
typealias Fault = (what: StaticString, word: UInt, status: NTStatus)

/// An argument that is right, and knows how to be wrong.
enum Argument {
    /// A number; nothing about it is tried.
    case word(UInt)
    /// A handle of the kind the service works on, with a right that it needs.
    case handle(UInt)
    /// The same, or null for none.
    case handleOrNone(UInt)
    /// A handle of the kind the service works on, which needs no right.
    case powerless(UInt)
    /// A handle of any kind; with a right that the service needs.
    case anyKind(UInt)
    /// A handle of any kind, whatever its rights.
    case any(UInt)
    /// A handle of any kind that may be waited on.
    case waitable(UInt)
    /// Where a service writes, which must be there.
    case output(UInt)
    /// The same, or null.
    case optionalOutput(UInt)
    /// Where a service writes a structure that must be aligned.
    case structure(UInt, alignment: UInt)
    /// What a service reads, which must be there.
    case input(UInt)
    /// The same, or null.
    case optionalInput(UInt)
    /// A structure that a service reads and that must be aligned.
    case aligned(UInt, alignment: UInt)
    /// UNICODE_STRING that must be there.
    case string(UInt)
    /// A class of information, and what refuses one that there is not.
    case kind(UInt32, unknown: NTStatus)
    /// The size of a buffer, and what refuses less.
    case size(UInt, short: NTStatus)
    /// The size of a buffer that an answer is cut for if it has room for the fixed part.
    case cutSize(UInt, fixed: UInt, full: UInt)
    /// OBJECT_ATTRIBUTES that must be there.
    case attributes(UInt)
    /// The same, or null.
    case optionalAttributes(UInt)

    var word: UInt {
        switch self {
        case .word(let word), .handle(let word), .handleOrNone(let word), .powerless(let word), .anyKind(let word),
            .any(let word),
            .waitable(let word), .output(let word), .optionalOutput(let word), .structure(let word, _),
            .input(let word), .optionalInput(let word), .aligned(let word, _), .attributes(let word),
            .optionalAttributes(let word), .string(let word), .size(let word, _), .cutSize(let word, _, _):
            word
        case .kind(let kind, _): UInt(kind)
        }
    }

    /// What to pass instead, what that is, and the status that refuses it.
    func faults(_ fixture: ArgumentFixture) -> [Fault] {
        let badHandles: [Fault] = [
            (what: "a null handle", word: 0, status: .invalidHandle),
            (what: "a closed handle", word: fixture.closed, status: .invalidHandle),
            (what: "a wild handle", word: 0xFFFF_FFF0, status: .invalidHandle),
        ]
        let badPlaces: [Fault] = [
            (what: "a wild address", word: 0x6660_0000, status: .accessViolation),
            (what: "an address of the kernel", word: 0xFFFF_8000_0000_0000, status: .accessViolation),
            (what: "the last address", word: .max & ~15, status: .accessViolation),
        ]
        let null: [Fault] = [(what: "null", word: 0, status: .accessViolation)]
        let readOnly: [Fault] = [(what: "a read-only page", word: fixture.readOnly, status: .accessViolation)]
        func misaligned(_ alignment: UInt) -> [Fault] {
            [(what: "a misaligned address", word: word + alignment / 2, status: .datatypeMisalignment)]
        }
        func wrongKind(_ status: NTStatus = .objectTypeMismatch) -> [Fault] {
            [(what: "a handle of another kind", word: fixture.otherKind(than: word), status: status)]
        }
        func weak() -> [Fault] {
            [(what: "a handle without the right", word: fixture.weak(word), status: .accessDenied)]
        }
        switch self {
        case .word: return []
        case .handle: return badHandles + wrongKind() + weak()
        case .handleOrNone: return Array(badHandles.dropFirst()) + wrongKind() + weak()
        case .powerless: return badHandles + wrongKind()
        case .anyKind: return badHandles + weak()
        case .any: return badHandles
        case .waitable: return badHandles + weak()
        case .output: return null + badPlaces + readOnly
        case .optionalOutput: return badPlaces + readOnly
        case .structure(_, let alignment): return null + badPlaces + readOnly + misaligned(alignment)
        case .input: return null + badPlaces
        case .optionalInput: return badPlaces
        case .aligned(_, let alignment): return null + badPlaces + misaligned(alignment)
        case .string:
            return null + badPlaces + [
                (what: "a string at a wild address", word: fixture.wildString, status: .accessViolation)
            ]
        case .kind(_, let unknown): return [(what: "an unknown class", word: 0xFFFF, status: unknown)]
        case .size(_, let short):
            return [
                (what: "one byte too few", word: word - 1, status: short), (what: "no room", word: 0, status: short),
            ]
        case .cutSize(_, let fixed, let full):
            return [
                (what: "no room", word: 0, status: .bufferTooSmall),
                (what: "less room than the fixed part takes", word: fixed - 1, status: .bufferTooSmall),
                (what: "room for the fixed part", word: fixed, status: .bufferOverflow),
                (what: "one byte too few", word: full - 1, status: .bufferOverflow),
            ]
        case .attributes: return null + badPlaces + misaligned(4) + fixture.badAttributes
        case .optionalAttributes: return badPlaces + misaligned(4) + fixture.badAttributes
        }
    }
}

/// Objects and memory that arguments lead to. `reset` makes the memory as it was.
@safe
final class ArgumentFixture {
    /// A page of places that services read and write, a page of buffer, a page that does not change, and one that cannot.
    private let base: UInt
    private var nextText: UInt
    private(set) var closed: UInt = 0
    /// OBJECT_ATTRIBUTES that are wrong.
    private(set) var badAttributes: [Fault] = []
    private(set) var wildString: UInt = 0
    private(set) var directory: UInt = 0
    private(set) var event: UInt = 0

    var readOnly: UInt { base + 0x3000 }
    /// Where a handle, a number or a structure goes.
    var place: UInt { base }
    var number: UInt { base + 0x10 }
    var second: UInt { base + 0x18 }
    var statusBlock: UInt { base + 0x40 }
    /// 64-bit numbers: -1, 0, an address of zero, a size of a page.
    var due: UInt { base + 0x60 }
    var zero: UInt { base + 0x68 }
    var anywhere: UInt { base + 0x70 }
    var page: UInt { base + 0x78 }
    var clientID: UInt { base + 0x90 }
    var string: UInt { base + 0xA0 }
    var emptyString: UInt { base + 0xB0 }
    var handles: UInt { base + 0xC0 }
    /// Four characters.
    var line: UInt { base + 0xD0 }
    var context: UInt { base + 0x400 }
    var initialTEB: UInt { base + 0xA00 }
    var buffer: UInt { base + 0x1000 }

    init() {
        var base: UInt = 0
        var size: UInt = 0x4000
        _ = VirtualMemory.allocate(&base, &size, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE)
        self.base = base
        nextText = base + 0x2000
        event = ObjectChecks.newEvent()
        // The place that was freed first is taken last.
        let closedOnes = (0..<64).map { _ in ObjectChecks.newEvent() }
        closed = closedOnes[0]
        for handle in closedOnes { _ = NtClose(handle) }
        _ = unsafe withAttributes("\\BaseNamedObjects") { [self] in
            unsafe NtOpenDirectoryObject(&directory, DIRECTORY_ALL_ACCESS, $0)
        }
        let short = attributes(nil)
        store(0x20, at: short)
        let flags = attributes(nil)
        store(0x8000_0000, at: flags + 0x18)
        let odd = attributes("\\odd")
        store(0x0003_0003, at: odd - 16)
        let wild = attributes("\\wild")
        store(0x6660_0000, at: wild - 8)
        badAttributes = [
            (what: "attributes of another length", word: short, status: .invalidParameter),
            (what: "attributes with an unknown flag", word: flags, status: .invalidParameter),
            (what: "a name of half a character", word: odd, status: .objectNameInvalid),
            (what: "a name at a wild address", word: wild, status: .accessViolation),
        ]
        wildString = string("wild")
        store(0x6660_0000, at: wildString + 8)
        var old: UInt32 = 0
        _ = VirtualMemory.protect(readOnly, 4096, PAGE_READONLY, &old)
    }

    func store(_ word: UInt, at address: UInt) {
        unsafe UnsafeMutablePointer<UInt>(bitPattern: address)?.pointee = word
    }

    /// Makes the changing page as it was.
    func reset() {
        for offset in stride(from: 0 as UInt, to: 0xB00, by: 8) { store(0, at: base + offset) }
        store(.max, at: due)
        store(4096, at: page)
        store(0x0008_0006, at: string)
        store(text("abc"), at: string + 8)
        store(0x0040_0000, at: emptyString)
        store(buffer, at: emptyString + 8)
        store(event, at: handles)
        store(0x0A2E_6B6F, at: line)
        store(UInt(CONTEXT_FULL), at: context + 0x30)
        store(buffer + 0x800, at: context + 0x98)
        store(buffer + 0x1000, at: initialTEB + 0x10)
        store(buffer, at: initialTEB + 0x18)
        for offset in stride(from: 0 as UInt, to: 0x1000, by: 8) { store(0, at: buffer + offset) }
    }

    private var texts: [(text: StaticString, address: UInt)] = []

    private func text(_ text: StaticString) -> UInt {
        if let known = texts.first(where: { $0.text.utf16Units == text.utf16Units }) { return known.address }
        let address = nextText
        for (index, unit) in text.utf16Units.enumerated() {
            unsafe UnsafeMutablePointer<UInt16>(bitPattern: address + 2 * UInt(index))?.pointee = unit
        }
        nextText = (nextText + 2 * UInt(text.utf8CodeUnitCount) + 15) & ~15
        texts.append((text, address))
        return address
    }

    /// OBJECT_ATTRIBUTES of a path, or without a name.
    func attributes(_ path: StaticString?) -> UInt {
        var name: UInt = 0
        if let path {
            let text = text(path)
            name = nextText
            let length = UInt(path.utf8CodeUnitCount) * 2
            store(length | length << 16, at: name)
            store(text, at: name + 8)
            nextText += 16
        }
        let structure = nextText
        nextText += 0x30
        for (offset, word) in [(0, 0x30), (8, 0), (0x10, name), (0x18, 0x40), (0x20, 0), (0x28, 0)] as [(UInt, UInt)] {
            store(word, at: structure + offset)
        }
        return structure
    }

    /// UNICODE_STRING of a text.
    func string(_ text: StaticString) -> UInt {
        let address = self.text(text)
        let string = nextText
        let length = UInt(text.utf8CodeUnitCount) * 2
        store(length | length << 16, at: string)
        store(address, at: string + 8)
        nextText += 16
        return string
    }

    func otherKind(than handle: UInt) -> UInt { handle == directory ? event : directory }

    private var weakHandles: [(handle: UInt, weak: UInt)] = []

    /// A handle of the same object with no right but READ_CONTROL.
    func weak(_ handle: UInt) -> UInt {
        if let known = weakHandles.first(where: { $0.handle == handle }) { return known.weak }
        var copy: UInt = 0
        let me = Handle.currentProcess.rawValue
        _ = unsafe NtDuplicateObject(me, handle, me, &copy, 0x2_0000, 0, 0)
        weakHandles.append((handle, copy))
        return copy
    }
}
