import Testing

@testable import Ntcmd

@Suite("ntcmd's registry data")
struct RegistryDataTests {
    @Test("text is UTF-16 with its zero")
    func string() throws {
        let data = try RegistryData(type: RegistryType.string, typed: Array("Hi".utf16))
        #expect(data.bytes == [0x48, 0, 0x69, 0, 0, 0])
    }

    @Test("numbers are little-endian, and refused when they do not fit")
    func numbers() throws {
        let data = try RegistryData(type: RegistryType.dword, typed: Array("0x01020304".utf16))
        #expect(data.bytes == [4, 3, 2, 1])
        #expect(throws: CommandError.self) {
            try RegistryData(type: RegistryType.dword, typed: Array("4294967296".utf16))
        }
        #expect(throws: CommandError.self) {
            try RegistryData(type: RegistryType.qword, typed: Array("ten".utf16))
        }
    }

    @Test(
        "data reads as what it is",
        arguments: [
            (1, [0x48, 0, 0x69, 0, 0, 0], "Hi"), (4, [255, 0, 0, 0], "0xff (255)"),
            (4, [1, 2], "01 02"), (3, [0, 171], "00 ab"), (7, [65, 0, 0, 0, 66, 0, 0, 0, 0, 0], "A\\0B"),
        ] as [(UInt32, [UInt8], String)])
    func describing(_ type: UInt32, _ bytes: [UInt8], _ expected: String) {
        #expect(RegistryData.describe(type: type, bytes: bytes) == expected)
    }
}
