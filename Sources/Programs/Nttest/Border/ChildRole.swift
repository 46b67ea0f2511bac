// What this program does as a child of itself. Some roles misbehave on purpose: every wild address below is meant to be
// refused by the system or to end this child.

import CNT
import NTABI
import NativeRuntime

enum ChildRole {
    private static let image: StaticString = "\\SystemRoot\\System32\\nttest.exe"

    /// Starts this program in a role.
    static func start(_ role: StaticString, _ argument: UInt? = nil) throws(NTStatus) -> ChildProcess {
        var line = ("nttest.exe " as StaticString).utf16Units + role.utf16Units
        if let argument { line += [0x20] + Array(String(argument).utf16) }
        let child = try ChildProcess.create(image.utf16Units, commandLine: line)
        child.resume()
        return child
    }

    /// Runs this program in a role to its end.
    static func run(_ role: StaticString) -> NTStatus {
        do throws(NTStatus) {
            let child = try start(role)
            defer { child.close() }
            return child.wait()
        } catch { return error }
    }

    /// Runs this program in a role, and ends it if it has not ended after some time.
    static func run(_ role: StaticString, _ argument: UInt, milliseconds: Int64) -> NTStatus {
        do throws(NTStatus) {
            let child = try start(role, argument)
            defer { child.close() }
            var limit = -10_000 * milliseconds
            if unsafe NtWaitForSingleObject(child.process, 0, &limit) != 0 { child.terminate(.timeout) }
            return child.wait()
        } catch { return error }
    }

    /// The child's side: plays the role and returns the exit status.
    static func play(_ role: [UInt16]) -> UInt32 {
        func isRole(_ name: StaticString) -> Bool { role == name.utf16Units }
        if isRole("seven") { return 7 }
        if isRole("argument") { return 0 }
        if isRole("loop") { while true { _ = NtYieldExecution() } }
        if isRole("spin") { spin() }
        if isRole("fault") { return readByte(0x10) }
        if isRole("execute") { return execute(0x6660_0000) }
        if isRole("write-code") { return writeCode() }
        // mov eax, 1; xor ecx, ecx; xor edx, edx; div ecx; ret: Swift's own division checks before the processor does.
        if isRole("divide") { return ExecutableCode.run([0xB8, 1, 0, 0, 0, 0x31, 0xC9, 0x31, 0xD2, 0xF7, 0xF1, 0xC3]) }
        if isRole("stack") { return UInt32(truncatingIfNeeded: recurse(1)) }
        if isRole("threads") { return leaveThreads() }
        if isRole("everything") { return holdEverything() }
        if isRole("garbage") { return passGarbage() }
        if isRole("fork") { return startChildren("seven", andWait: false) }
        if isRole("copies") { return makeCopies() }
        if isRole("family") { return startChildren("seven", andWait: true) }
        if isRole("reading") { return read(inTurn: true) }
        if isRole("reading-ahead") { return read(inTurn: false) }
        if isRole("waiting") { return waitForMany(alertable: false) }
        if isRole("waiting-alertably") { return waitForMany(alertable: true) }
        return HostileRole.play(role) ?? NTStatus.invalidParameter.rawValue
    }

    private static func spin() -> Never {
        var counter: UInt64 = 0
        while true { counter &+= 1 }
    }

    private static func readByte(_ address: UInt) -> UInt32 {
        unsafe UInt32(VirtualMemory.bytes(address).pointee)
    }

    private static func execute(_ address: UInt) -> UInt32 {
        typealias Code = @convention(c) () -> UInt32
        return unsafe unsafeBitCast(address, to: Code.self)()
    }

    private static func writeCode() -> UInt32 {
        let function: @convention(c) (UnsafeMutableRawPointer?) -> UInt32 = { _ in 0 }
        unsafe VirtualMemory.bytes(unsafeBitCast(function, to: UInt.self)).pointee = 0xCC
        return 0
    }

