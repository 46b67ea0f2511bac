import CNT
import NTABI

/// What a name or an ordinal of an image stands for.
public enum PEExport: Equatable, Sendable {
    /// Code or data of this image, as RVA.
    case address(Int)
    /// Another image's export, as text: `other.Name` or `other.#12`.
    case forward(PEName)
}

/// The export directory, read once and used for many look-ups.
public struct PEExports: Sendable {
    let range: PERange
    let ordinalBase: UInt32
    let functionCount: UInt32
    let functions: Int
    let nameCount: Int
    let names: Int
    let nameOrdinals: Int
}

extension PEImage {
    /// The image's exports, or nil if it has none.
    public func exports() throws(NTStatus) -> PEExports? {
        guard let range = try directory(.exports) else { return nil }
        let directory = try load(IMAGE_EXPORT_DIRECTORY.self, at: range.start)
        return PEExports(
            range: range, ordinalBase: directory.Base, functionCount: directory.NumberOfFunctions,
            functions: Int(directory.AddressOfFunctions), nameCount: Int(directory.NumberOfNames),
            names: Int(directory.AddressOfNames),
            nameOrdinals: Int(directory.AddressOfNameOrdinals))
    }

    /// The export with this name. `hint` is where in the name table it probably stands.
    ///
    /// `order` compares the name it is given with the wanted one: negative, zero or positive as that
    /// stands before, at or after it.
    public func export(
        in exports: PEExports, hint: Int, order: (PEName) -> Int
    ) throws(NTStatus) -> PEExport? {
        if hint < exports.nameCount, order(try exportName(hint, in: exports)) == 0 {
            return try export(atName: hint, in: exports)
        }
        var low = 0
        var high = exports.nameCount
        while low < high {
            let middle = (low + high) / 2
            switch order(try exportName(middle, in: exports)) {
            case 0: return try export(atName: middle, in: exports)
            case ..<0: low = middle + 1
            default: high = middle
            }
        }
        return nil
    }

    /// The export with this ordinal.
    public func export(in exports: PEExports, ordinal: UInt32) throws(NTStatus) -> PEExport? {
        guard ordinal >= exports.ordinalBase else { return nil }
        return try export(in: exports, index: ordinal - exports.ordinalBase)
    }

    private func exportName(_ index: Int, in exports: PEExports) throws(NTStatus) -> PEName {
        try name(at: Int(try load(UInt32.self, at: exports.names + index * 4)))
    }

    private func export(atName name: Int, in exports: PEExports) throws(NTStatus) -> PEExport? {
        try export(
            in: exports, index: UInt32(try load(UInt16.self, at: exports.nameOrdinals + name * 2)))
    }

    private func export(in exports: PEExports, index: UInt32) throws(NTStatus) -> PEExport? {
        guard index < exports.functionCount else { return nil }
        let address = Int(try load(UInt32.self, at: exports.functions + Int(index) * 4))
        guard address != 0 else { return nil }
        // An address inside the export directory is no code but the text of a forward.
        if exports.range.contains(address) { return .forward(try name(at: address)) }
        guard address < header.sizeOfImage else { throw .invalidImageFormat }
        return .address(address)
    }
}
