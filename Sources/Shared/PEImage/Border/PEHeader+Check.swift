// Unsafe in reads of the headers only; each comes after the check that it lies inside the memory.

import CNT
import NTABI

extension PEHeader {
    private static let page = 4096
    /// Images end below 2 GB: RVAs in x64 code are signed 32-bit displacements.
    private static let largestImage = 0x8000_0000 - page
    /// As many as Windows accepts.
    private static let mostSections = 96

    /// Reads and checks the headers at the start of `memory`.
    init(checking memory: UnsafeRawBufferPointer) throws(NTStatus) {
        let start = try unsafe Self.newHeader(in: memory)
        let fileHeaderSize = MemoryLayout<IMAGE_FILE_HEADER>.size
        let optionalHeader = start + 4 + fileHeaderSize
        guard memory.count - fileHeaderSize >= start + 4 else { throw .invalidImageFormat }
        let file = unsafe memory.loadUnaligned(
            fromByteOffset: start + 4, as: IMAGE_FILE_HEADER.self)
        // The fixed part of the optional header: everything before the data directory.
        let fixedSize = 112
        guard file.Machine == UInt16(IMAGE_FILE_MACHINE_AMD64),
            file.Characteristics & UInt16(IMAGE_FILE_EXECUTABLE_IMAGE) != 0,
            Int(file.SizeOfOptionalHeader) >= fixedSize, optionalHeader % 4 == 0,
            1...Self.mostSections ~= Int(file.NumberOfSections),
            memory.count >= optionalHeader + MemoryLayout<IMAGE_OPTIONAL_HEADER64>.size
        else { throw .invalidImageFormat }
        let optional = unsafe memory.loadUnaligned(
            fromByteOffset: optionalHeader, as: IMAGE_OPTIONAL_HEADER64.self)
        try Self.check(optional)

        machine = file.Machine
        characteristics = file.Characteristics
        timeDateStamp = file.TimeDateStamp
        sectionCount = Int(file.NumberOfSections)
        sectionTableOffset = optionalHeader + Int(file.SizeOfOptionalHeader)
        entryPoint = Int(optional.AddressOfEntryPoint)
        imageBase = optional.ImageBase
        imageBaseOffset = optionalHeader + 24
        sectionAlignment = Int(optional.SectionAlignment)
        sizeOfImage = (Int(optional.SizeOfImage) + Self.page - 1) & ~(Self.page - 1)
        sizeOfHeaders = Int(optional.SizeOfHeaders)
        checkSum = optional.CheckSum
        subsystem = optional.Subsystem
        subsystemVersion = (optional.MajorSubsystemVersion, optional.MinorSubsystemVersion)
        operatingSystemVersion = (
            optional.MajorOperatingSystemVersion, optional.MinorOperatingSystemVersion
        )
        dllCharacteristics = optional.DllCharacteristics
        sizeOfCode = Int(optional.SizeOfCode)
        stackReserve = optional.SizeOfStackReserve
        stackCommit = optional.SizeOfStackCommit
        loaderFlags = optional.LoaderFlags
        directoryOffset = optionalHeader + fixedSize
        directoryCount = min(
            Int(optional.NumberOfRvaAndSizes), 16,
            (Int(file.SizeOfOptionalHeader) - fixedSize) / 8)

        let tableEnd =
            sectionTableOffset + sectionCount * MemoryLayout<IMAGE_SECTION_HEADER>.size
        guard tableEnd <= sizeOfHeaders, sizeOfHeaders <= memory.count,
            sizeOfHeaders <= sizeOfImage
        else { throw .invalidImageFormat }
    }

    /// The offset of the PE signature.
    private static func newHeader(in memory: UnsafeRawBufferPointer) throws(NTStatus) -> Int {
        guard memory.count >= 64,
            unsafe memory.loadUnaligned(fromByteOffset: 0, as: UInt16.self)
                == UInt16(IMAGE_DOS_SIGNATURE)
        else { throw .invalidImageNotMZ }
        let start = Int(unsafe memory.loadUnaligned(fromByteOffset: 60, as: UInt32.self))
        guard start <= memory.count - 4 else { throw .invalidImageProtect }
        let signature = unsafe memory.loadUnaligned(fromByteOffset: start, as: UInt32.self)
        if signature == IMAGE_NT_SIGNATURE { return start }
        switch signature & 0xFFFF {
        case 0x454E: throw .invalidImageNEFormat
        case 0x454C: throw .invalidImageLEFormat
        default: throw .invalidImageProtect
        }
    }

    private static func check(_ optional: IMAGE_OPTIONAL_HEADER64) throws(NTStatus) {
        let alignment = optional.SectionAlignment
        let fileAlignment = optional.FileAlignment
        guard optional.Magic == UInt16(IMAGE_NT_OPTIONAL_HDR64_MAGIC),
            alignment >= UInt32(page), alignment & (alignment - 1) == 0,
            fileAlignment >= 512, fileAlignment & (fileAlignment - 1) == 0,
            fileAlignment <= alignment,
            optional.ImageBase % 0x1_0000 == 0, optional.ImageBase < 1 << 47,
            1...largestImage ~= Int(optional.SizeOfImage),
            optional.AddressOfEntryPoint < optional.SizeOfImage
        else { throw .invalidImageFormat }
    }
}
