/// Writes registry files: the text form that `System32\config\run.reg` has.
public struct RegistryScript: Sendable {
    private var lines = ["Windows Registry Editor Version 5.00"]

    public init() {}

    public mutating func key(_ path: String) {
        lines += ["", "[\(path)]"]
    }

    public mutating func value(_ name: String, _ text: String) {
        lines.append("\"\(Self.escaped(name))\"=\"\(Self.escaped(text))\"")
    }

    public mutating func value(_ name: String, _ number: UInt32) {
        let digits = String(number, radix: 16)
        let zeros = String(repeating: "0", count: 8 - digits.count)
        lines.append("\"\(Self.escaped(name))\"=dword:\(zeros)\(digits)")
    }

    public var text: String { lines.joined(separator: "\r\n") + "\r\n" }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }
}
