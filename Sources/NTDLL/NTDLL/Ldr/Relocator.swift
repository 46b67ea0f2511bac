import CNT
import NTABI
import PEImage

/// Moving an image to where it is mapped.
enum Relocator {
    /// Adjusts every address in an image that is not mapped where it was linked for. The whole table
    /// is checked before the first address changes.
    ///
    /// Errors: `conflictingAddresses` (the image can run only at its own base), `invalidImageFormat`.
    static func relocate(_ image: PEImage, at base: UInt) throws(NTStatus) {
        let distance = UInt64(base) &- image.header.imageBase
        guard distance != 0 else { return }
        guard !image.header.isFixed else { throw .conflictingAddresses }
        try image.forEachRelocation { _ throws(NTStatus) in }
        _ = try VirtualMemory.protect(base, image.header.sizeOfImage, PAGE_EXECUTE_READWRITE)
        try image.forEachRelocation { place throws(NTStatus) in
            // Places may lie on any byte; x64 reads and writes those as well.
            Pointer<UInt64>(base + UInt(place)).value &+= distance
        }
        Pointer<UInt64>(base + UInt(image.header.imageBaseOffset)).value = UInt64(base)
        try protectSections(image, base)
    }

    /// Gives headers and sections the protection that the image asks for.
    private static func protectSections(_ image: PEImage, _ base: UInt) throws(NTStatus) {
        _ = try VirtualMemory.protect(base, image.header.sizeOfHeaders, PAGE_READONLY)
        for index in 0..<image.header.sectionCount {
            let section = image.section(index)
            let protection =
                switch (section.isExecutable, section.isWritable) {
                case (true, true): PAGE_EXECUTE_READWRITE
                case (true, false): PAGE_EXECUTE_READ
                case (false, true): PAGE_READWRITE
                case (false, false): PAGE_READONLY
                }
            _ = try VirtualMemory.protect(
                base + UInt(section.virtualAddress), section.virtualSize, protection)
        }
    }
}
