/// An American keyboard: which of QEMU's keys make a character.
enum Keyboard {
    /// Keys to press together. Characters that no key makes are an error of the caller's.
    static func keys(for character: Character) throws -> [String] {
        if let key = plain[character] { return [key] }
        if let key = shifted[character] { return ["shift", key] }
        throw ToolError("no key types '\(character)'")
    }

    private static let plain = letters.merging(others) { $1 }
    private static let shifted = shiftedLetters.merging(shiftedOthers) { $1 }

    private static let letters = Dictionary(
        uniqueKeysWithValues: "abcdefghijklmnopqrstuvwxyz0123456789".map { ($0, String($0)) })

    private static let shiftedLetters = Dictionary(
        uniqueKeysWithValues: "ABCDEFGHIJKLMNOPQRSTUVWXYZ".map { ($0, $0.lowercased()) })

    private static let others: [Character: String] = [
        " ": "spc", "\n": "ret", "\t": "tab", "\u{8}": "backspace", "\u{1B}": "esc",
        "-": "minus", "=": "equal", "[": "bracket_left", "]": "bracket_right",
        "\\": "backslash", ";": "semicolon", "'": "apostrophe", "`": "grave_accent",
        ",": "comma", ".": "dot", "/": "slash",
    ]

    private static let shiftedOthers: [Character: String] = [
        "!": "1", "@": "2", "#": "3", "$": "4", "%": "5", "^": "6", "&": "7", "*": "8", "(": "9",
        ")": "0", "_": "minus", "+": "equal", "{": "bracket_left", "}": "bracket_right",
        "|": "backslash", ":": "semicolon", "\"": "apostrophe", "~": "grave_accent",
        "<": "comma", ">": "dot", "?": "slash",
    ]
}