    @inline(never)
    private static func recurse(_ depth: UInt) -> UInt {
        // The end is never reached: the stack ends first.
        guard depth != 0 else { return 0 }
        var frame: [256 of UInt] = .init(repeating: depth)
        frame[Int(depth % 256)] = recurse(depth + 1)
        return frame[Int(depth % 255)]
    }

    /// Ends while its threads wait, sleep and run.
    private static func leaveThreads() -> UInt32 {
        let event = ObjectChecks.newEvent()
        for _ in 0..<4 {
            _ = unsafe WorkerThread(argument: event) { event in
                _ = NtWaitForSingleObject(UInt(bitPattern: event), 0, nil)
                return 0
            }
            _ = unsafe WorkerThread { _ in
                while true { Time.sleep(milliseconds: 1) }
            }
        }
        _ = unsafe WorkerThread { _ in
            while true { _ = NtYieldExecution() }
        }
        Time.sleep(milliseconds: 3)
        return 0
    }

    /// Ends with one of everything open, nothing closed.
    private static func holdEverything() -> UInt32 {
        var handle: UInt = 0
        for _ in 0..<32 { _ = ObjectChecks.newEvent() }
        _ = unsafe NtCreateMutant(&handle, MUTANT_ALL_ACCESS, nil, 1)
        _ = unsafe NtCreateSemaphore(&handle, SEMAPHORE_ALL_ACCESS, nil, 1, 2)
        _ = unsafe NtCreateTimer(&handle, TIMER_ALL_ACCESS, nil, NotificationTimer)
        var due: Int64 = -6_000_000_000
        _ = unsafe NtSetTimer(handle, &due, nil, nil, 0, 0, nil)
        var size: Int64 = 1 << 20
        _ = unsafe NtCreateSection(
            &handle, SECTION_ALL_ACCESS, nil, &size, PAGE_READWRITE, SEC_COMMIT, 0)
        var view: UInt = 0
        var viewSize: UInt = 0
        _ = SectionChecks.map(handle, &view, &viewSize, PAGE_READWRITE)
        for page in 0..<16 { unsafe VirtualMemory.bytes(view + UInt(page) * 4096).pointee = 1 }
        var base: UInt = 0
        var length: UInt = 1 << 20
        _ = VirtualMemory.allocate(&base, &length, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE)
        for page in 0..<64 { unsafe VirtualMemory.bytes(base + UInt(page) * 4096).pointee = 1 }
        _ = FileChecks.open("\\Device\\Null", access: GENERIC_WRITE | SYNCHRONIZE)
        _ = FileChecks.open("\\SystemRoot\\System32\\ntdll.dll")
        return leaveThreads()
    }

    /// Starts children that end by themselves, and does not wait for them, or waits for ever.
    private static func startChildren(_ role: StaticString, andWait: Bool) -> UInt32 {
        for _ in 0..<3 { _ = try? start(role) }
        if andWait { _ = waitForMany(alertable: false) }
        return 0
    }

    /// Copies this process: one copy is ended, one forgotten, and one still there at the end. None has a thread.
    private static func makeCopies() -> UInt32 {
        var copies: [UInt] = []
        for _ in 0..<3 {
            var copy: UInt = 0
            let status = unsafe NtCreateProcess(
                &copy, PROCESS_ALL_ACCESS, nil, Handle.currentProcess.rawValue, 1, 0, 0, 0)
            guard status == 0 else { return status }
            copies.append(copy)
        }
        _ = NtTerminateProcess(copies[0], 1)
        _ = NtClose(copies[1])
        return 0
    }

