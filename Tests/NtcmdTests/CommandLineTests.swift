import Testing

@testable import Ntcmd

@Suite("ntcmd's command lines")
struct CommandLineTests {
    func words(_ line: String) -> [String] {
        CommandLine(Array(line.utf16)).words.map { String(decoding: $0, as: UTF16.self) }
    }
    func tail(_ line: String) -> String {
        String(decoding: CommandLine(Array(line.utf16)).tail, as: UTF16.self)
    }

    @Test(
        "blanks separate words, quotes join them",
        arguments: [
            ("", []), ("   ", []), ("a b", ["a", "b"]), ("  a\t b  ", ["a", "b"]),
            ("run \"two words\" x", ["run", "two words", "x"]), ("a\"b c\"d", ["ab cd"]),
            ("x \"\"", ["x", ""]), ("x \"open", ["x", "open"]),
        ])
    func splitting(_ line: String, _ expected: [String]) { #expect(words(line) == expected) }

    @Test(
        "the tail is the line behind the first word, as typed",
        arguments: [
            ("echo", ""), ("echo  a   b ", "a   b"), ("echo \"a  b\" c", "\"a  b\" c"),
        ])
    func tails(_ line: String, _ expected: String) { #expect(tail(line) == expected) }

    @Test(
        "numbers are decimal or hexadecimal, and whole",
        arguments: [
            ("0", 0), ("123", 123), ("0x1F", 31), ("0X10", 16), ("18446744073709551615", UInt.max),
            ("18446744073709551616", nil), ("", nil), ("0x", nil), ("12a", nil), ("-1", nil),
        ] as [(String, UInt?)])
    func numbers(_ text: String, _ expected: UInt?) {
        #expect(number(Array(text.utf16)) == expected)
    }

    @Test(
        "Tab completes the only name, else as far as all agree, else lists",
        arguments: [
            ("re", .choices(["reboot", "reg"])), ("reb", .extend("oot ")), ("x", .none),
            ("d", .extend("ate")), ("", .none), ("reg q", .none), ("RE", .choices(["reboot", "reg"])),
        ] as [(String, Expected)])
    func completion(_ line: String, _ expected: Expected) {
        let names = ["date", "datetime", "reboot", "reg"].map { Array($0.utf16) }
        let units = Array(line.utf16)
        let completion = Completion(line: units, cursor: units.count, names: names)
        switch expected {
        case .none: #expect(completion == .none)
        case .extend(let text): #expect(completion == .extend(Array(text.utf16)))
        case .choices(let all): #expect(completion == .choices(all.map { Array($0.utf16) }))
        }
    }

    enum Expected { case none, extend(String), choices([String]) }
}
