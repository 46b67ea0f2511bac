// Unsafe in one expression: a buffer is read at an index that `file(pathLength:)` keeps below its length.

extension BootArchive {
    /// Finds a file by its path; case does not matter, as everywhere in NT's name space.
    ///
    /// `character` gives the characters of the path asked for: callers keep paths in forms of their own.
    /// Only ASCII letters are folded; the archive's own files have no others.
    public func file(
        pathLength: Int, character: (Int) -> UInt16
    ) -> ArchiveFile? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            let file = self[middle]
            switch order(of: file, against: pathLength, character) {
            case 0: return file
            case ..<0: low = middle + 1
            default: high = middle
            }
        }
        return nil
    }

    /// Finds a file by a path written in the source, in ASCII.
    public func file(_ path: StaticString) -> ArchiveFile? {
        precondition(path.hasPointerRepresentation, "paths are longer than one character")
        return path.withUTF8Buffer { bytes in
            file(pathLength: bytes.count) { unsafe UInt16(bytes[$0]) }
        }
    }

    /// Negative, zero or positive as the file's path stands before, at or after the other one.
    private func order(
        of file: ArchiveFile, against length: Int, _ character: (Int) -> UInt16
    ) -> Int {
        for index in 0..<min(file.nameLength, length) {
            let mine = ArchiveFormat.upperCase(self.character(index, of: file))
            let other = ArchiveFormat.upperCase(character(index))
            if mine != other { return Int(mine) - Int(other) }
        }
        return file.nameLength - length
    }
}

extension ArchiveFormat {
    /// The character as it counts for the order of names: ASCII letters in upper case.
    public static func upperCase(_ character: UInt16) -> UInt16 {
        switch character {
        case 0x61...0x7A: character - 0x20
        default: character
        }
    }
}
