import SeL4ABI

extension Capability {
    /// Calls the object with up to four words, all in registers, and returns MR0 of the answer.
    @inline(__always) @discardableResult
    func invoke(
        _ label: InvocationLabel, length: Int = 0, capabilities: Int = 0,
        _ word0: Word = 0, _ word1: Word = 0, _ word2: Word = 0, _ word3: Word = 0
    ) throws(InvocationError) -> Word {
        let info = MessageInfo(
            label: RunningKernel.number(of: label), length: length, extraCapabilities: capabilities)
        let answer = trap(.call, pointer, info, word0, word1, word2, word3)
        guard answer.info.label == ErrorCode.noError.rawValue else {
            throw InvocationError(
                code: ErrorCode(rawValue: answer.info.label),
                words: (answer.words.0, answer.words.1, answer.words.2))
        }
        return answer.words.0
    }
}
