import Foundation
import SystemPackage
import TrapTable

/// Makes the table that tells a kernel without symbols in which lines its checks stand (TrapTable has the format).
///
/// A check of Swift's that fails runs into an instruction of its own, `ud2`, and the debugging information has the line of
/// each.
struct TrapTableWriter {
    private var checks: [String: [Check]] = [:]

    struct Check {
        let address: UInt64
        let line: UInt32
    }

    init() {}

    /// Reads an image with symbols.
    init(image: FilePath) async throws {
        let code = try await Command("llvm-objdump", ["-d", "--no-show-raw-insn", image.string]).outcome()
        let traps = Self.traps(in: code.output)
        guard code.status == 0, !traps.isEmpty else { throw ToolError("\(image) has no code that can be read") }
        let answer = try await Command(
            "llvm-symbolizer", ["--obj=\(image)", "--output-style=JSON", "--inlines"] + traps
        ).outcome()
        guard answer.status == 0 else { throw ToolError("\(image) has no lines that can be read") }
        try add(answer.output)
    }

    /// The addresses of all `ud2` in a disassembly, as the symbolizer takes them.
    static func traps(in disassembly: String) -> [String] {
        disassembly.split(separator: "\n").compactMap { line in
            let words = line.split(whereSeparator: \.isWhitespace)
            return words.count == 2 && words[1] == "ud2" ? "0x" + words[0].dropLast() : nil
        }
    }

    /// Adds what the symbolizer says of addresses: for each the lines, innermost first. The first is taken that is in a file
    /// of the sources; the compiler's own have none, or no number.
    mutating func add(_ answer: String) throws {
        for place in try JSONDecoder().decode([Place].self, from: Data(answer.utf8)) {
            guard let address = UInt64(place.address.dropFirst(2), radix: 16),
                let symbol = place.symbols.first(where: { $0.line > 0 && $0.file.contains("/Sources/") })
            else { continue }
            let name = String(symbol.file.split(separator: "/").last?.split(separator: ".").first ?? "")
            checks[name, default: []].append(Check(address: address, line: symbol.line))
        }
    }

    private struct Place: Decodable {
        let address: String
        let symbols: [Symbol]

        enum CodingKeys: String, CodingKey {
            case address = "Address"
            case symbols = "Symbol"
        }
    }

    private struct Symbol: Decodable {
        let file: String
        let line: UInt32

        enum CodingKeys: String, CodingKey {
            case file = "FileName"
            case line = "Line"
        }
    }

    /// The table: files by name, checks by address.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for (file, checks) in checks.sorted(by: { $0.key < $1.key }) {
            bytes += Array(file.utf8) + [0]
            for check in checks.sorted(by: { $0.address < $1.address }) {
                bytes += Self.bytes(of: TrapTable.word(address: check.address, line: check.line))
            }
            bytes += Self.bytes(of: 0)
        }
        return bytes + [0]
    }

    private static func bytes(of word: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
    }
}
