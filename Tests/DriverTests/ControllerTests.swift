import Testing

@testable import I8042prt

/// An 8042 with a keyboard, as the driver meets it.
private struct ControllerModel: ControllerPorts {
    enum Fault { case absent, brokenController, silentKeyboard, resendsOnce, typedOn }

    var fault: Fault?
    var output: [UInt8] = []
    var configuration: UInt8 = 0x61
    var keyboardBytes: [UInt8] = []
    private var expectsConfiguration = false
    private var resent = false

    init(_ fault: Fault? = nil) { self.fault = fault }

    mutating func readStatus() -> UInt8 {
        fault == .absent ? 0xFF : (output.isEmpty ? 0 : 1)
    }

    mutating func readData() -> UInt8 { output.isEmpty ? 0 : output.removeFirst() }

    mutating func writeCommand(_ command: UInt8) {
        switch command {
        case 0x20: output.append(configuration)
        case 0x60: expectsConfiguration = true
        case 0xAA: output.append(fault == .brokenController ? 0xFC : 0x55)
        case 0xAB: output.append(0)
        default: break
        }
    }

    mutating func writeData(_ data: UInt8) {
        if expectsConfiguration {
            expectsConfiguration = false
            configuration = data
            if fault == .typedOn && data & 0x10 == 0 { output.append(0x1C) }
            return
        }
        keyboardBytes.append(data)
        switch fault {
        case .silentKeyboard: break
        case .resendsOnce where !resent:
            resent = true
            output.append(0xFE)
        case .typedOn: output += [0x1C, 0x9C, 0xFA]
        default: output.append(0xFA)
        }
    }

    mutating func stall(_ microseconds: UInt32) {}
}

@Suite("i8042prt.sys: controller")
struct ControllerTests {
    @Test(
        "set up, the controller translates and interrupts for the keyboard only, and the keyboard runs"
    )
    func initialize() throws {
        var controller = Controller(ports: ControllerModel())
        try controller.initialize()
        #expect(controller.ports.configuration & 0x53 == 0x41)
        #expect(controller.ports.keyboardBytes == [0xF6, 0xF4])
    }

    @Test("what was typed before is thrown away")
    func staleInput() throws {
        var model = ControllerModel()
        model.output = [0x1C, 0x9C, 0x1C]
        var controller = Controller(ports: model)
        try controller.initialize()
        #expect(controller.takeByte() == nil)
    }

    @Test("a byte that the keyboard asks for again is sent again")
    func resend() throws {
        var controller = Controller(ports: ControllerModel(.resendsOnce))
        try controller.initialize()
        #expect(controller.ports.keyboardBytes == [0xF6, 0xF6, 0xF4])
    }

    @Test("keys struck while the keyboard is set up do not pass for its answers")
    func typedOn() throws {
        var controller = Controller(ports: ControllerModel(.typedOn))
        try controller.initialize()
        #expect(controller.ports.configuration & 0x53 == 0x41)
        #expect(controller.ports.keyboardBytes == [0xF6, 0xF4])
    }

    @Test("no controller, a broken one and a missing keyboard are told apart")
    func failures() {
        for (fault, error) in [
            (ControllerModel.Fault.absent, ControllerError.absent),
            (.brokenController, .selfTestFailed), (.silentKeyboard, .noKeyboard),
        ] {
            var controller = Controller(ports: ControllerModel(fault))
            #expect(throws: error) { try controller.initialize() }
        }
    }
}

@Suite("i8042prt.sys: scan codes")
struct ScanCodeTests {
    private func events(_ bytes: [UInt8]) -> [KeyEvent] {
        var decoder = ScanCodeDecoder()
        return bytes.compactMap { decoder.decode($0) }
    }

    @Test("bit 7 means released")
    func release() {
        #expect(
            events([0x1E, 0x9E]) == [
                KeyEvent(makeCode: 0x1E, flags: 0), KeyEvent(makeCode: 0x1E, flags: 1),
            ])
    }

    @Test("a prefix marks the next byte and no other")
    func prefixes() {
        #expect(
            events([0xE0, 0x48, 0x48, 0xE0, 0xC8]) == [
                KeyEvent(makeCode: 0x48, flags: 2), KeyEvent(makeCode: 0x48, flags: 0),
                KeyEvent(makeCode: 0x48, flags: 3),
            ])
    }

    @Test("Pause is a sequence that begins with E1")
    func pause() {
        #expect(
            events([0xE1, 0x1D, 0x45]) == [
                KeyEvent(makeCode: 0x1D, flags: 4), KeyEvent(makeCode: 0x45, flags: 0),
            ])
    }

    @Test("an overrun of the keyboard is told")
    func overrun() { #expect(events([0xFF]) == [KeyEvent(makeCode: 0xFF, flags: 0)]) }
}

@Suite("i8042prt.sys: commands among key strokes")
struct CommandSequenceTests {
    @Test("each byte goes out when the one before is acknowledged; scan codes pass between them")
    func order() {
        var command = CommandSequence()
        #expect(command.receive(0xFA) == .scanCode)
        #expect(command.begin(0xED, 0x04) == 0xED)
        #expect(command.receive(0x1E) == .scanCode)
        #expect(command.receive(0xFA) == .send(0x04))
        #expect(command.receive(0xFE) == .send(0x04))
        #expect(command.receive(0xFA) == .finished)
        #expect(!command.isBusy)
    }

    @Test("a keyboard that always asks again is given up after three attempts")
    func givesUp() {
        var command = CommandSequence()
        _ = command.begin(0xED, 0)
        #expect(command.receive(0xFE) == .send(0xED))
        #expect(command.receive(0xFE) == .send(0xED))
        #expect(command.receive(0xFE) == .failed)
        #expect(!command.isBusy)
    }

    @Test("the event buffer gives first in first out, and drops the newest when full")
    func buffer() {
        var buffer = EventBuffer()
        for code in 0...64 {
            let fits = buffer.put(KeyEvent(makeCode: UInt16(code), flags: 0))
            #expect(fits == (code < 64))
        }
        for code in 0..<64 { #expect(buffer.take()?.makeCode == UInt16(code)) }
        #expect(buffer.take() == nil)
    }
}
