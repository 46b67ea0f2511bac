import CNT
import NTABI

/// The tree of resources of a mapped image: type, name, language, each a number or a text; the leaves say where the data lies.
struct ResourceTree {
    private let root: UInt
    private let size: UInt32
    let base: UInt

    /// Error: `resourceDataNotFound` (the image has none).
    init(of handle: UInt) throws(NTStatus) {
        // The low bits say how the image was mapped.
        let image = handle & ~3
        var length: UInt32 = 0
        let directory: UInt16 = 2
        root = withPointer(to: &length) { rtlImageDirectoryEntryToData(image, 1, directory, $0.address) }
        base = image
        size = length
        guard root != 0, length >= 16 else { throw .resourceDataNotFound }
    }

    /// Where the entry of the first `depth` of the wanted names leads: a directory below, or a leaf.
    ///
    /// Errors: `resourceTypeNotFound`, `resourceNameNotFound`, `resourceLangNotFound`.
    func find(_ wanted: Pointer<UInt>, depth: Int) throws(NTStatus) -> (address: UInt, isDirectory: Bool) {
        var place = (address: root, isDirectory: true)
        for level in 0..<depth {
            guard place.isDirectory, let next = entry(of: place.address, wanted[level], takesAny: level == 2) else {
                throw level == 0 ? .resourceTypeNotFound : level == 1 ? .resourceNameNotFound : .resourceLangNotFound
            }
            place = next
        }
        return place
    }

    /// A language may be left open: 0 takes the first.
    private func entry(of directory: UInt, _ wanted: UInt, takesAny: Bool) -> (address: UInt, isDirectory: Bool)? {
        let named = Int(Pointer<UInt16>(directory + 12).value)
        let numbered = Int(Pointer<UInt16>(directory + 14).value)
        for index in 0..<named + numbered {
            let entry = Pointer<UInt32>(directory + 16 + UInt(index) * 8)
            guard takesAny && wanted == 0 || matches(entry[0], wanted) else { continue }
            let offset = entry[1] & 0x7FFF_FFFF
            guard offset < size else { return nil }
            return (root + UInt(offset), entry[1] >> 31 != 0)
        }
        return nil
    }

    /// A name is a number below 65536 or the address of a text; in the tree texts are counted.
    private func matches(_ name: UInt32, _ wanted: UInt) -> Bool {
        guard wanted >= 0x1_0000 else { return name >> 31 == 0 && UInt(name) == wanted }
        guard name >> 31 != 0, name & 0x7FFF_FFFF < size else { return false }
        let text = root + UInt(name & 0x7FFF_FFFF)
        let own = Text(.wide(text + 2), count: Int(Pointer<UInt16>(text).value))
        return own.isSameName(as: Text(zeroTerminated: wanted))
    }
}

/// LdrFindResource_U. The IMAGE_RESOURCE_DATA_ENTRY for a type, a name and a language.
///
/// Errors: `invalidParameter` (depth), those of `ResourceTree`.
@c(LdrFindResource_U)
public func ldrFindResourceU(_ handle: UInt, _ names: UInt, _ depth: UInt32, _ entry: UInt) -> UInt32 {
    status { () throws(NTStatus) in
        guard depth == 3 else { throw .invalidParameter }
        let found = try ResourceTree(of: handle).find(Pointer(names), depth: 3)
        guard !found.isDirectory else { throw .resourceDataNotFound }
        Pointer<UInt>(entry).value = found.address
    }
}

/// LdrFindResourceDirectory_U. The directory that the first names lead to.
///
/// Errors: as LdrFindResource_U.
@c(LdrFindResourceDirectory_U)
public func ldrFindResourceDirectoryU(_ handle: UInt, _ names: UInt, _ depth: UInt32, _ directory: UInt) -> UInt32 {
    status { () throws(NTStatus) in
        guard depth <= 3 else { throw .invalidParameter }
        let found = try ResourceTree(of: handle).find(Pointer(names), depth: Int(depth))
        guard found.isDirectory else { throw .resourceDataNotFound }
        Pointer<UInt>(directory).value = found.address
    }
}

/// LdrAccessResource. Where the data of an entry lies, and its size; either place may be null.
///
/// Error: `resourceDataNotFound`.
@c(LdrAccessResource)
public func ldrAccessResource(_ handle: UInt, _ entry: UInt, _ address: UInt, _ size: UInt) -> UInt32 {
    status { () throws(NTStatus) in
        let tree = try ResourceTree(of: handle)
        if address != 0 { Pointer<UInt>(address).value = tree.base + UInt(Pointer<UInt32>(entry).value) }
        if size != 0 { Pointer<UInt32>(size).value = Pointer<UInt32>(entry + 4).value }
    }
}

/// RtlFindMessage. The MESSAGE_RESOURCE_ENTRY of a number in a message table.
///
/// Errors: those of LdrFindResource_U; `messageNotFound`.
@c(RtlFindMessage)
public func rtlFindMessage(_ handle: UInt, _ type: UInt32, _ language: UInt32, _ id: UInt32, _ entry: UInt) -> UInt32 {
    var names: (UInt, UInt, UInt) = (UInt(type), 1, UInt(language))
    return withPointer(to: &names) { names in
        status { () throws(NTStatus) in
            let tree = try ResourceTree(of: handle)
            let leaf = try tree.find(Pointer(names.address), depth: 3)
            let table = tree.base + UInt(Pointer<UInt32>(leaf.address).value)
            // Blocks of numbers that follow each other: the lowest, the highest, where the first entry lies.
            for index in 0..<Int(Pointer<UInt32>(table).value) {
                let block = Pointer<UInt32>(table + 4 + UInt(index) * 12)
                guard id >= block[0], id <= block[1] else { continue }
                var place = table + UInt(block[2])
                for _ in block[0]..<id { place += UInt(Pointer<UInt16>(place).value) }
                Pointer<UInt>(entry).value = place
                return
            }
            throw .messageNotFound
        }
    }
}
