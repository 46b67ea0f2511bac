// What the system tells about itself. Structures are read with bounds checks from the bytes that a service filled; the
// page at 0x7FFE0000 and the PEB are mapped in every process for its whole life.

import CNT
import NTABI
import NativeRuntime

/// A loaded image.
struct Module {
    let name: [UInt16]
    /// The process that has it: a driver's host, or this shell's own, 0.
    var processID: UInt = 0
    let base: UInt
    let size: UInt
}

/// NtQuerySystemInformation.
enum SystemQuery {
    struct ProcessEntry {
        let id: UInt
        let name: [UInt16]
        let threadCount: UInt32
        let handleCount: UInt32
        let committedBytes: UInt
    }

    static func processes() throws(NTStatus) -> [ProcessEntry] {
        // The names are pointers into the buffer the service filled, so the copy is made while it stands.
        var entries: [ProcessEntry] = []
        _ = try unsafe queried(startingAt: 8192) { buffer, length in
            let status = unsafe NtQuerySystemInformation(
                SystemProcessInformation, buffer, length, nil)
            guard NTStatus(rawValue: status).isSuccess else { return status }
            entries = []
            var offset = 0
            while true {
                let entry = unsafe buffer.loadUnaligned(
                    fromByteOffset: offset, as: SYSTEM_PROCESS_INFORMATION.self)
                entries.append(
                    ProcessEntry(
                        id: entry.UniqueProcessId, name: characters(of: entry.ImageName),
                        threadCount: entry.NumberOfThreads, handleCount: entry.HandleCount,
                        committedBytes: entry.PagefileUsage))
                guard entry.NextEntryOffset != 0 else { return status }
                offset += Int(entry.NextEntryOffset)
            }
        }
        return entries
    }

    static func drivers() throws(NTStatus) -> [Module] {
        let bytes = try unsafe queried { buffer, length in
            unsafe NtQuerySystemInformation(SystemModuleInformation, buffer, length, nil)
        }
        let count = Int(bytes.load(UInt32.self, at: 0) ?? 0)
        let stride = MemoryLayout<RTL_PROCESS_MODULE_INFORMATION>.size
        return (0..<count).compactMap { index in
            let start = 8 + index * stride
            guard let entry = bytes.load(RTL_PROCESS_MODULE_INFORMATION.self, at: start) else {
                return nil
            }
            // The path is the structure's last member.
            let path = start + stride - 256 + Int(entry.OffsetToFileName)
            let name = bytes[min(path, bytes.count)...].prefix { $0 != 0 }
            return Module(
                name: name.map { UInt16($0) }, processID: entry.Section, base: entry.ImageBase,
                size: UInt(entry.ImageSize))
        }
    }

    struct Memory {
        let totalBytes: UInt64
        let availableBytes: UInt64
        let committedBytes: UInt64
    }

    static func memory() throws(NTStatus) -> Memory {
        var basic = SYSTEM_BASIC_INFORMATION()
        var performance = SYSTEM_PERFORMANCE_INFORMATION()
        try check(
            unsafe NtQuerySystemInformation(
                SystemBasicInformation, &basic,
                UInt32(MemoryLayout<SYSTEM_BASIC_INFORMATION>.size), nil))
        try check(
            unsafe NtQuerySystemInformation(
                SystemPerformanceInformation, &performance,
                UInt32(MemoryLayout<SYSTEM_PERFORMANCE_INFORMATION>.size), nil))
        let page = UInt64(basic.PageSize)
        return Memory(
            totalBytes: UInt64(basic.NumberOfPhysicalPages) * page,
            availableBytes: UInt64(performance.AvailablePages) * page,
            committedBytes: UInt64(performance.CommittedPages) * page)
    }

    static func version() -> (major: UInt32, minor: UInt32, build: UInt32) {
        let shared = unsafe SharedData.page
        return unsafe (
            shared.pointee.NtMajorVersion, shared.pointee.NtMinorVersion,
            shared.pointee.NtBuildNumber & 0xFFFF
        )
    }
}

/// KUSER_SHARED_DATA.
private enum SharedData {
    static var page: UnsafePointer<KUSER_SHARED_DATA> {
        guard
            let page = unsafe UnsafePointer<KUSER_SHARED_DATA>(
                bitPattern: UInt(KUSER_SHARED_DATA_ADDRESS))
        else { preconditionFailure("the address is not null") }
        return unsafe page
    }
}

/// Times, in units of 100 ns.
enum Clock {
    /// Since 1601-01-01, UTC.
    static func systemTime() -> Int64 {
        var time: Int64 = 0
        _ = unsafe NtQuerySystemTime(&time)
        return time
    }

    /// Today's date and the time of day, UTC.
    static func now() -> TIME_FIELDS {
        var time = systemTime()
        var fields = TIME_FIELDS()
        unsafe RtlTimeToTimeFields(&time, &fields)
        return fields
    }

    /// Since the system started.
    static func interruptTime() -> Int64 {
        var information = SYSTEM_TIMEOFDAY_INFORMATION()
        let status = unsafe NtQuerySystemInformation(
            SystemTimeOfDayInformation, &information,
            UInt32(MemoryLayout<SYSTEM_TIMEOFDAY_INFORMATION>.size), nil)
        return status == 0 ? information.CurrentTime - information.BootTime : 0
    }

    static var frequencyMHz: Int64 {
        var counter: Int64 = 0
        var frequency: Int64 = 0
        _ = unsafe NtQueryPerformanceCounter(&counter, &frequency)
        return frequency / 1_000_000
    }
}

/// The images loaded into this process, from the loader's list.
enum LoadedModules {
    static func all() -> [Module] {
        guard let peb = unsafe RtlGetCurrentPeb(),
            let loader = unsafe UnsafePointer<PEB_LDR_DATA>(bitPattern: peb.pointee.Ldr)
        else { return [] }
        var modules: [Module] = []
        // The list's head is a member of the loader's data; an entry's link is its first member.
        let head = UInt(bitPattern: loader) + 0x10
        var link = unsafe loader.pointee.InLoadOrderModuleList.Flink
        while link != head, let entry = unsafe UnsafePointer<LDR_DATA_TABLE_ENTRY>(bitPattern: link) {
            unsafe modules.append(
                Module(
                    name: characters(of: entry.pointee.BaseDllName), base: entry.pointee.DllBase,
                    size: UInt(entry.pointee.SizeOfImage)))
            link = unsafe entry.pointee.InLoadOrderLinks.Flink
        }
        return modules
    }
}

/// The processor, as the system recorded it at start.
enum Processor {
    static var name: String {
        let path = units("\\Registry\\Machine\\Hardware\\Description\\System\\CentralProcessor\\0")
        guard let key = try? RegistryKey.open(path, writable: false) else { return "unknown" }
        defer { key.close() }
        return key.value("ProcessorNameString").map { text($0.string) } ?? "unknown"
    }
}
