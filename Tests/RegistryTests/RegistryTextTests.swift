import NTABI
import Registry
import Testing

/// The edits of a file whose header is taken for granted.
private func edits(_ lines: String) throws -> [RegistryText.Edit] {
    try RegistryText.parse(Array("Windows Registry Editor Version 5.00\r\n\r\n\(lines)".utf8))
}

private func wide(_ text: String) -> UnicodeString { UnicodeString(Array(text.utf16)) }

private func applied(_ lines: String) throws -> KeyNode {
    let root = KeyNode(root: "REGISTRY")
    root.apply(try edits(lines))
    return root
}

@Suite struct RegistryTextTests {
    @Test func everyKindOfValueIsRead() throws {
        let root = try applied(
            #"""
            ; comment
            [HKEY_LOCAL_MACHINE\SYSTEM\Test] ; another
            "Text"="C:\\x \"y\""
            @="default"
            "Number"=dword:0000002A
            "Bytes"=hex:01,02,\
              03
            "Expand"=hex(2):41,00,00,00
            "Multi"=hex(7):41,00,00,00,42,00,00,00,00,00
            "Big"=hex(b):01,00,00,00,00,00,00,00
            "Empty"=hex:
            """#)
        let key = try #require(root.descendant("machine\\system\\TEST"))
        #expect(key.value("text")?.string == wide(#"C:\x "y""#))
        #expect(key.value("")?.string == wide("default"))
        #expect(key.value("Number")?.dword == 42)
        #expect(key.value("Bytes")?.data == [1, 2, 3])
        #expect(key.value("Expand")?.string == wide("A"))
        #expect(key.value("Multi")?.strings == [wide("A"), wide("B")])
        #expect(key.value("Big")?.type == .qword)
        #expect(key.value("Empty")?.data == [])
    }

    @Test func deletionsTakeKeysAndValuesAway() throws {
        let root = try applied(
            #"""
            [HKEY_LOCAL_MACHINE\A\B]
            "x"=dword:1
            "y"=dword:2
            "x"=-
            [HKEY_LOCAL_MACHINE\C\D]
            [-HKEY_LOCAL_MACHINE\C]
            """#)
        let key = try #require(root.descendant("Machine\\A\\B"))
        #expect(key.values.map(\.name) == [wide("y")])
        #expect(root.descendant("Machine\\C") == nil)
    }

    @Test func laterFilesAreMergedOverEarlierOnes() throws {
        let root = try applied("[HKEY_USERS\\A]\n\"x\"=dword:1\n\"y\"=dword:1")
        root.apply(try edits("[HKEY_USERS\\A]\n\"X\"=dword:2"))
        let key = try #require(root.descendant("User\\A"))
        #expect(key.value("x")?.dword == 2)
        #expect(key.value("y")?.dword == 1)
        #expect(key.values.count == 2)
    }

    @Test func utf16FilesAreReadToo() throws {
        var bytes: [UInt8] = [0xFF, 0xFE]
        let text = "Windows Registry Editor Version 5.00\r\n[HKEY_LOCAL_MACHINE\\ä]\r\n\"ö\"=\"€\"\r\n"
        for unit in text.utf16 { bytes += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
        let root = KeyNode(root: "REGISTRY")
        root.apply(try RegistryText.parse(bytes))
        #expect(root.descendant(wide("Machine\\Ä"))?.value(wide("Ö"))?.string == wide("€"))
    }

    @Test(arguments: [
        ("[HKEY_LOCAL_MACHINE\\A", 3, RegistryText.Problem.badKey),
        ("[HKEY_NOWHERE\\A]", 3, .unknownRoot),
        ("\"x\"=dword:1", 3, .valueBeforeKey),
        ("[HKEY_USERS]\n\"x\"=dword:123456789", 4, .badNumber),
        ("[HKEY_USERS]\n\"x\"=dword:", 4, .badNumber),
        ("[HKEY_USERS]\n\"x\"=hex:100", 4, .badNumber),
        ("[HKEY_USERS]\n\"x\"=word:1", 4, .badValue),
        ("[HKEY_USERS]\n\"x\"=\"abc", 4, .unterminatedString),
        ("[HKEY_USERS]\n\"x", 4, .unterminatedString),
        ("[HKEY_USERS]\n\"x\"=\"a\" b", 4, .trailingCharacters),
        ("nonsense", 3, .trailingCharacters),
        ("[HKEY_USERS]\n\"x\"=hex:01,\\\n\"y\"=1", 5, .trailingCharacters),
    ])
    func mistakesAreToldWithTheirLine(_ text: String, _ line: Int, _ problem: RegistryText.Problem) {
        #expect(throws: RegistryText.Failure(line: line, problem: problem)) { try edits(text) }
    }

    @Test func aFileWithoutHeaderIsRefused() {
        #expect(throws: RegistryText.Failure(line: 1, problem: .noHeader)) {
            try RegistryText.parse(Array("[HKEY_USERS]".utf8))
        }
        #expect(throws: RegistryText.Failure(line: 1, problem: .badText)) {
            try RegistryText.parse([0x57, 0xC0, 0x80])
        }
    }
}

@Suite struct KeyNodeTests {
    @Test func subkeysAreInAlphabeticalOrderWhateverTheirCase() {
        let root = KeyNode(root: "R")
        for name in ["beta", "Alpha", "GAMMA"] { _ = root.addSubkey(wide(name)) }
        #expect(root.subkeys.map(\.name) == [wide("Alpha"), wide("beta"), wide("GAMMA")])
        #expect(root.subkey("ALPHA") === root.subkeys[0])
    }

    @Test func aDeletedKeyIsOutOfTheTreeWithAllBelowIt() {
        let root = KeyNode(root: "R")
        let inner = root.makeDescendant("A\\B\\C")
        root.subkey("A")?.delete()
        #expect(inner.isDeleted)
        #expect(root.subkeys.isEmpty)
    }

    @Test func theDefaultValueHasAnEmptyName() {
        let root = KeyNode(root: "R")
        root.setValue("", type: .dword, data: [1, 0, 0, 0])
        #expect(root.value("")?.dword == 1)
    }

    @Test func thePathBeginsAtTheRoot() {
        let root = KeyNode(root: "REGISTRY")
        #expect(root.makeDescendant("MACHINE\\X").path == "\\REGISTRY\\MACHINE\\X")
    }
}

extension UnicodeString: ExpressibleByStringLiteral {
    public init(stringLiteral text: StaticString) { self.init(text) }
}
