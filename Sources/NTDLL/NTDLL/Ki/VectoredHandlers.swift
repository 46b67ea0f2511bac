import CNT
import NTABI

/// Handlers that see a process's exceptions before any function on the stack, and those that see what was handled.
///
/// The lists are changed under a lock and walked without: an entry that was taken out keeps its link and its
/// memory, so that a thread that stands on it finds its way on.
enum VectoredHandlers {
    struct Entry: BitwiseCopyable {
        var next: UInt
        var handler: UInt
    }

    enum List {
        case exceptions, continuations

        /// The first entry, or 0. Changed under the lock alone.
        fileprivate var head: UInt {
            get {
                switch self {
                case .exceptions: ProcessState.exceptionHandlers
                case .continuations: ProcessState.continueHandlers
                }
            }
            nonmutating set {
                switch self {
                case .exceptions: ProcessState.exceptionHandlers = newValue
                case .continuations: ProcessState.continueHandlers = newValue
                }
            }
        }
    }

    private static var lock: CriticalSection { CriticalSection(at: ProcessState.vectorLock) }

    /// Adds a handler at the front or the end of a list; returns the entry, or 0 without memory for it.
    static func add(_ handler: UInt, first: Bool, to list: List) -> UInt {
        guard let entry = try? Memory.allocate(MemoryLayout<Entry>.size) else { return 0 }
        lock.enter()
        defer { lock.leave() }
        let head = list.head
        Pointer<Entry>(entry).value = Entry(next: first ? head : 0, handler: handler)
        if first || head == 0 {
            list.head = entry
        } else {
            var last = head
            while Pointer<Entry>(last).value.next != 0 { last = Pointer<Entry>(last).value.next }
            Pointer<Entry>(last).value.next = entry
        }
        return entry
    }

    /// Takes an entry out of a list. Whether it was there.
    static func remove(_ entry: UInt, from list: List) -> Bool {
        lock.enter()
        defer { lock.leave() }
        var previous: UInt = 0
        var current = list.head
        while current != 0 {
            let next = Pointer<Entry>(current).value.next
            if current == entry {
                if previous == 0 { list.head = next } else { Pointer<Entry>(previous).value.next = next }
                return true
            }
            (previous, current) = (current, next)
        }
        return false
    }

    /// Whether a handler says that the thread is to go on.
    static func callExceptionHandlers(
        _ record: Pointer<EXCEPTION_RECORD>, _ context: Pointer<CONTEXT>
    ) -> Bool {
        call(.exceptions, record, context)
    }

    static func callContinueHandlers(
        _ record: Pointer<EXCEPTION_RECORD>, _ context: Pointer<CONTEXT>
    ) {
        _ = call(.continuations, record, context)
    }

    private static func call(
        _ list: List, _ record: Pointer<EXCEPTION_RECORD>, _ context: Pointer<CONTEXT>
    ) -> Bool {
        var pointers = EXCEPTION_POINTERS(
            ExceptionRecord: record.address, ContextRecord: context.address)
        return withPointer(to: &pointers) { pointers in
            var entry = list.head
            while entry != 0 {
                let answer = Calls.one(Pointer<Entry>(entry).value.handler, pointers.address)
                if answer == EXCEPTION_CONTINUE_EXECUTION { return true }
                entry = Pointer<Entry>(entry).value.next
            }
            return false
        }
    }
}

/// RtlAddVectoredExceptionHandler. A handle for its removal, or null.
@c(RtlAddVectoredExceptionHandler)
public func rtlAddVectoredExceptionHandler(_ first: UInt32, _ handler: UInt) -> UInt {
    VectoredHandlers.add(handler, first: first != 0, to: .exceptions)
}

/// RtlRemoveVectoredExceptionHandler. Whether there was such a handler.
@c(RtlRemoveVectoredExceptionHandler)
public func rtlRemoveVectoredExceptionHandler(_ handle: UInt) -> UInt32 {
    VectoredHandlers.remove(handle, from: .exceptions) ? 1 : 0
}

/// RtlAddVectoredContinueHandler. As for exceptions.
@c(RtlAddVectoredContinueHandler)
public func rtlAddVectoredContinueHandler(_ first: UInt32, _ handler: UInt) -> UInt {
    VectoredHandlers.add(handler, first: first != 0, to: .continuations)
}

/// RtlRemoveVectoredContinueHandler. As for exceptions.
@c(RtlRemoveVectoredContinueHandler)
public func rtlRemoveVectoredContinueHandler(_ handle: UInt) -> UInt32 {
    VectoredHandlers.remove(handle, from: .continuations) ? 1 : 0
}
