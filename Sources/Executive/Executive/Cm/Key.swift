import NTABI
import Registry

/// An open key: what a handle names. The tree's node is shared by all that have the key open.
final class Key: NTObject {
    let node: KeyNode

    init(_ node: KeyNode) { self.node = node }

    override var type: ObjectType { .key }
    override var parsesNames: Bool { true }
    override var fullName: UnicodeString { node.path }

    /// The node, unless somebody has deleted it. Throws `.keyDeleted`.
    func living() throws(NTStatus) -> KeyNode {
        if node.isDeleted { throw .keyDeleted }
        return node
    }
}

/// The configuration manager: the tree behind \Registry. It lives in memory only.
struct ConfigurationManager {
    let root: KeyNode
    /// Bytes that names and data of the whole tree hold; bounded, since programs can make it grow.
    private(set) var usedBytes = 0

    private let quota: Int
    /// Limits of NT: characters of a key's name, characters of a value's name, bytes of a value's data.
    static let maximumKeyName = 255
    static let maximumValueName = 16_383
    static let maximumData = 1 << 20

    /// Makes the usual roots and enters the tree into the namespace. The tree may grow to `quota` bytes, within reason.
    init(in namespace: Namespace, quota: Int) {
        self.quota = min(max(quota, 1 << 19), 8 << 20)
        root = KeyNode(root: UnicodeString("REGISTRY"))
        for path: StaticString in [
            "MACHINE", "MACHINE\\HARDWARE", "MACHINE\\SOFTWARE", "MACHINE\\SYSTEM", "USER",
            "USER\\.Default",
        ] { _ = root.makeDescendant(UnicodeString(path)) }
        let key = Key(root)
        key.isPermanent = true
        namespace.root.insert(key, named: UnicodeString("REGISTRY"))
    }

    /// Counts `bytes` more. Throws `.registryQuotaLimit`.
    mutating func charge(_ bytes: Int) throws(NTStatus) {
        guard usedBytes + bytes <= quota else { throw .registryQuotaLimit }
        usedBytes += bytes
    }

    mutating func release(_ bytes: Int) { usedBytes -= bytes }

    /// `\Registry\Machine\System\CurrentControlSet\Services\NAME`, if there is such a service.
    func service(_ name: UnicodeString) -> KeyNode? {
        root.descendant(UnicodeString("MACHINE\\SYSTEM\\CurrentControlSet\\Services"))?
            .subkey(name)
    }
}

extension Executive {
    /// Merges a .reg file over the registry; nothing of a file with a mistake.
    func loadRegistry(_ text: [UInt8]) throws(RegistryText.Failure) {
        registry.root.apply(try RegistryText.parse(text))
    }
}

extension KeyNode {
    /// What the key itself is charged for.
    var charge: Int { 128 + name.byteCount + className.byteCount }
}

extension RegistryValue {
    static func charge(name: UnicodeString, dataCount: Int) -> Int { 64 + name.byteCount + dataCount }
    var charge: Int { Self.charge(name: name, dataCount: data.count) }
}
