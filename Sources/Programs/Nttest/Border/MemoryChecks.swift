// Virtual memory. What is read and written here was allocated just before and is not used after it is freed.

import CNT
import NTABI
import NativeRuntime

/// Virtual memory of this process, as the services take it.
enum VirtualMemory {
    static let me = Handle.currentProcess.rawValue

    static func allocate(
        _ base: inout UInt, _ size: inout UInt, _ type: UInt32, _ protection: UInt32
    ) -> UInt32 {
        unsafe NtAllocateVirtualMemory(me, &base, 0, &size, type, protection)
    }

    static func free(_ address: UInt, _ length: UInt, _ type: UInt32) -> UInt32 {
        var base = address
        var size = length
        return unsafe NtFreeVirtualMemory(me, &base, &size, type)
    }

    static func protect(
        _ address: UInt, _ length: UInt, _ protection: UInt32, _ old: inout UInt32
    ) -> UInt32 {
        var base = address
        var size = length
        return unsafe NtProtectVirtualMemory(me, &base, &size, protection, &old)
    }

    static func query(_ address: UInt) -> MEMORY_BASIC_INFORMATION? {
        var information = MEMORY_BASIC_INFORMATION()
        let status = unsafe NtQueryVirtualMemory(
            me, UnsafeMutableRawPointer(bitPattern: address), MemoryBasicInformation, &information,
            UInt(MemoryLayout<MEMORY_BASIC_INFORMATION>.size), nil)
        return status == 0 ? information : nil
    }

    static func bytes(_ address: UInt) -> UnsafeMutablePointer<UInt8> {
        guard let pointer = unsafe UnsafeMutablePointer<UInt8>(bitPattern: address) else {
            preconditionFailure("null is never allocated")
        }
        return unsafe pointer
    }
}

enum MemoryChecks {
    static func run(_ report: Report) {
        allocation(report)
        partsOfARegion(report)
        protection(report)
        refusals(report)
        otherProcesses(report)
    }

    private static func allocation(_ report: Report) {
        var base: UInt = 0
        var size: UInt = 100_000
        report.expect(
            "NtAllocateVirtualMemory",
            VirtualMemory.allocate(&base, &size, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE), .success)
        report.equal("rounds the size up to pages", size, 102_400)
        report.equal("aligns the base to 64 KB", base % 65536, 0)
        let bytes = unsafe VirtualMemory.bytes(base)
        report.check("the memory is zero", (0..<102_400).allSatisfy { unsafe bytes[$0] == 0 })
        unsafe bytes[0] = 1
        unsafe bytes[102_399] = 2
        report.check("and keeps what is written", unsafe bytes[0] == 1 && bytes[102_399] == 2)
        let region = VirtualMemory.query(base + 5000)
        report.check(
            "NtQueryVirtualMemory tells the region",
            region?.BaseAddress == base + 4096 && region?.AllocationBase == base
                && region?.RegionSize == 98304 && region?.State == MEM_COMMIT
                && region?.Protect == PAGE_READWRITE && region?.Type == MEM_PRIVATE)
        report.expect(
            "NtFreeVirtualMemory", VirtualMemory.free(base, 0, MEM_RELEASE), .success)
        report.check("what was freed is free", VirtualMemory.query(base)?.State == MEM_FREE)
        report.expect(
            "freeing it again", VirtualMemory.free(base, 0, MEM_RELEASE), .memoryNotAllocated)

        var high: UInt = 0
        var one: UInt = 1
        _ = VirtualMemory.allocate(&high, &one, MEM_RESERVE | MEM_TOP_DOWN, PAGE_NOACCESS)
        var low: UInt = 0
        _ = VirtualMemory.allocate(&low, &one, MEM_RESERVE, PAGE_NOACCESS)
        report.check("MEM_TOP_DOWN allocates above", high > low, "\(high) \(low)")
        _ = VirtualMemory.free(high, 0, MEM_RELEASE)
        _ = VirtualMemory.free(low, 0, MEM_RELEASE)
    }

