import CMicrokernelX86
import Microkernel
import SeL4ABI
import TrapTable

/// The first serial port, polled: all that can be trusted when something went wrong.
public enum SerialPort {
    private static let base: UInt16 = 0x3F8

    /// 115200 baud, 8 data bits, no parity, one stop bit.
    static func configure() {
        cpu_out8(base + 1, 0)
        cpu_out8(base + 3, 0x80)
        cpu_out8(base, 1)
        cpu_out8(base + 1, 0)
        cpu_out8(base + 3, 3)
        cpu_out8(base + 2, 7)
    }

    public static func put(_ character: UInt8) {
        if character == 0x0A { send(0x0D) }
        send(character)
    }

    /// A line about something that boot does without.
    static func note(_ text: StaticString) {
        configure()
        put("Neptune: ")
        put(text)
        put(0x0A)
    }

    private static func put(_ text: StaticString) {
        for index in 0..<text.utf8CodeUnitCount { put(unsafe text.utf8Start[index]) }
    }

    private static func send(_ character: UInt8) {
        var patience = 100_000
        while cpu_in8(base + 5) & 0x20 == 0, patience > 0 { patience -= 1 }
        cpu_out8(base, character)
    }
}

/// The last words of a kernel that cannot go on: one line, on the serial port and at the top of the
/// text screen.
public struct FatalReport: ~Copyable {
    private static let screen = PhysicalAddress(0xB8000)
    private static let screenWords: Word = 80 * 2
    private static let whiteOnRed: UInt16 = 0x4F00
    private var column: Word = 0

    public init() {
        SerialPort.configure()
        put("Neptune: ")
    }

    public mutating func put(_ text: StaticString) {
        for index in 0..<text.utf8CodeUnitCount {
            put(unsafe text.utf8Start[index])
        }
    }

    public mutating func put(hexadecimal value: Word) {
        put("0x")
        for nibble in 0..<Word(16) {
            let digit = UInt8(truncatingIfNeeded: value >> (60 - 4 * nibble) & 0xF)
            put(digit < 10 ? 0x30 + digit : 0x57 + digit)
        }
    }

    /// The line of the check whose trap is at an address, if it is one. The table lies in the image, where nothing is
    /// ever written.
    public mutating func putSource(of address: Word) {
        let start = address_of_trap_table()
        let bytes = unsafe UnsafeBufferPointer<UInt8>(
            start: UnsafePointer(bitPattern: UInt(start)), count: Int(address_of_trap_table_end() - start))
        let table = unsafe TrapTable(Span(_unsafeElements: bytes))
        guard let line = table.line(of: UInt64(address)) else { return }
        put(" in ")
        for index in line.name { put(table.bytes[index]) }
        put(".swift:")
        put(decimal: line.number)
    }

    private mutating func put(decimal value: UInt32) {
        if value >= 10 { put(decimal: value / 10) }
        put(UInt8(0x30 + value % 10))
    }

    /// An exception of the machine's own (NMI, machine check) came while user code ran.
    public static func machineCheck(vector: Word, error: Word) -> Never {
        var report = FatalReport()
        report.put("machine exception ")
        report.put(hexadecimal: vector)
        report.put(" error ")
        report.put(hexadecimal: error)
        report.halt()
    }

    /// Goes on in another line, on the serial port alone.
    public mutating func beginLine() {
        SerialPort.put(0x0A)
        column = Self.screenWords
    }

    /// Ends the line, and everything else.
    public consuming func halt() -> Never {
        SerialPort.put(0x0A)
        cpu_halt_forever()
    }

    private mutating func put(_ character: UInt8) {
        SerialPort.put(character)
        guard column < Self.screenWords else { return }
        Self.screen.store(Self.whiteOnRed | UInt16(character), offset: 2 * column)
        column += 1
    }
}
