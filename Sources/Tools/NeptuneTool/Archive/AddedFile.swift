import SystemPackage

/// A file of the host that a user adds to the boot archive.
///
/// It appears as `\SystemRoot\NAME`, or where its user says.
public struct AddedFile: Sendable, Equatable {
    public let source: FilePath
    /// Path inside, with backslashes.
    public let path: String

    /// A file under its own name.
    public init(file: String) {
        source = FilePath(file)
        path = source.lastComponent?.string ?? file
    }

    private init(source: FilePath, path: String) {
        self.source = source
        self.path = path
    }

    /// What an option says: `FILE`, or `FILE=PATH` for `\SystemRoot\PATH`. A file whose own name has that sign is
    /// itself.
    public init(_ text: String) {
        if let sign = text.lastIndex(of: "="), !Files.exists(FilePath(text)) {
            self.init(
                source: FilePath(String(text[..<sign])),
                path: String(text[text.index(after: sign)...]).replacing("/", with: "\\"))
        } else {
            self.init(file: text)
        }
    }

    /// The file's content. That it is a sound PE image is the system's own business to judge.
    public func contents() throws -> ArchiveInput {
        guard Files.exists(source) else { throw ToolError("there is no file '\(source)'") }
        guard path.split(separator: "\\", omittingEmptySubsequences: false).allSatisfy(Self.isName) else {
            throw ToolError("'\(path)' is no path below \\SystemRoot, such as System32\\x.exe")
        }
        return ArchiveInput(path: path, contents: try Files.read(source))
    }

    /// Whether a program can name a file so: `.` and `..` have no meaning inside, and a colon belongs to drive letters.
    private static func isName(_ name: Substring) -> Bool {
        !["", ".", ".."].contains(name) && name.utf16.count <= 255
            && !name.unicodeScalars.contains { $0.value < 32 || "\"*:<>?|".unicodeScalars.contains($0) }
    }
}