    private static func partsOfARegion(_ report: Report) {
        var base: UInt = 0
        var size: UInt = 1 << 20
        report.expect(
            "a region is reserved",
            VirtualMemory.allocate(&base, &size, MEM_RESERVE, PAGE_READWRITE), .success)
        report.check("and not committed", VirtualMemory.query(base)?.State == MEM_RESERVE)
        var part = base + 8192
        var length: UInt = 4096
        report.expect(
            "a part of it is committed",
            VirtualMemory.allocate(&part, &length, MEM_COMMIT, PAGE_READWRITE), .success)
        report.equal("where it was asked for", part, base + 8192)
        unsafe VirtualMemory.bytes(part)[0] = 77
        report.expect(
            "committing it again keeps it",
            VirtualMemory.allocate(&part, &length, MEM_COMMIT, PAGE_READWRITE), .success)
        report.equal("with what it holds", unsafe VirtualMemory.bytes(part)[0], 77)
        report.expect("MEM_DECOMMIT", VirtualMemory.free(part, 4096, MEM_DECOMMIT), .success)
        report.check("takes it back", VirtualMemory.query(part)?.State == MEM_RESERVE)
        _ = VirtualMemory.allocate(&part, &length, MEM_COMMIT, PAGE_READWRITE)
        report.equal("and it comes back as zero", unsafe VirtualMemory.bytes(part)[0], 0)
        report.expect(
            "a part in the middle is released",
            VirtualMemory.free(base + 65536, 65536, MEM_RELEASE), .success)
        report.check(
            "and leaves two regions",
            VirtualMemory.query(base + 65536)?.State == MEM_FREE
                && VirtualMemory.query(base)?.State == MEM_RESERVE
                && VirtualMemory.query(base + 131_072)?.State == MEM_RESERVE)
        _ = VirtualMemory.free(base, 0, MEM_RELEASE)
        _ = VirtualMemory.free(base + 131_072, 0, MEM_RELEASE)
    }

    private static func protection(_ report: Report) {
        var base: UInt = 0
        var size: UInt = 8192
        _ = VirtualMemory.allocate(&base, &size, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE)
        var old: UInt32 = 0
        report.expect(
            "NtProtectVirtualMemory",
            VirtualMemory.protect(base, 4096, PAGE_READONLY, &old), .success)
        report.equal("tells the protection before", old, PAGE_READWRITE)
        report.expect(
            "a service does not write to a read-only page",
            unsafe NtQuerySystemTime(UnsafeMutablePointer(bitPattern: base)), .accessViolation)
        report.expect(
            "but to the writable one behind it",
            unsafe NtQuerySystemTime(UnsafeMutablePointer(bitPattern: base + 4096)), .success)
        report.expect(
            "and not across the border",
            unsafe NtQuerySystemTime(UnsafeMutablePointer(bitPattern: base + 4092)),
            .accessViolation)
        report.expect(
            "an unknown protection", VirtualMemory.protect(base, 4096, 0x55, &old),
            .invalidPageProtection)
        report.expect(
            "protecting what is not there", VirtualMemory.protect(0x6660_0000, 4096, 4, &old),
            .conflictingAddresses)
        _ = VirtualMemory.free(base, 0, MEM_RELEASE)
    }

    private static func refusals(_ report: Report) {
        var base: UInt = 0
        var size: UInt = 0
        func refuse(_ name: StaticString, _ type: UInt32, _ protection: UInt32, _ status: NTStatus) {
            report.expect(name, VirtualMemory.allocate(&base, &size, type, protection), status)
        }
        refuse("a size of zero", MEM_COMMIT, PAGE_READWRITE, .invalidParameter4)
        size = 4096
        refuse("neither reserve nor commit", 0, PAGE_READWRITE, .invalidParameter5)
        refuse("two protections at once", MEM_COMMIT, 6, .invalidPageProtection)
        size = 1 << 48
        refuse("more than there can be", MEM_RESERVE, PAGE_READWRITE, .invalidParameter4)
        base = UInt(bitPattern: -65536)
        size = 4096
        refuse("a base in the kernel's half", MEM_RESERVE, PAGE_READWRITE, .invalidParameter2)
        base = UInt(KUSER_SHARED_DATA_ADDRESS)
        refuse("a base that is taken", MEM_RESERVE, PAGE_READWRITE, .conflictingAddresses)
        base = 0x5550_0000
        refuse("committing what is not reserved", MEM_COMMIT, PAGE_READWRITE, .conflictingAddresses)
        report.expect(
            "a free of nothing", VirtualMemory.free(0x5550_0000, 0, MEM_RELEASE),
            .memoryNotAllocated)
        report.expect(
            "a free of an unknown kind", VirtualMemory.free(0x5550_0000, 0, 0x1234),
            .invalidParameter4)
    }

    private static func otherProcesses(_ report: Report) {
        var source: UInt64 = 0x1122_3344_5566_7788
        var target: UInt64 = 0
        var done: UInt = 0
        let me = VirtualMemory.me
        report.expect(
            "NtReadVirtualMemory", unsafe NtReadVirtualMemory(me, &source, &target, 8, &done),
            .success)
        report.check("copies", target == source && done == 8)
        report.expect(
            "NtWriteVirtualMemory",
            unsafe NtWriteVirtualMemory(me, &target, &done, 8, nil), .success)
        report.equal("copies too", target, 8)
        report.expect(
            "reading what is not there",
            unsafe NtReadVirtualMemory(
                me, UnsafeMutableRawPointer(bitPattern: 0x6660_0000), &target, 8, &done),
            .partialCopy)
        report.expect(
            "reading another process by a bad handle",
            unsafe NtReadVirtualMemory(0x7770, &source, &target, 8, nil), .invalidHandle)
    }
}
