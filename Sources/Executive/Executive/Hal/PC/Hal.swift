import NTABI
import SeL4
import SeL4ABI

/// The machine around the processor, as far as the executive drives it itself: log, display, tick, clock, power.
///
/// Each range of I/O ports is a capability of its own, issued as narrow as drivers need the rest: of the 8254, the
/// executive has 0x40 and 0x43, and a driver that needs 0x43 as well gets a copy (`capability(for:)`).
final class Hal {
    let memory: MemoryManager
    private let portControl = IOPortControl(CapabilityPointer(InitialSlot.ioPortControl))
    private var issued: [(ports: ClosedRange<UInt16>, port: IOPort)] = []

    private(set) var log: SerialPort?
    var mirror: SerialPort?
    var screen: Display?
    let timer: IntervalTimer
    var timerInterrupt: IRQHandler?
    let tables: ACPITables?
    let power: PowerRegisters?

    /// Takes its ports and reads the firmware's tables; starts nothing but the log.
    init(_ memory: MemoryManager, acpiRootPointer: [UInt8]) throws(NTStatus) {
        self.memory = memory
        let control = portControl
        func issue(_ ports: ClosedRange<UInt16>) throws(NTStatus) -> IOPort {
            let slot = try memory.allocateSlot()
            do { try control.issue(ports, into: slot, of: memory.root) } catch {
                memory.freeSlot(slot)
                throw .deviceBusy
            }
            return IOPort(slot)
        }
        timer = IntervalTimer(channel: try issue(0x40...0x40), mode: try issue(0x43...0x43))
        issued = [(0x40...0x40, timer.channel), (0x43...0x43, timer.mode)]
        tables = ACPITables(rootPointer: acpiRootPointer) { memory.readPhysical(UInt($0), count: $1) }
        power = tables.flatMap { PowerRegisters($0) }
        if let port = port(0x3F8...0x3FF) { log = SerialPort(port, base: 0x3F8) }
    }

    /// A capability to these ports, issued now if nobody has them. Nil if somebody else has one of them.
    ///
    /// What the executive uses itself is shared: the beep driver has to reach the 8254's mode register, too.
    func port(_ ports: ClosedRange<UInt16>) -> IOPort? {
        for entry in issued where entry.ports == ports { return entry.port }
        guard let slot = try? memory.allocateSlot() else { return nil }
        do { try portControl.issue(ports, into: slot, of: memory.root) } catch {
            memory.freeSlot(slot)
            return nil
        }
        let port = IOPort(slot)
        issued.append((ports, port))
        return port
    }
}

// Log and display.
extension Hal {
    /// Starts the display: on the framebuffer, where the boot loader made one, else on the VGA's text memory. Nothing
    /// happens on a machine that has neither.
    func startDisplay(_ framebuffer: Framebuffer?) {
        if let buffer = framebuffer,
            let pixels = unsafe try? memory.mapDevice(
                buffer.address, length: buffer.size, attributes: .writeCombining)
        {
            screen = Display(unsafe PixelScreen(pixels: pixels, buffer))
        } else if let cells = unsafe try? memory.mapDevice(0xB8000, length: 0x1000, attributes: .writeBack) {
            screen = Display(unsafe TextScreen(page: cells, ports: port(TextScreen.ports)))
        }
    }

    /// Has COM2 show what the display shows.
    func startMirror() {
        if let port = port(0x2F8...0x2FF) { mirror = SerialPort(port, base: 0x2F8) }
    }

    func display(_ text: UnicodeString) {
        screen?.write(text)
        mirror?.write(text)
    }
}
