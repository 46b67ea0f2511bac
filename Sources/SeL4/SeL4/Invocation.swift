import SeL4ABI

extension Capability {
    /// Calls the object with up to four words, all in registers, and returns MR0 of the answer.
    @inline(__always) @discardableResult
    func invoke(
        _ label: InvocationLabel, length: Int = 0, capabilities: Int = 0,
        _ word0: Word = 0, _ word1: Word = 0, _ word2: Word = 0, _ word3: Word = 0
    ) throws(InvocationError) -> Word {
        let info = MessageInfo(
            label: KernelVersion.number(of: label), length: length, extraCapabilities: capabilities)
        let answer = trap(.call, pointer, info, word0, word1, word2, word3)
        guard answer.info.label == ErrorCode.noError.rawValue else {
            throw InvocationError(
                code: ErrorCode(rawValue: answer.info.label),
                words: (answer.words.0, answer.words.1, answer.words.2))
        }
        return answer.words.0
    }
}

/// Which labels the running kernel understands.
public enum KernelVersion {
    /// How much lower than in versions 15 and 16 the kernel numbers what belongs to the processor.
    nonisolated(unsafe) private static var shift: Word = 0
    @inline(__always) private static var firstShifted: InvocationLabel { .pdptMap }

    @inline(__always) static func number(of label: InvocationLabel) -> Word {
        label.rawValue < firstShifted.rawValue ? label.rawValue : label.rawValue &- (unsafe shift)
    }

    /// Finds out by asking for a harmless I/O port into `slot`, which is empty before and after: version 14
    /// understands the label of that two lower. Must come before any other invocation of a processor object.
    /// False if the kernel speaks neither dialect.
    public static func probe(
        _ control: IOPortControl, using slot: CapabilityPointer, in root: CNode
    ) -> Bool {
        for candidate: Word in [0, 2] {
            unsafe shift = candidate
            // 0x80 is the port that PC firmware writes progress codes to; reading it does nothing.
            guard (try? control.issue(0x80...0x80, into: slot, of: root)) != nil else { continue }
            return (try? root.delete(slot)) != nil
        }
        return false
    }
}
