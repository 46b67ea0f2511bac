import NTABI

/// The text form of a registry: what .reg files hold.
///
/// Understood: the header of version 5, `[key]` and `[-key]`, `"name"=` and `@=` with a string, `dword:`, `hex:`,
/// `hex(n):` over several lines, and `-` to delete a value, and comments from a semicolon on. The text is UTF-8, or
/// UTF-16 with a byte order mark.
public enum RegistryText {
    /// One change a file asks for.
    public enum Edit: Equatable, Sendable {
        /// What follows is about this key, made if it is missing. The path begins with a name such as `HKEY_LOCAL_MACHINE`.
        case key(UnicodeString)
        case deleteKey(UnicodeString)
        case set(RegistryValue)
        case deleteValue(UnicodeString)
    }

    /// What is wrong with a file: the line, counted from one, and the reason.
    public struct Failure: Error, Equatable, Sendable {
        public let line: Int
        public let problem: Problem

        public init(line: Int, problem: Problem) {
            self.line = line
            self.problem = problem
        }
    }

    /// What can be wrong with a line.
    public enum Problem: Error, Equatable, Sendable {
        case badText, noHeader, badKey, unknownRoot, valueBeforeKey, badValue, badNumber, unterminatedString
        case trailingCharacters

        public var description: StaticString {
            switch self {
            case .badText: "the text is neither UTF-8 nor UTF-16"
            case .noHeader: "the first line is not 'Windows Registry Editor Version 5.00'"
            case .badKey: "a key is not closed by ']' or has an empty name"
            case .unknownRoot: "no such root key"
            case .valueBeforeKey: "a value before the first key"
            case .badValue: "neither a string nor dword:, hex: or '-'"
            case .badNumber: "a hexadecimal number is wrong or too long"
            case .unterminatedString: "a string is not closed"
            case .trailingCharacters: "more characters than the value needs"
            }
        }
    }

    /// Reads a whole file; nothing is applied.
    public static func parse(_ bytes: [UInt8]) throws(Failure) -> [Edit] {
        guard let units = TextDecoder.units(of: bytes) else {
            throw Failure(line: 1, problem: .badText)
        }
        var parser = RegistryTextParser(units)
        do throws(Problem) {
            try parser.parse()
        } catch {
            throw Failure(line: parser.line, problem: error)
        }
        return parser.edits
    }
}

extension KeyNode {
    /// Applies what `RegistryText.parse` read to the tree whose root this is: `\Registry`.
    ///
    /// Deleting what is not there changes nothing, as with any tool that reads such files.
    public func apply(_ edits: [RegistryText.Edit]) {
        var key: KeyNode?
        for edit in edits {
            switch edit {
            case .key(let path): key = makeDescendant(path)
            case .deleteKey(let path):
                descendant(path)?.delete()
                key = nil
            case .set(let value): key?.setValue(value.name, type: value.type, data: value.data)
            case .deleteValue(let name): _ = key?.deleteValue(name)
            }
        }
    }
}
