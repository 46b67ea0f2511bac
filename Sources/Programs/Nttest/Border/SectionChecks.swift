// Sections and their views. A view is read and written while it is mapped.

import CNT
import NTABI
import NativeRuntime

enum SectionChecks {
    static func run(_ report: Report) {
        pageFileBacked(report)
        images(report)
        refusals(report)
    }

    static func map(
        _ section: UInt, _ base: inout UInt, _ size: inout UInt, _ protection: UInt32,
        offset: Int64 = 0
    ) -> UInt32 {
        var offset = offset
        return unsafe NtMapViewOfSection(
            section, VirtualMemory.me, &base, 0, 0, &offset, &size, ViewUnmap, 0, protection)
    }

    private static func pageFileBacked(_ report: Report) {
        var section: UInt = 0
        var size: Int64 = 70_000
        report.expect(
            "NtCreateSection",
            unsafe NtCreateSection(
                &section, SECTION_ALL_ACCESS, nil, &size, PAGE_READWRITE, SEC_COMMIT, 0), .success)
        var information = SECTION_BASIC_INFORMATION()
        report.expect(
            "NtQuerySection",
            unsafe NtQuerySection(section, SectionBasicInformation, &information, 0x18, nil),
            .success)
        report.equal("its size in whole pages", information.MaximumSize, 73_728)
        var first: UInt = 0
        var second: UInt = 0
        var firstSize: UInt = 0
        var secondSize: UInt = 0
        report.expect(
            "NtMapViewOfSection", map(section, &first, &firstSize, PAGE_READWRITE), .success)
        report.equal("a view of all of it", firstSize, 73_728)
        report.expect(
            "a second view", map(section, &second, &secondSize, PAGE_READONLY), .success)
        unsafe VirtualMemory.bytes(first)[70_001] = 9
        report.equal(
            "both views are the same memory", unsafe VirtualMemory.bytes(second)[70_001], 9)
        var part: UInt = 0
        var partSize: UInt = 8192
        report.expect(
            "a view from an offset",
            map(section, &part, &partSize, PAGE_READWRITE, offset: 65536), .success)
        report.equal("sees what lies there", unsafe VirtualMemory.bytes(part)[4465], 9)
        report.expect(
            "a view from an offset that is not aligned",
            map(section, &part, &partSize, PAGE_READWRITE, offset: 4096), .mappedAlignment)
        _ = NtClose(section)
        report.equal(
            "views outlive the section's handle", unsafe VirtualMemory.bytes(second)[70_001], 9)
        for address in [first, second, part] {
            report.expect("NtUnmapViewOfSection", unmap(address), .success)
        }
        report.expect("unmapping what is not mapped", unmap(first), .notMappedView)
    }

    private static func unmap(_ address: UInt) -> UInt32 {
        unsafe NtUnmapViewOfSection(
            VirtualMemory.me, UnsafeMutableRawPointer(bitPattern: address))
    }

    private static func images(_ report: Report) {
        let file = FileChecks.open(
            "\\SystemRoot\\System32\\true.exe", access: GENERIC_READ | GENERIC_EXECUTE | SYNCHRONIZE
        ).handle
        var section: UInt = 0
        report.expect(
            "an image section",
            unsafe NtCreateSection(
                &section, SECTION_ALL_ACCESS, nil, nil, PAGE_EXECUTE, SEC_IMAGE, file), .success)
        var information = SECTION_IMAGE_INFORMATION()
        report.expect(
            "tells of its image",
            unsafe NtQuerySection(section, SectionImageInformation, &information, 0x40, nil),
            .success)
        report.equal("for this machine", information.Machine, 0x8664)
        report.equal("the native subsystem", information.SubSystemType, 1)
        var base: UInt = 0
        var size: UInt = 0
        let status = map(section, &base, &size, PAGE_EXECUTE)
        report.check(
            "a view of an image", status == 0 || status == NTStatus.imageNotAtBase.rawValue)
        if base != 0 { report.equal("begins with its header", unsafe VirtualMemory.bytes(base)[0], 0x4D) }
        _ = unmap(base)
        _ = NtClose(section)
        _ = NtClose(file)
        let readable = FileChecks.open("\\SystemRoot\\System32\\true.exe").handle
        report.expect(
            "an image section of a file that is not open for execution",
            unsafe NtCreateSection(
                &section, SECTION_ALL_ACCESS, nil, nil, PAGE_EXECUTE, SEC_IMAGE, readable),
            .accessDenied)
        _ = NtClose(readable)
        let text = FileChecks.open(
            "\\SystemRoot\\System32\\config\\system.reg", access: GENERIC_READ | GENERIC_EXECUTE | SYNCHRONIZE
        ).handle
        report.expect(
            "an image section of a text file",
            unsafe NtCreateSection(
                &section, SECTION_ALL_ACCESS, nil, nil, PAGE_EXECUTE, SEC_IMAGE, text),
            .invalidImageNotMZ)
        _ = NtClose(text)
    }

    private static func refusals(_ report: Report) {
        var section: UInt = 0
        var size: Int64 = 0
        report.expect(
            "a section of no size",
            unsafe NtCreateSection(
                &section, SECTION_ALL_ACCESS, nil, &size, PAGE_READWRITE, SEC_COMMIT, 0),
            .invalidParameter4)
        size = 4096
        report.expect(
            "a section of an unknown protection",
            unsafe NtCreateSection(
                &section, SECTION_ALL_ACCESS, nil, &size, 0x77, SEC_COMMIT, 0),
            .invalidPageProtection)
        _ = unsafe NtCreateSection(
            &section, SECTION_MAP_READ, nil, &size, PAGE_READWRITE, SEC_COMMIT, 0)
        var base: UInt = 0
        var viewSize: UInt = 0
        report.expect(
            "a writable view without the right",
            map(section, &base, &viewSize, PAGE_READWRITE), .accessDenied)
        _ = NtClose(section)
        report.expect(
            "a view of a bad handle", map(0x6660, &base, &viewSize, PAGE_READWRITE), .invalidHandle)
    }
}
