import CNT
import NTABI

extension PEImage {
    /// Calls `body` with the RVA of every 64-bit address in the image that depends on where it is mapped.
    ///
    /// The whole table is checked on the way: the caller who must not stop half-way calls it twice.
    /// Error: `invalidImageFormat` (a block outside the table, an unknown kind, a place outside the image).
    public func forEachRelocation(
        _ body: (Int) throws(NTStatus) -> Void
    ) throws(NTStatus) {
        guard let range = try directory(.relocations) else { return }
        var block = range.start
        while block <= range.end - 8 {
            let page = Int(try load(UInt32.self, at: block))
            let size = Int(try load(UInt32.self, at: block + 4))
            guard size >= 8, size % 2 == 0, size <= range.end - block
            else { throw .invalidImageFormat }
            for entry in stride(from: block + 8, to: block + size, by: 2) {
                let value = try load(UInt16.self, at: entry)
                switch UInt32(value >> 12) {
                case IMAGE_REL_BASED_ABSOLUTE: continue
                case IMAGE_REL_BASED_DIR64: break
                default: throw .invalidImageFormat
                }
                let place = page + Int(value & 0xFFF)
                guard place <= header.sizeOfImage - 8 else { throw .invalidImageFormat }
                try body(place)
            }
            block += size
        }
    }
}
