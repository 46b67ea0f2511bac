import CNT
import NTABI

/// One image that another imports from.
public struct PEImportModule: Sendable {
    public let name: PEName
    /// RVA of the table of what is imported; never the address table of a bound image.
    let lookupTable: Int
    /// RVA of the table that takes the addresses.
    public let addressTable: Int
}

/// One imported symbol.
public enum PEImport: Sendable, Equatable {
    case ordinal(UInt16)
    case name(hint: Int, PEName)
}

extension PEImage {
    /// Import module `index`, or nil behind the last one.
    public func importModule(_ index: Int) throws(NTStatus) -> PEImportModule? {
        guard let range = try directory(.imports) else { return nil }
        let size = MemoryLayout<IMAGE_IMPORT_DESCRIPTOR>.size
        let descriptor = try load(IMAGE_IMPORT_DESCRIPTOR.self, at: range.start + index * size)
        guard descriptor.Name != 0, descriptor.FirstThunk != 0 else { return nil }
        let lookup =
            descriptor.OriginalFirstThunk != 0
            ? descriptor.OriginalFirstThunk : descriptor.FirstThunk
        guard lookup % 8 == 0, descriptor.FirstThunk % 8 == 0 else { throw .invalidImageFormat }
        let name = try name(at: Int(descriptor.Name))
        guard name.count > 0 else { throw .invalidImageFormat }
        return PEImportModule(
            name: name, lookupTable: Int(lookup), addressTable: Int(descriptor.FirstThunk))
    }

    /// Symbol `index` of an import module, or nil behind the last one.
    public func importSymbol(
        _ index: Int, of module: PEImportModule
    ) throws(NTStatus) -> PEImport? {
        let entry = try load(UInt64.self, at: module.lookupTable + index * 8)
        // The address table must have room for what will be written there.
        _ = try load(UInt64.self, at: module.addressTable + index * 8)
        guard entry != 0 else { return nil }
        if entry >> 63 != 0 { return .ordinal(UInt16(truncatingIfNeeded: entry)) }
        guard entry < UInt64(header.sizeOfImage) else { throw .invalidImageFormat }
        let hint = try load(UInt16.self, at: Int(entry))
        return .name(hint: Int(hint), try name(at: Int(entry) + 2))
    }
}
