import CNT
import NTABI
import PEImage

/// Finding, mapping and connecting images. Callers hold the loader's lock.
enum Loader {
    static let separator: UInt16 = 0x5C
    static let dot: UInt16 = 0x2E

    /// The loader's lock, which every DllMain runs under.
    static var lock: CriticalSection { CriticalSection(at: currentPEB.value.LoaderLock) }

    /// The module of that name with one reference more; it and all that it imports are mapped and connected,
    /// but not yet initialised. Nothing is added to a name that `isWhole`.
    ///
    /// Errors: `dllNotFound`; what is wrong with a file that was found.
    static func load(_ name: Text, references: UInt32 = 1, isWhole: Bool = false) throws(NTStatus) -> Module {
        var full = PathBuffer()
        if isWhole { full.append(name) } else { complete(&full, name) }
        let wanted = full
        if let module = full.withUnicodeString({ ModuleList.named(Text($0)) }) {
            addReference(module)
            return module
        }
        var path = PathBuffer()
        let section = try find(wanted, path: &path)
        defer { _ = NtClose(section) }
        let (base, size, mapped) = try ImageFile.map(section)
        do throws(NTStatus) {
            let image = try Module.image(at: base, size: Int(size))
            if mapped == .imageNotAtBase { try Relocator.relocate(image, at: base) }
            let module = try path.withUnicodeString { path throws(NTStatus) in
                try ModuleList.add(base: base, image: image, path: Text(path), references: references)
            }
            if mapped == .imageNotAtBase { module.set(LDRP_IMAGE_NOT_AT_BASE) }
            try connect(module, image, references: references)
            return module
        } catch {
            if ModuleList.at(base: base) == nil { ImageFile.unmap(base) }
            throw error
        }
    }

    /// Loads what the module imports and fills its address tables. A module for which that fails is gone.
    static func connect(
        _ module: Module, _ image: PEImage, references: UInt32
    ) throws(NTStatus) {
        do throws(NTStatus) {
            try Importer.bind(module, image, references: references)
            try ThreadLocalStorage.register(module, image)
        } catch {
            Unloader.discard(module)
            throw error
        }
    }

    static func addReference(_ module: Module) {
        guard module.entry.value.ReferenceCount != Module.pinned else { return }
        module.entry.value.ReferenceCount += 1
    }

    /// A section of the file that a name means, and the file's path: the name itself if it is one, else the
    /// first of application folder, \SystemRoot\System32 and its drivers folder that has such a file.
    private static func find(
        _ name: PathBuffer, path: inout PathBuffer
    ) throws(NTStatus) -> HANDLE {
        var name = name
        let isPath = name.withUnicodeString { Text($0).lastIndex(of: separator) != nil }
        for folder in 0..<(isPath ? 1 : 3) {
            path.removeAll()
            if !isPath { append(folder: folder, to: &path) }
            name.withUnicodeString { path.append(Text($0)) }
            guard path.isValid else { throw .nameTooLong }
            do throws(NTStatus) {
                return try path.withUnicodeString { path throws(NTStatus) in
                    try ImageFile.section(of: path)
                }
            } catch {
                guard error == .objectNameNotFound || error == .objectPathNotFound else { throw error }
            }
        }
        var line = Log.Line()
        line.add("ntdll: not found: ")
        name.withUnicodeString { line.add(wideAt: $0.Buffer, count: Int($0.Length / 2)) }
        line.send()
        throw .dllNotFound
    }

    private static func append(folder: Int, to path: inout PathBuffer) {
        switch folder {
        case 0:
            let parameters = Pointer<RTL_USER_PROCESS_PARAMETERS>(
                currentPEB.value.ProcessParameters)
            let program = Text(parameters.value.ImagePathName)
            path.append(program.part(0, (program.lastIndex(of: separator) ?? -1) + 1))
        case 1: path.append(Text("\\SystemRoot\\System32\\"))
        default: path.append(Text("\\SystemRoot\\System32\\drivers\\"))
        }
    }

    /// Appends a file name with the extension that it goes without; a dot at the end stands for having none.
    static func complete(_ path: inout PathBuffer, _ name: Text) {
        let place = name.lastIndex(of: dot) ?? -1
        if place >= 0, place == name.count - 1 { return path.append(name.part(0, place)) }
        path.append(name)
        if place <= name.lastIndex(of: separator) ?? -1 { path.append(Text(".dll")) }
    }
}
