import SeL4ABI

/// Why an invocation is refused: seL4_Error with its words.
struct Refusal: Error {
    let code: ErrorCode
    var words: [Word] = []

    static func invalidArgument(_ number: Word) -> Refusal { Refusal(code: .invalidArgument, words: [number]) }
    static func invalidCapability(_ number: Word) -> Refusal { Refusal(code: .invalidCapability, words: [number]) }
    static let illegalOperation = Refusal(code: .illegalOperation)
    static func range(_ least: Word, _ greatest: Word) -> Refusal {
        Refusal(code: .rangeError, words: [least, greatest])
    }
    static let alignment = Refusal(code: .alignmentError)
    static func failedLookup(isSource: Bool, _ failure: LookupFailure) -> Refusal {
        Refusal(code: .failedLookup, words: [isSource ? 1 : 0] + failure.words)
    }
    static let truncatedMessage = Refusal(code: .truncatedMessage)
    static let deleteFirst = Refusal(code: .deleteFirst)
    static let revokeFirst = Refusal(code: .revokeFirst)
    static func notEnoughMemory(_ left: Word) -> Refusal { Refusal(code: .notEnoughMemory, words: [left]) }
}

/// Why a capability pointer leads nowhere: the type of the failure and what describes it.
struct LookupFailure: Error {
    let words: [Word]

    static let invalidRoot = LookupFailure(words: [1])
    static func missingCapability(bitsLeft: Word) -> LookupFailure { LookupFailure(words: [2, bitsLeft]) }
    static func depthMismatch(bitsLeft: Int, bitsFound: Int) -> LookupFailure {
        LookupFailure(words: [3, Word(bitsLeft), Word(bitsFound)])
    }
    static func guardMismatch(bitsLeft: Int, guardBits: Word, guardSize: Int) -> LookupFailure {
        LookupFailure(words: [4, Word(bitsLeft), guardBits, Word(guardSize)])
    }
}

/// A capability pointer that leads nowhere, in a system call.
struct PointerFailure: Error {
    let pointer: Word
    let failure: LookupFailure
}
