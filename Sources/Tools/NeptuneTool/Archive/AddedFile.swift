import SystemPackage

/// A file of the host that a user adds to the boot archive.
///
/// Written `FILE` or `FILE=PATH`: it appears as `\SystemRoot\PATH`, or under its own name.
public struct AddedFile: Sendable, Equatable {
    public let source: FilePath
    /// Path inside, with backslashes.
    public let path: String

    public init(_ text: String) {
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        source = FilePath(parts[0])
        if parts.count == 2 {
            path = parts[1].replacing("/", with: "\\")
        } else {
            path = source.lastComponent?.string ?? text
        }
    }

    /// The file's content. That it is a sound PE image is the system's own business to judge.
    public func contents() throws -> ArchiveInput {
        guard Files.exists(source) else { throw ToolError("there is no file \(source)") }
        return ArchiveInput(path: path, contents: try Files.read(source))
    }
}
