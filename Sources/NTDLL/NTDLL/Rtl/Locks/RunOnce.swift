import NTABI

/// RTL_RUN_ONCE: one word, zero until something has been initialised once for all threads.
///
/// The low two bits say how far it is. While one thread initialises, the rest of the word counts those who wait for it; when it
/// is done, the rest is the context that everybody gets.
struct RunOnce {
    private let word: Pointer<UInt>

    init(at address: UInt) { word = Pointer(address) }

    var address: UInt { word.address }

    private enum Phase: UInt {
        case untouched = 0
        case pending = 1
        case complete = 2
        /// Several initialise; the first that completes wins.
        case racing = 3
    }

    struct Flags: OptionSet {
        let rawValue: UInt32
        static let checkOnly = Flags(rawValue: 1)
        static let racing = Flags(rawValue: 2)
        static let failed = Flags(rawValue: 4)
    }

    private static func phase(_ word: UInt) -> Phase { Phase(rawValue: word & 3) ?? .untouched }
    private static let oneWaiter: UInt = 4

    /// The context if it is complete; nil if the caller is to initialise.
    ///
    /// Errors: `invalidParameter` (the two kinds of initialising mixed), `unsuccessful` (`checkOnly`, and it is not complete).
    func begin(_ flags: Flags) throws(NTStatus) -> UInt? {
        if flags.contains(.checkOnly) {
            guard flags == .checkOnly else { throw .invalidParameter }
            guard Self.phase(word.value) == .complete else { throw .unsuccessful }
            return word.value & ~3
        }
        guard flags.isSubset(of: .racing) else { throw .invalidParameter }
        let mine: Phase = flags.contains(.racing) ? .racing : .pending
        while true {
            let old = word.value
            switch Self.phase(old) {
            case .complete: return old & ~3
            case .untouched:
                if word.atomicExchange(mine.rawValue, expecting: old) == old { return nil }
            case .racing:
                guard mine == .racing else { throw .invalidParameter }
                return nil
            case .pending:
                guard mine == .pending else { throw .invalidParameter }
                guard word.atomicExchange(old + Self.oneWaiter, expecting: old) == old else { continue }
                KeyedWait.wait(at: word.address)
            }
        }
    }

    /// The initialiser is done, or has failed and leaves it to the next.
    ///
    /// Errors: `invalidParameter` (a context with its low two bits set, or with a failure), `unsuccessful` (nobody was
    /// initialising so), `objectNameCollision` (another was first).
    func complete(_ flags: Flags, context: UInt) throws(NTStatus) {
        guard context & 3 == 0, flags.isSubset(of: [.racing, .failed]), flags != [.racing, .failed],
            !flags.contains(.failed) || context == 0
        else { throw .invalidParameter }
        let new = flags.contains(.failed) ? Phase.untouched.rawValue : context | Phase.complete.rawValue
        while true {
            let old = word.value
            switch (Self.phase(old), flags.contains(.racing)) {
            case (.pending, false):
                guard word.atomicExchange(new, expecting: old) == old else { continue }
                return KeyedWait.release(old / Self.oneWaiter, at: word.address)
            case (.racing, true):
                if word.atomicExchange(new, expecting: old) == old { return }
            case (.complete, true): throw .objectNameCollision
            default: throw .unsuccessful
            }
        }
    }
}

/// RtlRunOnceInitialize.
@c(RtlRunOnceInitialize)
public func rtlRunOnceInitialize(_ once: UInt) { Pointer<UInt>(once).value = 0 }

/// RtlRunOnceBeginInitialize. `success` with the context if it is initialised, `pending` if the caller is to do it.
///
/// Errors: those of `RunOnce.begin`.
@c(RtlRunOnceBeginInitialize)
public func rtlRunOnceBeginInitialize(_ once: UInt, _ flags: UInt32, _ context: UInt) -> UInt32 {
    do throws(NTStatus) {
        guard let found = try RunOnce(at: once).begin(RunOnce.Flags(rawValue: flags)) else {
            return NTStatus.pending.rawValue
        }
        if context != 0 { Pointer<UInt>(context).value = found }
        return 0
    } catch { return error.rawValue }
}

/// RtlRunOnceComplete.
///
/// Errors: those of `RunOnce.complete`.
@c(RtlRunOnceComplete)
public func rtlRunOnceComplete(_ once: UInt, _ flags: UInt32, _ context: UInt) -> UInt32 {
    status { () throws(NTStatus) in
        try RunOnce(at: once).complete(RunOnce.Flags(rawValue: flags), context: context)
    }
}

/// RtlRunOnceExecuteOnce. Calls `routine(once, parameter, context)` unless somebody has and it succeeded.
///
/// Error: `unsuccessful` (the routine says that it failed).
@c(RtlRunOnceExecuteOnce)
public func rtlRunOnceExecuteOnce(_ once: UInt, _ routine: UInt, _ parameter: UInt, _ context: UInt) -> UInt32 {
    status { () throws(NTStatus) in
        let once = RunOnce(at: once)
        if let found = try once.begin([]) {
            if context != 0 { Pointer<UInt>(context).value = found }
            return
        }
        var made: UInt = 0
        let succeeded = withPointer(to: &made) { made in
            Calls.three(routine, once.address, parameter, context != 0 ? context : made.address) != 0
        }
        guard succeeded else {
            try once.complete(.failed, context: 0)
            throw .unsuccessful
        }
        try once.complete([], context: context != 0 ? Pointer<UInt>(context).value : made)
    }
}