    /// Reads keys that nobody presses: one after the other, or many at once.
    private static func read(inTurn: Bool) -> UInt32 {
        let options = inTurn ? FILE_SYNCHRONOUS_IO_NONALERT : 0
        let file = FileChecks.open("\\Device\\KeyboardClass0", access: GENERIC_READ | SYNCHRONIZE, options: options)
        let block = UnsafeMutablePointer<IO_STATUS_BLOCK>.allocate(capacity: 1)
        let data = UnsafeMutablePointer<UInt64>.allocate(capacity: 16)
        let event = ObjectChecks.newEvent()
        var offset: Int64 = 0
        for _ in 0..<300 {
            _ = unsafe NtReadFile(file.handle, event, CallRecord.pointer, nil, block, data, 12, &offset, nil)
        }
        return waitForMany(alertable: false)
    }

    /// Waits for 64 events that nobody sets.
    private static func waitForMany(alertable: Bool) -> UInt32 {
        WaitChecks.waitFor((0..<64).map { _ in ObjectChecks.newEvent() }, WaitAll, alertable: alertable)
    }

    /// Calls services with arguments that mean nothing, from a fixed sequence. Reaching the end is success.
    private static func passGarbage() -> UInt32 {
        var seed: UInt64 = 0x9E37_79B9_7F4A_7C15
        func next() -> UInt {
            seed ^= seed << 13
            seed ^= seed >> 7
            seed ^= seed << 17
            switch seed % 5 {
            case 0: return UInt(seed % 0x200)
            case 1: return UInt(seed)
            case 2: return 0x7FFE_0000 + UInt(seed % 4096)
            case 3: return UInt(bitPattern: -Int(seed % 16))
            default: return 0x6660_0000 + UInt(seed % 0x10000)
            }
        }
        func pointer() -> UnsafeMutableRawPointer? { unsafe UnsafeMutableRawPointer(bitPattern: next()) }
        func number() -> UInt32 { UInt32(truncatingIfNeeded: next()) }
        for _ in 0..<200 {
            // Handles of its own are 4 to 0x200 or so: none of these services ends or stops the caller.
            let name = unsafe pointer()?.assumingMemoryBound(to: UNICODE_STRING.self)
            let attributes = unsafe pointer()?.assumingMemoryBound(to: OBJECT_ATTRIBUTES.self)
            let place = unsafe pointer()?.assumingMemoryBound(to: UInt.self)
            let small = unsafe pointer()?.assumingMemoryBound(to: UInt32.self)
            let wide = unsafe pointer()?.assumingMemoryBound(to: Int64.self)
            let block = unsafe pointer()?.assumingMemoryBound(to: IO_STATUS_BLOCK.self)
            _ = unsafe NtCreateEvent(place, number(), attributes, number(), 0)
            _ = unsafe NtOpenKey(place, number(), attributes)
            _ = unsafe NtSetValueKey(next(), name, number(), number(), pointer(), number())
            _ = unsafe NtQueryValueKey(next(), name, number(), pointer(), number(), small)
            _ = unsafe NtQueryObject(next(), number(), pointer(), number(), small)
            _ = unsafe NtQuerySystemInformation(number(), pointer(), number(), small)
            _ = unsafe NtQueryVirtualMemory(next(), pointer(), number(), pointer(), next(), place)
            _ = unsafe NtReadVirtualMemory(next(), pointer(), pointer(), next() % 65536, place)
            _ = unsafe NtCreateSection(place, number(), attributes, wide, number(), number(), next())
            _ = unsafe NtOpenFile(place, number(), attributes, block, number(), number())
            _ = unsafe NtDeviceIoControlFile(
                next(), 0, nil, nil, block, number(), pointer(), number(), pointer(), number())
            _ = unsafe NtQueryInformationFile(next(), block, pointer(), number(), number())
            _ = unsafe NtQueryDirectoryObject(next(), pointer(), number(), 1, 1, small, small)
            _ = unsafe NtDuplicateObject(next(), next(), next(), place, number(), 0, number() & ~1)
            _ = unsafe NtDisplayString(
                UnsafePointer<UNICODE_STRING>(bitPattern: 0x6660_0000 + next() % 4096))
        }
        return 0
    }
}
