import Foundation
import Testing

@testable import NeptuneTool

@Suite struct MachineTests {
    @Test func aScreenIsReadRowByRow() {
        var memory = [UInt8](repeating: 0, count: 4000)
        for (index, character) in "hello".utf8.enumerated() { memory[160 + index * 2] = character }
        memory[161] = 0x1F
        let screen = Screen(memory: memory)
        #expect(screen.lines.count == 25)
        #expect(screen.lines[0] == "")
        #expect(screen.lines[1] == "hello")
        #expect(screen.attributes[80] == 0x1F)
    }

    static let keys: [(Character, [String])] = [
        ("a", ["a"]), ("A", ["shift", "a"]), ("\n", ["ret"]), ("?", ["shift", "slash"]),
        ("\\", ["backslash"]), ("7", ["7"]),
    ]

    @Test(arguments: keys)
    func charactersAreTypedWithTheKeysOfAnAmericanKeyboard(character: Character, keys: [String])
        throws
    {
        #expect(try Keyboard.keys(for: character) == keys)
    }

    @Test func everyPrintableCharacterHasAKey() throws {
        for code in UInt8(0x20)...0x7E {
            _ = try Keyboard.keys(for: Character(UnicodeScalar(code)))
        }
        #expect(throws: ToolError.self) { _ = try Keyboard.keys(for: "é") }
    }

    @Test func tonesAreFoundBetweenSilences() {
        func tone(_ hertz: Double, _ seconds: Double) -> [Double] {
            (0..<Int(seconds * 44100)).map {
                sin(Double($0) * hertz * 2 * .pi / 44100) > 0 ? 0.5 : -0.5
            }
        }
        let silence = [Double](repeating: 0, count: 8820)
        let recording = Recording(
            samplesPerSecond: 44100, samples: silence + tone(800, 0.2) + silence + tone(440, 0.5))
        let tones = recording.tones
        #expect(tones.count == 2)
        #expect(abs(tones[0].hertz - 800) < 2)
        #expect(abs(tones[0].seconds - 0.2) < 0.01)
        #expect(abs(tones[1].hertz - 440) < 2)
        let joined = Recording(samplesPerSecond: 44100, samples: tone(440, 0.5) + tone(1000, 0.3)).tones
        #expect(joined.filter { $0.seconds > 0.1 }.count == 2)
    }

    /// The control itself, on a machine that has nothing to boot: the firmware says so on the screen.
    @Test(.timeLimit(.minutes(1))) func aMachineCanBeWatchedAndEnds() async throws {
        let folder = try Files.temporaryFolder()
        defer { Files.remove(folder) }
        let image = folder.appending("empty.img")
        try Files.write([UInt8](repeating: 0, count: 1_474_560), to: image)
        try await Machine.run(MachineOptions(.floppy(image))) { machine in
            try await machine.wait(for: "SeaBIOS", within: .seconds(30))
            #expect(try await machine.ending() == nil)
        }
    }

    @Test func aMachineThatQEMURefusesIsAnErrorThatSaysWhy() async throws {
        var options = MachineOptions(.floppy("/dev/null"))
        options.extra = ["-machine", "nonsense"]
        let refused = options
        await #expect(throws: ToolError.self) { try await Machine.run(refused) { _ in } }
    }
}
