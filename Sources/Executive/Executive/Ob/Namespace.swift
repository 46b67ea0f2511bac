import NTABI

/// The tree of named objects, from the root directory on.
struct Namespace {
    let root = ObjectDirectory()

    /// Makes the directories and links every NT system starts with.
    init() {
        root.isPermanent = true
        let types = Self.makeDirectory("ObjectTypes", in: root)
        for type in ObjectType.allTypes {
            types.insert(TypeObject(type), named: UnicodeString(type.name))
        }
        _ = Self.makeDirectory("Device", in: root)
        _ = Self.makeDirectory("Driver", in: root)
        _ = Self.makeDirectory("FileSystem", in: root)
        _ = Self.makeDirectory("KernelObjects", in: root)
        _ = Self.makeDirectory("KnownDlls", in: root)
        let named = Self.makeDirectory("BaseNamedObjects", in: root)
        Self.makeLink("Global", to: "\\BaseNamedObjects", in: named)
        let devices = Self.makeDirectory("??", in: root)
        Self.makeLink("GLOBALROOT", to: "", in: devices)
        Self.makeLink("DosDevices", to: "\\??", in: root)
        Self.makeLink("GLOBAL??", to: "\\??", in: root)
        Self.makeLink("SystemRoot", to: "\\Device\\BootArchive", in: root)
    }

    /// A directory of the root that `init` made.
    func directory(_ name: StaticString) -> ObjectDirectory {
        guard
            let found = root.lookup(UnicodeString(name), caseSensitive: true) as? ObjectDirectory
        else { preconditionFailure("a standard directory is missing") }
        return found
    }

    private static func makeDirectory(
        _ name: StaticString, in parent: ObjectDirectory
    ) -> ObjectDirectory {
        let directory = ObjectDirectory()
        directory.isPermanent = true
        parent.insert(directory, named: UnicodeString(name))
        return directory
    }

    private static func makeLink(
        _ name: StaticString, to target: StaticString, in parent: ObjectDirectory
    ) {
        let link = SymbolicLink(to: UnicodeString(target))
        link.isPermanent = true
        parent.insert(link, named: UnicodeString(name))
    }
}
