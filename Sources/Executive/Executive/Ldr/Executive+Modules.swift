import BootArchive
import NTABI

extension Executive {
    /// The image that holds an address of a process: its file's name, and where it is mapped.
    func module(at address: UInt, in process: Process) -> (name: UnicodeString, base: UInt)? {
        guard let range = process.addressSpace.range(at: address), case .view(let segment, let first) = range.kind,
            let image = segment as? ImageSegment
        else { return nil }
        return (archive.fileName(of: image.data), range.base - first << UInt(pageShift))
    }
}

extension BootArchive {
    /// The last component of the path of the file that lies there; empty for none.
    fileprivate func fileName(of data: ArchiveData) -> UnicodeString {
        for index in 0..<count where address(of: self[index]) == data.address {
            let file = self[index]
            var units: [UInt16] = []
            for place in 0..<file.nameLength {
                let unit = character(place, of: file)
                if unit == UInt16(UInt8(ascii: "\\")) { units = [] } else { units.append(unit) }
            }
            return UnicodeString(units)
        }
        return UnicodeString()
    }
}
