import NTABI

/// A key of the registry: its place in the tree, its subkeys in alphabetical order and its values in the order
/// in which they were first set.
///
/// Parent and child hold each other; deleting a key is what lets go.
public final class KeyNode {
    public let name: UnicodeString
    /// What the creator said that the key is; usually empty.
    public let className: UnicodeString
    /// The key stands for another, which its value `SymbolicLinkValue` names.
    public let isLink: Bool
    /// Nil for the root, and for a key that was deleted.
    public private(set) var parent: KeyNode?
    public private(set) var subkeys: [KeyNode] = []
    public private(set) var values: [RegistryValue] = []
    /// The key is out of the tree; what still holds it can only find that out.
    public private(set) var isDeleted = false
    /// 100 ns units since 1601, set by whoever changes the key.
    public var lastWriteTime: Int64 = 0

    /// The root of a tree.
    public convenience init(root name: UnicodeString) { self.init(name, UnicodeString(), false, nil) }

    private init(_ name: UnicodeString, _ className: UnicodeString, _ isLink: Bool, _ parent: KeyNode?) {
        self.name = name
        self.className = className
        self.isLink = isLink
        self.parent = parent
    }
}

extension KeyNode {
    /// The subkey of this name, whatever its case.
    public func subkey(_ name: UnicodeString) -> KeyNode? {
        let place = firstPlace(for: name)
        guard place < subkeys.count, subkeys[place].name.isSameName(as: name) else { return nil }
        return subkeys[place]
    }

    /// Adds a subkey whose name is not there yet.
    public func addSubkey(
        _ name: UnicodeString, className: UnicodeString = UnicodeString(), isLink: Bool = false
    ) -> KeyNode {
        precondition(!name.isEmpty && !isDeleted, "a key has a name and a living parent")
        let key = KeyNode(name, className, isLink, self)
        subkeys.insert(key, at: firstPlace(for: name))
        return key
    }

    /// Takes the key and everything below it out of the tree.
    public func delete() {
        if let parent {
            parent.subkeys.removeAll { $0 === self }
            self.parent = nil
        }
        isDeleted = true
        values = []
        while let child = subkeys.last { child.delete() }
    }

    /// The key at the end of a path with backslashes; empty components do not count.
    public func descendant(_ path: UnicodeString) -> KeyNode? {
        var key: KeyNode = self
        for component in path.units.split(separator: UnicodeString.backslash) {
            guard let next = key.subkey(UnicodeString(component)) else { return nil }
            key = next
        }
        return key
    }

    /// The same, with keys that are missing made on the way.
    public func makeDescendant(_ path: UnicodeString) -> KeyNode {
        var key: KeyNode = self
        for component in path.units.split(separator: UnicodeString.backslash) {
            let name = UnicodeString(component)
            key = key.subkey(name) ?? key.addSubkey(name)
        }
        return key
    }

    /// The path from the root on: `\REGISTRY\MACHINE\…`.
    public var path: UnicodeString {
        var names: [UnicodeString] = []
        var next: KeyNode? = self
        while let key = next {
            names.append(key.name)
            next = key.parent
        }
        var path = UnicodeString()
        for name in names.reversed() {
            path.units.append(UnicodeString.backslash)
            path.append(name)
        }
        return path
    }

    /// The path that a link leads to; nil for one that leads nowhere yet.
    public var linkTarget: UnicodeString? {
        guard isLink, let value = value(Self.linkValue), value.type == .link, value.data.count % 2 == 0 else {
            return nil
        }
        return UnicodeString(
            stride(from: 0, to: value.data.count, by: 2).map {
                UInt16(value.data[$0]) | UInt16(value.data[$0 + 1]) << 8
            })
    }

    /// The only value that a link has.
    public static var linkValue: UnicodeString { UnicodeString("SymbolicLinkValue") }

    private func firstPlace(for name: UnicodeString) -> Int {
        var low = 0
        var high = subkeys.count
        while low < high {
            let middle = (low + high) / 2
            if subkeys[middle].name.precedes(name) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension KeyNode {
    /// The value of this name, whatever its case.
    public func value(_ name: UnicodeString) -> RegistryValue? {
        values.first { $0.name.isSameName(as: name) }
    }

    /// The value of a name written in the source.
    public func value(named name: StaticString) -> RegistryValue? { value(UnicodeString(name)) }

    /// Sets a value, which keeps the place and the spelling of its name if it was there.
    public func setValue(_ name: UnicodeString, type: RegistryType, data: [UInt8]) {
        for index in values.indices where values[index].name.isSameName(as: name) {
            values[index].type = type
            values[index].data = data
            return
        }
        values.append(RegistryValue(name: name, type: type, data: data))
    }

    /// Returns whether there was such a value.
    public func deleteValue(_ name: UnicodeString) -> Bool {
        let before = values.count
        values.removeAll { $0.name.isSameName(as: name) }
        return values.count < before
    }
}
