import Foundation
import SystemPackage

/// The few things the tool does with files, with errors a person can read.
public enum Files {
    public static func exists(_ path: FilePath) -> Bool {
        FileManager.default.fileExists(atPath: path.string)
    }

    public static func read(_ path: FilePath) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path.string) else {
            throw ToolError("cannot read \(path)")
        }
        return [UInt8](data)
    }

    public static func text(_ path: FilePath) throws -> String {
        String(decoding: try read(path), as: UTF8.self)
    }

    /// Writes a file whole: a reader sees the old content or the new, never half of it.
    public static func write(_ bytes: [UInt8], to path: FilePath) throws {
        try createFolder(path.removingLastComponent())
        do {
            try Data(bytes).write(to: URL(filePath: path.string), options: .atomic)
        } catch {
            throw ToolError("cannot write \(path): \(error.localizedDescription)")
        }
    }

    public static func write(_ text: String, to path: FilePath) throws {
        try write(Array(text.utf8), to: path)
    }

    public static func createFolder(_ path: FilePath) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path.string, withIntermediateDirectories: true)
        } catch {
            throw ToolError("cannot create the folder \(path): \(error.localizedDescription)")
        }
    }

    /// Makes a symbolic link.
    static func link(_ path: FilePath, to target: FilePath) throws {
        do {
            try FileManager.default.createSymbolicLink(atPath: path.string, withDestinationPath: target.string)
        } catch {
            throw ToolError("cannot write \(path): \(error.localizedDescription)")
        }
    }

    /// Removes a file or a folder with all in it; that it is not there is fine.
    public static func remove(_ path: FilePath) {
        try? FileManager.default.removeItem(atPath: path.string)
        CleanUp.remove(folder: path)
    }

    public static func size(_ path: FilePath) throws -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path.string)
        guard let size = attributes?[.size] as? Int else { throw ToolError("cannot read \(path)") }
        return size
    }

    /// Every regular file in a folder, however deep, in a stable order.
    public static func files(under folder: FilePath) -> [FilePath] {
        guard let names = FileManager.default.enumerator(atPath: folder.string) else { return [] }
        var found: [FilePath] = []
        while let name = names.nextObject() as? String {
            guard names.fileAttributes?[.type] as? FileAttributeType == .typeRegular else {
                continue
            }
            found.append(folder.pushing(FilePath(name)))
        }
        return found.sorted { $0.string < $1.string }
    }

    /// Whether QEMU takes a path as it is: what follows a blank is a module's arguments, what follows a comma another
    /// module or option.
    static func isPlain(_ path: FilePath) -> Bool { !path.string.contains { " ,".contains($0) } }

    /// A new folder for what lives as long as one run of the tool, which removes it at the latest when it ends. Its path
    /// is plain, and short enough for a socket in it.
    public static func temporaryFolder(
        in chosen: FilePath = FilePath(FileManager.default.temporaryDirectory.path)
    ) throws -> FilePath {
        let folder = (isPlain(chosen) && chosen.string.utf8.count <= 60 ? chosen : "/tmp")
            .appending(
                "neptune-\(ProcessInfo.processInfo.processIdentifier)-\(UInt32.random(in: 0...UInt32.max))"
            )
        CleanUp.add(folder: folder)
        try createFolder(folder)
        return folder
    }
}
