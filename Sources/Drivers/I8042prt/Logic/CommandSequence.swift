/// A command of two bytes on its way to the keyboard while scan codes keep coming: each byte waits for the
/// acknowledgement of the one before, which arrives by interrupt among the key strokes.
struct CommandSequence {
    private var first: UInt8 = 0
    private var second: UInt8 = 0
    private var state = State.idle
    private var attempts = 0

    private enum State { case idle, firstSent, secondSent }
    private static let maximumAttempts = 3

    /// What the driver has to do about a byte from the keyboard.
    enum Step: Equatable {
        /// The byte is none of this command's: a scan code.
        case scanCode
        /// Send this byte.
        case send(UInt8)
        /// The command is done.
        case finished
        /// The keyboard does not take the command.
        case failed
    }

    var isBusy: Bool { state != .idle }

    /// Begins a command; returns the byte to send now. A command that was on its way is given up.
    mutating func begin(_ command: UInt8, _ parameter: UInt8) -> UInt8 {
        first = command
        second = parameter
        attempts = 1
        state = .firstSent
        return command
    }

    mutating func receive(_ byte: UInt8) -> Step {
        guard isBusy else { return .scanCode }
        switch byte {
        case KeyboardCommand.acknowledged:
            guard state == .firstSent else {
                state = .idle
                return .finished
            }
            state = .secondSent
            return .send(second)
        case KeyboardCommand.resend:
            attempts += 1
            guard attempts <= Self.maximumAttempts else {
                state = .idle
                return .failed
            }
            return .send(state == .firstSent ? first : second)
        default:
            return .scanCode
        }
    }
}
