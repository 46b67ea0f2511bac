import NTABI

/// The ports of the interval timer's third counter and of the speaker's gate. Tests pass a recorder.
protocol SpeakerPorts {
    mutating func read(_ port: UInt16) -> UInt8
    mutating func write(_ value: UInt8, to port: UInt16)
}

/// What BEEP_SET_PARAMETERS ask for, checked.
enum BeepRequest: Equatable {
    case silence
    /// A tone that lasts so many milliseconds; nil: until another request.
    case tone(divisor: UInt16, milliseconds: UInt32?)

    /// The interval timer's clock, in Hz.
    static let timerFrequency: UInt32 = 1_193_182
    static let frequencies: ClosedRange<UInt32> = 0x25...0x7FFF

    /// A frequency of 0 means silence; one the timer cannot make is refused.
    init(frequency: UInt32, duration: UInt32) throws(NTStatus) {
        guard frequency != 0 else {
            self = .silence
            return
        }
        guard Self.frequencies.contains(frequency) else { throw .invalidParameter }
        let forever = UInt32.max
        self = .tone(
            divisor: UInt16(Self.timerFrequency / frequency),
            milliseconds: duration == forever ? nil : duration)
    }
}

/// The PC speaker, driven by counter 2 of the interval timer.
struct Speaker<Ports: SpeakerPorts> {
    private(set) var ports: Ports

    private static var counter: UInt16 { 0x42 }
    private static var control: UInt16 { 0x43 }
    private static var gate: UInt16 { 0x61 }
    /// Counter 2, both bytes, square wave.
    private static var squareWave: UInt8 { 0xB6 }
    /// Counter 2 runs, and its output reaches the speaker.
    private static var gateBits: UInt8 { 0x03 }

    init(ports: Ports) { self.ports = ports }

    mutating func sound(divisor: UInt16) {
        ports.write(Self.squareWave, to: Self.control)
        ports.write(UInt8(truncatingIfNeeded: divisor), to: Self.counter)
        ports.write(UInt8(truncatingIfNeeded: divisor >> 8), to: Self.counter)
        ports.write(ports.read(Self.gate) | Self.gateBits, to: Self.gate)
    }

    mutating func silence() {
        ports.write(ports.read(Self.gate) & ~Self.gateBits, to: Self.gate)
    }
}
