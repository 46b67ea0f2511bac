// What a child does that means harm to the executive. Wild pointers and registers are the point: they are refused or end
// this child.

import CNT
import NTABI
import NativeRuntime

/// Roles beyond misbehaviour: each looks for a way to stop the executive.
enum HostileRole {
    /// Plays a role if it is one of these.
    static func play(_ role: [UInt16]) -> UInt32? {
        func isRole(_ name: StaticString) -> Bool { role == name.utf16Units }
        if isRole("beyond") { return beyondTheTable() }
        if isRole("fuzz") { return fuzz(argument()) }
        if isRole("impatient") { return sendWithoutWaiting() }
        if isRole("forged-faults") { return forgeFaults() }
        if isRole("no-stack") { return ExecutableCode.run([0x48, 0xC7, 0xC4, 0xF8, 0xFF, 0xFF, 0xFF, 0x0F, 0x0B]) }
        if isRole("wild-call") { return makeWildCall() }
        if isRole("call-no-stack") { return makeCallWithoutStack() }
        if isRole("context") { return continueAnywhere(argument()) }
        if isRole("hoard") { return HoardRole.play(argument()) }
        if isRole("many-requests") { return manyRequests() }
        return nil
    }

    /// The number behind the role's name.
    private static func argument() -> UInt {
        let words = ProcessArguments.words()
        guard words.count > 2 else { return 0 }
        return words[2].reduce(0) { $0 &* 10 &+ UInt($1 &- 0x30) }
    }

    /// Numbers that no service has. Success if each is refused as such.
    private static func beyondTheTable() -> UInt32 {
        let raw = RawCall()
        let numbers: [UInt] = [
            SystemService.count, SystemService.count + 1, 0xFFF, 0xFFFF, 0x7FFF_FFFF, 0xF_FFFF_FFFF_FFFF,
        ]
        for number in numbers where raw.service(number, []) != .invalidSystemService { return 1 }
        return 0
    }

    /// Calls one service many times with arguments drawn from what is good, nearly good and bad.
    private static func fuzz(_ number: UInt) -> UInt32 {
        let raw = RawCall()
        var arguments = HostileArguments(seed: number)
        for _ in 0..<96 {
            let words = (0..<12).map { _ in arguments.next() }
            // Without this the machine is off.
            if number == SystemService.ntShutdownSystem, UInt32(truncatingIfNeeded: words[0]) <= 2 { continue }
            _ = raw.service(number, words)
        }
        return 0
    }

    /// Sends where it ought to call, so that its first service still waits when the next is asked for.
    private static func sendWithoutWaiting() -> UInt32 {
        let raw = RawCall()
        let event = ObjectChecks.newEvent()
        let header = SystemService.ntWaitForSingleObject << 12 | 4
        for _ in 0..<8 { raw.invoke(.send, RawCall.executive, header, [event, 0, 0, 0]) }
        return 0
    }

    /// Tells the executive of faults that never were.
    private static func forgeFaults() -> UInt32 {
        let raw = RawCall()
        var arguments = HostileArguments(seed: 77)
        for label in 0..<12 as Range<UInt> {
            for length in [0, 1, 4, 12, 120, 127] as [UInt] {
                let words = (0..<12).map { _ in arguments.next() }
                raw.invoke(.nonblockingSend, RawCall.faults, label << 12 | length, words)
                raw.invoke(.send, RawCall.executive, UInt(0x700) << 12 | 3 << 7 | length, [])
            }
        }
        return 0
    }

    /// Queues a call to nowhere for itself and makes it.
    private static func makeWildCall() -> UInt32 {
        _ = unsafe NtQueueApcThread(
            Handle.currentThread.rawValue, UnsafeMutableRawPointer(bitPattern: 0x6660_0000), nil, nil, nil)
        return NtTestAlert()
    }

    /// Queues a call for itself and has it made where its stack pointer leads nowhere.
    private static func makeCallWithoutStack() -> UInt32 {
        _ = unsafe NtQueueApcThread(Handle.currentThread.rawValue, CallRecord.pointer, nil, nil, nil)
        let header = UInt32(SystemService.ntTestAlert) << 12
        let bytes = (0..<4).map { UInt8(truncatingIfNeeded: header >> (8 * $0)) }
        // mov esi, header; mov edi, 0x40; mov rdx, -1; mov ebx, 0x10000; mov rsp, rbx; syscall; ud2
        return ExecutableCode.run(
            [0xBE] + bytes + [
                0xBF, 0x40, 0, 0, 0, 0x48, 0xC7, 0xC2, 0xFF, 0xFF, 0xFF, 0xFF, 0xBB, 0, 0, 1, 0, 0x48, 0x89, 0xDC, 0x0F,
                0x05, 0x0F, 0x0B,
            ])
    }

