import SeL4ABI

/// One entry into the kernel, of whatever thread runs then.
///
/// An operation says nothing of the state that it meets, so any part of a sequence is a sequence too. It prints itself
/// as the Swift expression that makes it.
enum Operation: Equatable, Sendable {
    case call(SystemCallArguments)
    case exception(vector: Int, code: Word, address: Word)
    /// `int n` by user code.
    case softwareInterrupt(vector: Int)
    /// A device's interrupt, vector 0…107.
    case interrupt(vector: Int)
    case tick
    /// An instruction that leaves a value in the FPU.
    case useFPU(Word)

    /// It needs no thread that runs.
    var comesFromOutside: Bool {
        switch self {
        case .interrupt, .tick: true
        default: false
        }
    }
}

/// A system call as its thread's registers and buffer hold it.
struct SystemCallArguments: Equatable, Sendable {
    var number: Int
    var pointer: Word = 0
    var label: Word = 0
    /// What the message claims to be long; its words may be fewer.
    var length = 0
    var words: [Word] = []
    var capabilities: [Word] = []
    /// Where capabilities are received: CNode, index, depth; nil leaves what the buffer says.
    var receive: [Word]?
    /// So many preemption points of the call find a waiting interrupt.
    var preemptions = 0
}

extension Operation: CustomStringConvertible {
    var description: String {
        switch self {
        case .call(let call): ".call(\(call))"
        case .exception(let vector, let code, let address):
            ".exception(vector: \(vector), code: \(code), address: \(address))"
        case .softwareInterrupt(let vector): ".softwareInterrupt(vector: \(vector))"
        case .interrupt(let vector): ".interrupt(vector: \(vector))"
        case .tick: ".tick"
        case .useFPU(let value): ".useFPU(\(value))"
        }
    }
}

extension SystemCallArguments: CustomStringConvertible {
    var description: String {
        var fields = ["number: \(number)"]
        if pointer != 0 { fields.append("pointer: \(pointer)") }
        if label != 0 { fields.append("label: \(label)") }
        if length != 0 { fields.append("length: \(length)") }
        if !words.isEmpty { fields.append("words: \(words)") }
        if !capabilities.isEmpty { fields.append("capabilities: \(capabilities)") }
        if let receive { fields.append("receive: \(receive)") }
        if preemptions != 0 { fields.append("preemptions: \(preemptions)") }
        return "SystemCallArguments(\(fields.joined(separator: ", ")))"
    }
}
