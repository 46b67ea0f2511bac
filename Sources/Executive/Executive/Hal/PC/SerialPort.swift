import NTABI
import SeL4

/// A 16550 UART, written to by polling.
///
/// A port that is not there reads as ones, which looks like a transmitter that is always ready: nothing hangs.
final class SerialPort {
    private let port: IOPort
    private let base: UInt16
    /// How many bytes the transmit FIFO still takes without asking.
    private var room = 0
    private static let fifoSize = 16

    /// 115,200 baud, 8 bits, no parity, FIFO on, no interrupts.
    init(_ port: IOPort, base: UInt16) {
        self.port = port
        self.base = base
        for (register, value) in [(1, 0x00), (3, 0x80), (0, 0x01), (1, 0x00), (3, 0x03), (2, 0x07), (4, 0x03)] {
            out(UInt16(register), UInt8(value))
        }
    }

    func write(_ byte: UInt8) {
        if room == 0 {
            // A dead transmitter must not stop the executive.
            var attempts = 0
            while in8(5) & 0x20 == 0, attempts < 100_000 { attempts += 1 }
            room = Self.fifoSize
        }
        room -= 1
        out(0, byte)
    }

    /// UTF-16 as UTF-8; a line feed alone gets its carriage return, half of a surrogate pair is the character for what is none.
    func write(_ text: UnicodeString) {
        var previous: UInt16 = 0
        var index = 0
        while index < text.units.count {
            let unit = text.units[index]
            index += 1
            if unit == 0x0A, previous != 0x0D { write(UInt8(0x0D)) }
            previous = unit
            if unit & 0xFC00 == 0xD800, index < text.units.count, text.units[index] & 0xFC00 == 0xDC00 {
                write(scalar: 0x10000 + (UInt32(unit & 0x3FF) << 10 | UInt32(text.units[index] & 0x3FF)))
                index += 1
            } else {
                write(scalar: unit & 0xF800 == 0xD800 ? 0xFFFD : UInt32(unit))
            }
        }
    }

    private func write(scalar: UInt32) {
        switch scalar {
        case ..<0x80: write(UInt8(scalar))
        case ..<0x800:
            write(UInt8(0xC0 | scalar >> 6))
            write(UInt8(0x80 | scalar & 0x3F))
        case ..<0x10000:
            write(UInt8(0xE0 | scalar >> 12))
            write(UInt8(0x80 | scalar >> 6 & 0x3F))
            write(UInt8(0x80 | scalar & 0x3F))
        default:
            write(UInt8(0xF0 | scalar >> 18))
            write(UInt8(0x80 | scalar >> 12 & 0x3F))
            write(UInt8(0x80 | scalar >> 6 & 0x3F))
            write(UInt8(0x80 | scalar & 0x3F))
        }
    }

    private func out(_ register: UInt16, _ value: UInt8) { try? port.out8(base + register, value) }
    private func in8(_ register: UInt16) -> UInt8 { (try? port.in8(base + register)) ?? 0xFF }
}
