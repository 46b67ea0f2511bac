import SeL4ABI

/// Why the kernel refused an invocation: seL4_Error with the words that came with it.
public struct InvocationError: Error, Equatable, Sendable {
    public let code: ErrorCode
    /// MR0…MR2 of the reply; what they mean depends on the code.
    public let words: (Word, Word, Word)

    @inline(__always) public init(code: ErrorCode, words: (Word, Word, Word) = (0, 0, 0)) {
        self.code = code
        self.words = words
    }

    public static func == (left: Self, right: Self) -> Bool {
        left.code == right.code && left.words == right.words
    }

    /// For `failedLookup` by a missing paging structure: how many address bits were left to translate,
    /// 39, 30 or 21. Nil for any other error.
    public var missingTranslationBits: Word? {
        guard code == .failedLookup, words.1 == LookupFailureType.missingCapability.rawValue
        else { return nil }
        return words.2
    }
}
