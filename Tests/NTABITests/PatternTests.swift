import NTABI
import Testing

@Suite struct PatternTests {
    private static func units(_ text: String) -> (count: Int, unit: (Int) -> UInt16) {
        let units = Array(text.utf16)
        return (units.count, { units[$0] })
    }

    @Test(arguments: [
        ("*", "", true), ("?", "", false), ("A*B?", "aXXbC", true), ("A*B?", "ab", false), ("*.TXT", "a.b.txt", true),
        ("*A*A*", "banana", true), ("<\"T>", "x.ty", true), ("ABC", "abcd", false),
    ])
    func aPatternMatchesTheWholeName(pattern: String, name: String, matches: Bool) {
        #expect(UnicodeString.matches(Self.units(pattern), Self.units(name), ignoringCase: true) == matches)
    }

    @Test func caseCountsWhereItMatters() {
        #expect(!UnicodeString.matches(Self.units("A*"), Self.units("ab"), ignoringCase: false))
        #expect(UnicodeString.matches(Self.units("a*"), Self.units("ab"), ignoringCase: false))
    }
}
