import SeL4ABI

/// Why a capability pointer did not lead to a slot.
struct LookupFailure: Error, Equatable {
    let type: LookupFailureType
    /// Bits of the pointer that were not yet resolved.
    var bitsLeft = 0
    /// For a depth mismatch the bits the CNode wanted, for a guard mismatch the CNode's guard.
    var found: Word = 0
    /// For a guard mismatch the size of the guard.
    var guardSize = 0

    static var invalidRoot: LookupFailure { LookupFailure(type: .invalidRoot) }
    static func missingCapability(bitsLeft: Int) -> LookupFailure {
        LookupFailure(type: .missingCapability, bitsLeft: bitsLeft)
    }
    static func depthMismatch(bitsLeft: Int, bitsFound: Int) -> LookupFailure {
        LookupFailure(
            type: .depthMismatch, bitsLeft: bitsLeft, found: Word(bitPattern: bitsFound))
    }
    static func guardMismatch(bitsLeft: Int, cnode: CNodeCapability) -> LookupFailure {
        LookupFailure(
            type: .guardMismatch, bitsLeft: bitsLeft, found: cnode.guardBits,
            guardSize: cnode.guardSize)
    }

    /// How many words describe it after its type.
    var wordCount: Int {
        switch type {
        case .missingCapability: 1
        case .depthMismatch: 2
        case .guardMismatch: 3
        default: 0
        }
    }

    func word(_ index: Int) -> Word {
        switch index {
        case 0: Word(bitPattern: bitsLeft)
        case 1: found
        default: Word(bitPattern: guardSize)
        }
    }
}

/// A capability pointer that did not resolve: what becomes a CapFault.
struct PointerFailure: Error {
    let pointer: Word
    let failure: LookupFailure
}

/// Why the kernel refuses an invocation: seL4_Error with its words.
enum SyscallError: Error, Equatable {
    case invalidArgument(Word)
    case invalidCapability(Word)
    case illegalOperation
    case rangeError(Word, Word)
    case alignmentError
    case failedLookup(isSource: Bool, LookupFailure)
    case truncatedMessage
    case deleteFirst
    case revokeFirst
    case notEnoughMemory(Word)
}

/// How an invocation that was performed ends.
enum Completion {
    /// With an empty reply.
    case done
    /// With one word in the reply.
    case value(Word)
    /// With the first registers of a thread in the reply.
    case registers(of: PhysicalAddress, count: Int)
    /// Not yet: an interrupt waits, and the system call shall start again after it.
    case preempted
}