    /// Goes on with registers no program should have.
    private static func continueAnywhere(_ seed: UInt) -> UInt32 {
        var arguments = HostileArguments(seed: seed &+ 1000)
        let context = UnsafeMutablePointer<CONTEXT>.allocate(capacity: 1)
        unsafe context.initialize(to: CONTEXT())
        unsafe context.pointee.ContextFlags = CONTEXT_FULL
        unsafe context.pointee.Rip = [UInt64(1) << 63, 0x8000_0000_0000, .max, UInt64(arguments.next())][Int(seed % 4)]
        unsafe context.pointee.Rsp = UInt64(arguments.next())
        unsafe context.pointee.EFlags = UInt32(truncatingIfNeeded: arguments.next() | 0x7100)
        _ = unsafe NtContinue(UnsafeMutableRawPointer(context), 0)
        return 0
    }

    /// Reads that nobody answers, as many as the system takes.
    private static func manyRequests() -> UInt32 {
        let file = FileChecks.open("\\Device\\KeyboardClass0", access: GENERIC_READ | SYNCHRONIZE, options: 0).handle
        let event = ObjectChecks.newEvent()
        let block = UnsafeMutablePointer<IO_STATUS_BLOCK>.allocate(capacity: 1)
        let data = UnsafeMutablePointer<UInt64>.allocate(capacity: 16)
        var offset: Int64 = 0
        for _ in 0..<5000 {
            let status = unsafe NtReadFile(file, event, nil, nil, block, data, 12, &offset, nil)
            if status != NTStatus.pending.rawValue { break }
        }
        return 0
    }
}

/// A fixed sequence of arguments: small numbers, handles, good and wild pointers, numbers at the edges.
private struct HostileArguments {
    private var state: UInt64
    private let handles: [UInt]
    private let buffer: UInt

    init(seed: UInt) {
        state = 0x9E37_79B9_7F4A_7C15 ^ (UInt64(seed) &* 0xBF58_476D_1CE4_E5B9)
        var section: UInt = 0
        var timer: UInt = 0
        var size: Int64 = 65536
        _ = unsafe NtCreateSection(&section, SECTION_ALL_ACCESS, nil, &size, PAGE_READWRITE, SEC_COMMIT, 0)
        _ = unsafe NtCreateTimer(&timer, TIMER_ALL_ACCESS, nil, NotificationTimer)
        let file = FileChecks.open("\\SystemRoot\\System32\\ntdll.dll", options: 0).handle
        let null = FileChecks.open("\\Device\\Null", access: GENERIC_READ | GENERIC_WRITE, options: 0).handle
        let thread = unsafe WorkerThread(suspended: true) { _ in 0 }.handle
        handles = [ObjectChecks.newEvent(), section, timer, file, null, thread]
        var base: UInt = 0
        var length: UInt = 65536
        _ = VirtualMemory.allocate(&base, &length, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE)
        buffer = base
        // OBJECT_ATTRIBUTES at the start, with a name at 0x100, whose text is whatever stands at 0x200.
        let words: [(UInt, UInt)] = [
            (0, 0x30), (0x10, base + 0x100), (0x18, 0x40), (0x100, 0x0020_0018), (0x108, base + 0x200),
            (0x200, 0x0061_0042_0042_005C), (0x208, 0x0064_0065_006D_0061), (0x400, 5), (0x408, .max), (0x410, 1 << 63),
            (0x418, 0xFFFF), (0x420, UInt(Int64.max)),
        ]
        for (offset, word) in words {
            unsafe UnsafeMutablePointer<UInt>(bitPattern: base + offset)?.pointee = word
        }
    }

    mutating func next() -> UInt {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        let random = UInt(truncatingIfNeeded: state >> 8)
        switch state % 12 {
        case 0: return random % 8
        case 1: return handles[Int(random % UInt(handles.count))]
        case 2, 3: return buffer + (random % 2 == 0 ? 0 : random % 0x500 & ~7)
        case 4: return buffer + 0x1_0000 - random % 16
        case 5: return [Handle.currentProcess.rawValue, Handle.currentThread.rawValue][Int(random % 2)]
        case 6: return [0, .max, 1 << 63, (1 << 63) - 1, 1 << 32, (1 << 31) - 1, 0x7FFF_FFFF_FFFF][Int(random % 7)]
        case 7: return random
        case 8: return 0x7FFE_0000 + random % 4096
        case 9: return 0x6660_0000 + random % 0x10000
        case 10: return 1 << (random % 64)
        default: return random % 0x1000
        }
    }
}
