// Unsafe in one way: a file's address is taken. The archive is part of the executive's image: it stays mapped and
// is never written.

import BootArchive
import NTABI
import PEImage

extension BootArchive {
    /// Where a file named in the source lies.
    func data(of path: StaticString) -> ArchiveData? {
        guard let file = file(path) else { return nil }
        return ArchiveData(address: address(of: file), size: UInt(file.size))
    }

    /// An image section of a file named in the source; nil if the archive has no such file.
    /// Errors: those of `PEImage.init`.
    func image(_ path: StaticString, _ memory: MemoryManager) throws(NTStatus) -> Section? {
        guard let data = data(of: path) else { return nil }
        return try Section.image(
            memory, of: data,
            filePath: UnicodeString("\\Device\\BootArchive\\") + UnicodeString(path))
    }

    /// Where a file's first byte lies in the executive.
    func address(of file: ArchiveFile) -> UInt { UInt(bitPattern: (unsafe contents(of: file)).baseAddress) }
}

extension PEImage {
    /// Negative, zero or positive as a name of the image stands before, at or after one written in the source.
    func order(of name: PEName, against text: StaticString) -> Int {
        text.withUTF8Buffer { other in
            for index in 0..<min(name.count, other.count) {
                let difference = unsafe Int(character(index, of: name)) - Int(other[index])
                if difference != 0 { return difference }
            }
            return name.count - other.count
        }
    }
}
