import NeptuneTool
import Testing

@Suite(.serialized) struct SpeakerTests {
    /// The shell beeps, QEMU records it, and the tone in the recording is the one asked for.
    @Test func aBeepHasTheFrequencyAndLengthAskedFor() async throws {
        let folder = try Files.temporaryFolder()
        defer { Files.remove(folder) }
        let sound = folder.appending("beep.wav")
        try await SystemUnderTest.atPrompt {
            $0.sound = sound
        } _: { machine in
            try await machine.command("beep 440 500")
            try await machine.command("beep 1000 300")
        }
        let tones = try Recording(sound).tones.filter { $0.seconds > 0.1 }
        #expect(tones.count == 2, "\(tones)")
        guard tones.count == 2 else { return }
        #expect(abs(tones[0].hertz - 440) < 10, "\(tones[0])")
        #expect(abs(tones[0].seconds - 0.5) < 0.15, "\(tones[0])")
        #expect(abs(tones[1].hertz - 1000) < 20, "\(tones[1])")
        #expect(abs(tones[1].seconds - 0.3) < 0.15, "\(tones[1])")
    }
}
