import BootArchive
import NTABI

/// What a path in the boot archive stands for.
enum ArchiveNode {
    case file(ArchiveFile)
    /// The path without backslashes at its ends; empty for the root. A directory is there if a file is below it.
    case directory(UnicodeString)
}

extension BootArchive {
    /// The file or directory of a path behind `\Device\BootArchive`.
    ///
    /// Errors: `.objectNameInvalid` (an empty component); `.objectNameNotFound`; `.objectPathNotFound` (its directory
    /// is not there); `.notADirectory` (a file with a backslash behind it).
    func node(_ name: UnicodeString) throws(NTStatus) -> ArchiveNode {
        var path = name
        if path.units.first == UnicodeString.backslash { path.units.removeFirst() }
        let namesDirectory = path.units.last == UnicodeString.backslash
        if namesDirectory { path.units.removeLast() }
        if path.isEmpty {
            if namesDirectory { throw .objectNameInvalid }
            return .directory(path)
        }
        try checkComponents(path)
        if let file = file(pathLength: path.count, character: { path.units[$0] }) {
            if namesDirectory { throw .notADirectory }
            return .file(file)
        }
        if hasDirectory(path) { return .directory(path) }
        let parent = parent(of: path)
        if parent.isEmpty || hasDirectory(parent) { throw .objectNameNotFound }
        throw .objectPathNotFound
    }

    private func checkComponents(_ path: UnicodeString) throws(NTStatus) {
        var last = UnicodeString.backslash
        for unit in path.units {
            if unit == UnicodeString.backslash, last == UnicodeString.backslash {
                throw .objectNameInvalid
            }
            last = unit
        }
    }

    private func parent(of path: UnicodeString) -> UnicodeString {
        guard let slash = path.units.lastIndex(of: UnicodeString.backslash) else {
            return UnicodeString()
        }
        return UnicodeString(path.units[..<slash])
    }

    private func hasDirectory(_ path: UnicodeString) -> Bool {
        for index in 0..<count where isBelow(path, self[index]) { return true }
        return false
    }

    /// Whether a file lies in the directory `path`, at whatever depth.
    func isBelow(_ path: UnicodeString, _ file: ArchiveFile) -> Bool {
        if path.isEmpty { return true }
        guard file.nameLength > path.count + 1,
            character(path.count, of: file) == UnicodeString.backslash
        else { return false }
        for index in 0..<path.count
        where UnicodeString.upcased(character(index, of: file))
            != UnicodeString.upcased(path.units[index])
        { return false }
        return true
    }

    /// What lies directly in a directory, in alphabetical order.
    func children(of path: UnicodeString) -> [ArchiveEntry] {
        var entries: [ArchiveEntry] = []
        let start = path.isEmpty ? 0 : path.count + 1
        for index in 0..<count {
            let file = self[index]
            guard isBelow(path, file) else { continue }
            var name = UnicodeString()
            var place = start
            while place < file.nameLength {
                let unit = character(place, of: file)
                if unit == UnicodeString.backslash { break }
                name.units.append(unit)
                place += 1
            }
            let isFile = place == file.nameLength
            // The files of a subdirectory follow each other.
            if !isFile, let last = entries.last, last.isDirectory, last.name.isSameName(as: name) {
                continue
            }
            entries.append(ArchiveEntry(name: name, file: isFile ? file : nil))
        }
        return entries
    }
}

/// One name in a directory of the archive.
struct ArchiveEntry {
    let name: UnicodeString
    /// Nil for a directory.
    let file: ArchiveFile?

    var isDirectory: Bool { file == nil }
    var size: Int64 { Int64(file?.size ?? 0) }
}
