// What the system tells about itself, and ntdll's loader. Structures are variables of the calling frame.

import CNT
import NTABI
import NativeRuntime

enum SystemChecks {
    static func run(_ report: Report) {
        var basic = SYSTEM_BASIC_INFORMATION()
        var length: UInt32 = 0
        let size = UInt32(MemoryLayout<SYSTEM_BASIC_INFORMATION>.size)
        report.expect(
            "NtQuerySystemInformation, basic",
            unsafe NtQuerySystemInformation(SystemBasicInformation, &basic, size, &length), .success)
        report.check(
            "pages of 4 KB, allocated by 64 KB",
            basic.PageSize == 4096 && basic.AllocationGranularity == 65536)
        report.equal("one processor", basic.NumberOfProcessors, 1)
        report.expect(
            "with a wrong length",
            unsafe NtQuerySystemInformation(SystemBasicInformation, &basic, 5, &length),
            .infoLengthMismatch)
        report.expect(
            "of an unknown class",
            unsafe NtQuerySystemInformation(0xFFFF, &basic, size, &length), .invalidInfoClass)
        var tiny: UInt64 = 0
        report.expect(
            "processes into a short buffer",
            unsafe NtQuerySystemInformation(SystemProcessInformation, &tiny, 8, &length),
            .infoLengthMismatch)
        report.check("tells how long it should be", length > 0x100, "\(length)")
        var luids: (Int64, Int64) = (0, 0)
        _ = unsafe NtAllocateLocallyUniqueId(&luids.0)
        _ = unsafe NtAllocateLocallyUniqueId(&luids.1)
        report.check("NtAllocateLocallyUniqueId never repeats", luids.0 != luids.1)
        report.expect("NtShutdownSystem of an unknown kind", NtShutdownSystem(77), .invalidParameter)
        report.expect(
            "NtDisplayString of a wild string",
            unsafe NtDisplayString(UnsafePointer(bitPattern: 0x6660_0000)), .accessViolation)
        report.expect(
            "NtDebugOutput of wild text",
            unsafe NtDebugOutput(UnsafeMutableRawPointer(bitPattern: 0x6660_0000), 10),
            .accessViolation)
    }
}

enum LoaderChecks {
    static func run(_ report: Report) {
        let peb = unsafe RtlGetCurrentPeb()
        unsafe report.check("a process has a PEB", peb != nil)
        report.check("which knows the image", unsafe peb?.pointee.ImageBaseAddress != 0)
        report.equal("NT 10", unsafe peb?.pointee.OSMajorVersion ?? 0, 10)
        report.check("a heap", unsafe peb?.pointee.ProcessHeap != 0)
        heap(report)
        environment(report)
    }

    /// Blocks of many sizes keep what is written to them and do not overlap.
    private static func heap(_ report: Report) {
        var blocks: [[UInt8]] = []
        for round in 0..<200 {
            blocks.append([UInt8](repeating: UInt8(round % 251), count: (round * 37) % 5000))
            if round % 3 == 0 { blocks.removeFirst() }
        }
        let isWhole = blocks.allSatisfy { block in
            block.allSatisfy { $0 == block.first }
        }
        report.check("the heap keeps blocks apart", isWhole)
    }

    private static func environment(_ report: Report) {
        let name = ("NTTEST_VARIABLE" as StaticString).utf16Units
        let value = ("some value" as StaticString).utf16Units
        let set = unsafe withUnicodeString(name) { name in
            unsafe withUnicodeString(value) { value in
                unsafe RtlSetEnvironmentVariable(nil, name, value)
            }
        }
        report.expect("RtlSetEnvironmentVariable", set, .success)
        var buffer = [UInt16](repeating: 0, count: 32)
        let (status, length) = unsafe buffer.withUnsafeMutableBufferPointer { buffer in
            var string = UNICODE_STRING(
                Length: 0, MaximumLength: 64, Buffer: UInt(bitPattern: buffer.baseAddress))
            let status = unsafe withUnicodeString(name) {
                unsafe RtlQueryEnvironmentVariable_U(nil, $0, &string)
            }
            return (status, Int(string.Length) / 2)
        }
        report.expect("RtlQueryEnvironmentVariable_U", status, .success)
        report.check("gives the value back", Array(buffer[..<length]) == value)
    }
}
