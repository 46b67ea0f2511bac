/// The controller's two ports, and time. Tests pass a model of a controller.
protocol ControllerPorts {
    /// Port 64 read.
    mutating func readStatus() -> UInt8
    /// Port 60 read.
    mutating func readData() -> UInt8
    /// Port 64 written.
    mutating func writeCommand(_ command: UInt8)
    /// Port 60 written.
    mutating func writeData(_ data: UInt8)
    /// Waits so many microseconds.
    mutating func stall(_ microseconds: UInt32)
}

enum ControllerError: Error, Equatable {
    /// Nothing answers at the ports.
    case absent
    /// The controller says that it is broken.
    case selfTestFailed
    /// The keyboard does not answer.
    case noKeyboard
}

/// The 8042 keyboard controller as every PC has it, in hardware or in imitation.
struct Controller<Ports: ControllerPorts> {
    var ports: Ports

    enum Status {
        static var outputFull: UInt8 { 0x01 }
        static var inputFull: UInt8 { 0x02 }
        /// The byte in the output buffer comes from the mouse.
        static var fromMouse: UInt8 { 0x20 }
    }

    private enum Command {
        static var readConfiguration: UInt8 { 0x20 }
        static var writeConfiguration: UInt8 { 0x60 }
        static var disableMouse: UInt8 { 0xA7 }
        static var selfTest: UInt8 { 0xAA }
        static var testKeyboardPort: UInt8 { 0xAB }
        static var disableKeyboard: UInt8 { 0xAD }
        static var enableKeyboard: UInt8 { 0xAE }
    }

    private enum Configuration {
        static var keyboardInterrupt: UInt8 { 0x01 }
        static var mouseInterrupt: UInt8 { 0x02 }
        static var keyboardDisabled: UInt8 { 0x10 }
        /// The controller turns the keyboard's set 2 into set 1.
        static var translation: UInt8 { 0x40 }
    }

    private static var selfTestPassed: UInt8 { 0x55 }
    private static var portTestPassed: UInt8 { 0x00 }
    private static var stallStep: UInt32 { 50 }
    private static var commandTimeout: UInt32 { 100_000 }
    private static var keyboardTimeout: UInt32 { 500_000 }
    /// More than a keyboard's own buffer holds.
    private static var mostKeysUnderway: Int { 32 }

    init(ports: Ports) { self.ports = ports }

    /// Tests the controller, sets it up for scan code set 1 with keyboard interrupts, and starts the keyboard. No interrupt
    /// comes before it is done.
    mutating func initialize() throws(ControllerError) {
        if ports.readStatus() == 0xFF { throw .absent }
        try command(Command.disableKeyboard)
        try command(Command.disableMouse)
        drain()
        try command(Command.selfTest)
        guard try reply(within: Self.keyboardTimeout, else: .selfTestFailed) == Self.selfTestPassed
        else { throw .selfTestFailed }
        // The self-test may have reset the configuration.
        try command(Command.readConfiguration)
        var configuration = try reply(within: Self.commandTimeout, else: .absent)
        configuration &= ~(Configuration.keyboardInterrupt | Configuration.mouseInterrupt)
        configuration |= Configuration.translation
        // Keys struck meanwhile wait in the keyboard, lest one passes for the answer to the test.
        try configure(configuration | Configuration.keyboardDisabled)
        try command(Command.testKeyboardPort)
        guard try reply(within: Self.commandTimeout, else: .noKeyboard) == Self.portTestPassed
        else { throw .noKeyboard }
        try command(Command.enableKeyboard)
        configuration &= ~Configuration.keyboardDisabled
        try keyboard(KeyboardCommand.setDefaults)
        try keyboard(KeyboardCommand.enable)
        drain()
        try configure(configuration | Configuration.keyboardInterrupt)
    }

    /// Sends a byte to the keyboard and takes its acknowledgement, polling.
    mutating func keyboard(_ byte: UInt8) throws(ControllerError) {
        var attempts = 3
        while attempts > 0 {
            attempts -= 1
            try send(byte)
            if try answer() == KeyboardCommand.acknowledged { return }
        }
        throw .noKeyboard
    }

    /// What the keyboard answers to a command. Keys struck before it took the command come first and are dropped.
    private mutating func answer() throws(ControllerError) -> UInt8 {
        for _ in 0..<Self.mostKeysUnderway {
            let byte = try reply(within: Self.keyboardTimeout, else: .noKeyboard)
            if byte == KeyboardCommand.acknowledged || byte == KeyboardCommand.resend { return byte }
        }
        throw .noKeyboard
    }

    /// Sends a byte to the keyboard; its answer comes by interrupt.
    mutating func send(_ byte: UInt8) throws(ControllerError) {
        try waitForInput()
        ports.writeData(byte)
    }

    /// What an interrupt brought: a byte of the keyboard, or nil.
    mutating func takeByte() -> UInt8? {
        let status = ports.readStatus()
        guard status & Status.outputFull != 0 else { return nil }
        let byte = ports.readData()
        return status & Status.fromMouse == 0 ? byte : nil
    }

    private mutating func configure(_ configuration: UInt8) throws(ControllerError) {
        try command(Command.writeConfiguration)
        try send(configuration)
    }

    private mutating func command(_ command: UInt8) throws(ControllerError) {
        try waitForInput()
        ports.writeCommand(command)
    }

    private mutating func waitForInput() throws(ControllerError) {
        var waited: UInt32 = 0
        while ports.readStatus() & Status.inputFull != 0 {
            guard waited < Self.commandTimeout else { throw .absent }
            ports.stall(Self.stallStep)
            waited += Self.stallStep
        }
    }

    private mutating func reply(
        within timeout: UInt32, else failure: ControllerError
    ) throws(ControllerError) -> UInt8 {
        var waited: UInt32 = 0
        while ports.readStatus() & Status.outputFull == 0 {
            guard waited < timeout else { throw failure }
            ports.stall(Self.stallStep)
            waited += Self.stallStep
        }
        return ports.readData()
    }

    /// Throws away what lies in the output buffer; a controller that never empties is left alone.
    private mutating func drain() {
        var bytes = 16
        while bytes > 0, ports.readStatus() & Status.outputFull != 0 {
            _ = ports.readData()
            bytes -= 1
        }
    }
}

/// Bytes to and from the keyboard itself.
enum KeyboardCommand {
    static let setIndicators: UInt8 = 0xED
    static let setTypematic: UInt8 = 0xF3
    static let enable: UInt8 = 0xF4
    static let setDefaults: UInt8 = 0xF6
    static let acknowledged: UInt8 = 0xFA
    static let resend: UInt8 = 0xFE
}
