import NTABI

/// Where a path led.
enum Resolution {
    /// To this object.
    case found(NTObject)
    /// To a directory that exists and has no such name: where something new may be put.
    case missing(in: ObjectDirectory, name: UnicodeString)
    /// To an object that reads the rest of the path itself. `remaining` begins with a backslash unless it is empty
    /// or `relative`: the path began at a handle for the object.
    case parse(NTObject, remaining: UnicodeString, relative: Bool)
}

extension Namespace {
    /// More symbolic links than this on one path are taken for a circle.
    private static let maximumLinks = 32

    /// Follows an absolute path, or one that begins at `start`.
    ///
    /// - Parameter openLink: a symbolic link that is the last component is the goal, not a detour.
    ///
    /// Errors: `.objectPathSyntaxBad` (an absolute path without a backslash, a relative one with it),
    /// `.objectNameInvalid` (an empty component), `.objectPathNotFound`, `.objectTypeMismatch` (a component
    /// that is no directory stands before the last).
    func resolve(
        _ path: UnicodeString, from start: NTObject?, caseSensitive: Bool, openLink: Bool
    ) throws(NTStatus) -> Resolution {
        if let start, start.parsesNames {
            return .parse(start, remaining: path, relative: true)
        }
        if let start {
            if path.isEmpty { return .found(start) }
            if path.units[0] == UnicodeString.backslash { throw .objectPathSyntaxBad }
            guard let directory = start as? ObjectDirectory else { throw .objectTypeMismatch }
            return try walk(path, at: 0, in: directory, caseSensitive, openLink)
        }
        guard path.units.first == UnicodeString.backslash else { throw .objectPathSyntaxBad }
        if path.count == 1 { return .found(root) }
        return try walk(path, at: 1, in: root, caseSensitive, openLink)
    }

    private func walk(
        _ wholePath: UnicodeString, at start: Int, in directory: ObjectDirectory,
        _ caseSensitive: Bool, _ openLink: Bool
    ) throws(NTStatus) -> Resolution {
        var path = wholePath
        var position = start
        var directory = directory
        var links = 0
        while true {
            let (name, next) = path.splitAtBackslash(from: position)
            if name.isEmpty { throw .objectNameInvalid }
            guard let object = directory.lookup(name, caseSensitive: caseSensitive) else {
                if next != nil { throw .objectPathNotFound }
                return .missing(in: directory, name: name)
            }
            if object.parsesNames {
                let rest = path.suffix(from: next.map { $0 - 1 } ?? path.count)
                return .parse(object, remaining: rest, relative: false)
            }
            if let link = object as? SymbolicLink, next != nil || !openLink {
                links += 1
                if links > Self.maximumLinks { throw .objectPathNotFound }
                path = link.target + path.suffix(from: next.map { $0 - 1 } ?? path.count)
                guard path.units.first == UnicodeString.backslash else { throw .objectPathNotFound }
                if path.count == 1 { return .found(root) }
                directory = root
                position = 1
                continue
            }
            guard let next else { return .found(object) }
            guard let inner = object as? ObjectDirectory else { throw .objectTypeMismatch }
            directory = inner
            position = next
        }
    }
}
