import NTABI
import Testing

@testable import BeepDriver

private struct PortRecorder: SpeakerPorts {
    var gate: UInt8 = 0x20
    var writes: [String] = []

    mutating func read(_ port: UInt16) -> UInt8 { port == 0x61 ? gate : 0xFF }
    mutating func write(_ value: UInt8, to port: UInt16) {
        if port == 0x61 { gate = value }
        writes.append("\(String(port, radix: 16))<-\(String(value, radix: 16))")
    }
}

@Suite("beep.sys")
struct BeepTests {
    @Test("a tone programs counter 2, low byte first, then opens the gate and keeps its other bits")
    func tone() {
        var speaker = Speaker(ports: PortRecorder())
        speaker.sound(divisor: 0x04A9)
        #expect(speaker.ports.writes == ["43<-b6", "42<-a9", "42<-4", "61<-23"])
    }

    @Test("silence closes the gate and nothing else")
    func silence() {
        var speaker = Speaker(ports: PortRecorder(gate: 0xFF))
        speaker.silence()
        #expect(speaker.ports.writes == ["61<-fc"])
    }

    @Test(
        "frequencies the timer can make are accepted, 0 is silence, others are refused",
        arguments: [
            (0, .success(.silence)),
            (0x24, .failure(.invalidParameter)),
            (0x25, .success(.tone(divisor: 32248, milliseconds: 100))),
            (1000, .success(.tone(divisor: 1193, milliseconds: 100))),
            (0x7FFF, .success(.tone(divisor: 36, milliseconds: 100))),
            (0x8000, .failure(.invalidParameter)),
        ] as [(UInt32, Result<BeepRequest, NTStatus>)])
    func frequencies(frequency: UInt32, expected: Result<BeepRequest, NTStatus>) {
        let result = Result { () throws(NTStatus) in
            try BeepRequest(frequency: frequency, duration: 100)
        }
        #expect(result == expected)
    }

    @Test("a duration of -1 lasts until the next request")
    func forever() throws {
        #expect(
            try BeepRequest(frequency: 440, duration: .max)
                == .tone(divisor: 2711, milliseconds: nil))
    }
}
