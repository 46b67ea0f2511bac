import NTABI
import Registry

/// Paths of keys. A link on the way is followed to the key that it names; one at the end too, unless the link itself is wanted.
extension Executive {
    /// More links than this on one path are taken for a circle.
    private static let maximumLinks = 32

    /// The key a path leads to: its parent, which exists, and its name; an empty name means the parent itself.
    ///
    /// Errors: those of `resolve`; `.objectPathSyntaxBad`; `.objectNameInvalid` (too long); `.objectNameNotFound` (also for a
    /// link that leads nowhere); `.keyDeleted`.
    func locateKey(
        _ attributes: ObjectAttributes, _ process: Process, openLink: Bool
    ) throws(NTStatus) -> (parent: KeyNode, name: UnicodeString) {
        guard
            case .parse(let start as Key, let rest, let relative) =
                try resolve(attributes, from: process, caseMatters: false)
        else { throw .objectNameNotFound }
        if relative, rest.units.first == UnicodeString.backslash { throw .objectPathSyntaxBad }
        return try walk(rest, from: try start.living(), openLink, links: 0)
    }

    /// The same for an absolute path.
    func locateKey(
        _ path: UnicodeString, openLink: Bool, links: Int = 0
    ) throws(NTStatus) -> (parent: KeyNode, name: UnicodeString) {
        guard
            case .parse(let start as Key, let rest, _) = try namespace.resolve(
                path, from: nil, caseSensitive: false, openLink: false)
        else { throw .objectNameNotFound }
        return try walk(rest, from: try start.living(), openLink, links: links)
    }

    private func walk(
        _ path: UnicodeString, from start: KeyNode, _ openLink: Bool, links: Int
    ) throws(NTStatus) -> (parent: KeyNode, name: UnicodeString) {
        var node = start
        var name = UnicodeString()
        let components = path.units.split(separator: UnicodeString.backslash)
        for index in components.indices {
            if components[index].count > ConfigurationManager.maximumKeyName { throw .objectNameInvalid }
            if !name.isEmpty {
                guard let next = node.subkey(name) else { throw .objectNameNotFound }
                node = next
            }
            name = UnicodeString(components[index])
            let isLast = index == components.count - 1
            guard let link = node.subkey(name), link.isLink, !(isLast && openLink) else { continue }
            guard links < Self.maximumLinks, var target = link.linkTarget else { throw .objectNameNotFound }
            for rest in components[(index + 1)...] {
                target.units.append(UnicodeString.backslash)
                target.append(UnicodeString(rest))
            }
            return try locateKey(target, openLink: openLink, links: links + 1)
        }
        return (node, name)
    }
}
