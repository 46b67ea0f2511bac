import CNT
import NTABI

/// RtlImageNtHeaderEx. Where the headers of an image start, which must lie in its first `size` bytes unless flag 1 is set.
///
/// Errors: `invalidParameter` (flags, no place for it), `invalidImageFormat`.
@c(RtlImageNtHeaderEx)
public func rtlImageNtHeaderEx(_ flags: UInt32, _ base: UInt, _ size: UInt64, _ headers: UInt) -> UInt32 {
    guard headers != 0, flags <= 1 else { return NTStatus.invalidParameter.rawValue }
    Pointer<UInt>(headers).value = 0
    guard base != 0, base != .max else { return NTStatus.invalidParameter.rawValue }
    guard flags & 1 != 0 || size >= 64 else { return NTStatus.invalidImageFormat.rawValue }
    guard Pointer<UInt16>(base).value == UInt16(IMAGE_DOS_SIGNATURE) else {
        return NTStatus.invalidImageFormat.rawValue
    }
    let offset = UInt64(Pointer<UInt32>(base + 60).value)
    guard flags & 1 != 0 || offset + 264 <= size else { return NTStatus.invalidImageFormat.rawValue }
    let found = rtlImageNtHeader(base)
    guard found != 0 else { return NTStatus.invalidImageFormat.rawValue }
    Pointer<UInt>(headers).value = found
    return 0
}

/// An image's section: IMAGE_SECTION_HEADER's fields that matter here.
private struct SectionPlace {
    let header: UInt
    let virtualSize: UInt32
    let address: UInt32
    let rawSize: UInt32
    let rawAddress: UInt32

    init(_ header: UInt) {
        self.header = header
        virtualSize = Pointer<UInt32>(header + 8).value
        address = Pointer<UInt32>(header + 12).value
        rawSize = Pointer<UInt32>(header + 16).value
        rawAddress = Pointer<UInt32>(header + 20).value
    }
}

private func section(_ headers: UInt, holding rva: UInt32) -> SectionPlace? {
    let count = Pointer<UInt16>(headers + 6).value
    let first = headers + 24 + UInt(Pointer<UInt16>(headers + 20).value)
    for index in 0..<UInt(count) {
        let place = SectionPlace(first + index * 40)
        if rva >= place.address, rva - place.address < max(place.virtualSize, place.rawSize) { return place }
    }
    return nil
}

/// RtlImageRvaToSection. The header of the section that holds an address, or null.
@c(RtlImageRvaToSection)
public func rtlImageRvaToSection(_ headers: UInt, _ base: UInt, _ rva: UInt32) -> UInt {
    section(headers, holding: rva)?.header ?? 0
}

/// RtlImageRvaToVa. Where an address of a file that lies in memory as it is on disk is; null for one outside its sections. A
/// section's header may be given, and is.
@c(RtlImageRvaToVa)
public func rtlImageRvaToVa(_ headers: UInt, _ base: UInt, _ rva: UInt32, _ last: UInt) -> UInt {
    guard let place = section(headers, holding: rva), rva - place.address < place.rawSize else { return 0 }
    if last != 0 { Pointer<UInt>(last).value = place.header }
    return base + UInt(place.rawAddress) + UInt(rva - place.address)
}

/// RtlImageDirectoryEntryToData. Where a directory of an image lies, and its size: of a mapped image, or of a file in memory, which
/// bit 0 of the base also says. Null for none.
@c(RtlImageDirectoryEntryToData)
public func rtlImageDirectoryEntryToData(_ base: UInt, _ isMapped: UInt8, _ directory: UInt16, _ size: UInt) -> UInt {
    let isFile = base & 1 != 0 || isMapped == 0
    let base = base & ~3
    let headers = rtlImageNtHeader(base)
    // PE32+ headers have their directories at 136, PE32 headers at 120; the count stands before.
    guard headers != 0 else { return 0 }
    let first: UInt = Pointer<UInt16>(headers + 24).value == 0x20B ? 136 : 120
    guard UInt32(directory) < Pointer<UInt32>(headers + first - 4).value else { return 0 }
    let entry = headers + first + UInt(directory) * 8
    let rva = Pointer<UInt32>(entry).value
    guard rva != 0 else { return 0 }
    Pointer<UInt32>(size).value = Pointer<UInt32>(entry + 4).value
    guard isFile, rva >= Pointer<UInt32>(headers + 84).value else { return base + UInt(rva) }
    return rtlImageRvaToVa(headers, base, rva, 0)
}
