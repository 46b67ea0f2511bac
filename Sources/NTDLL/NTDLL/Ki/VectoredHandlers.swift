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

    private static var lock: CriticalSection { CriticalSection(at: ProcessState.vectorLock) }

    /// Adds a handler at the front or the end of a list; returns what stands first then, and the entry.
    static func add(_ handler: UInt, first: Bool, to head: UInt) -> (head: UInt, entry: UInt)? {
        guard let entry = try? Memory.allocate(MemoryLayout<Entry>.size) else { return nil }
        lock.enter()
        defer { lock.leave() }
        Pointer<Entry>(entry).value = Entry(next: first ? head : 0, handler: handler)
        guard !first, head != 0 else { return (entry, entry) }
        var last = head
        while Pointer<Entry>(last).value.next != 0 { last = Pointer<Entry>(last).value.next }
        Pointer<Entry>(last).value.next = entry
        return (head, entry)
    }

    /// Takes an entry out of a list; returns what stands first then, or nil if it was not there.
    static func remove(_ entry: UInt, from head: UInt) -> UInt? {
        lock.enter()
        defer { lock.leave() }
        if entry == head { return Pointer<Entry>(entry).value.next }
        var current = head
        while current != 0 {
            let next = Pointer<Entry>(current).value.next
            if next == entry {
                Pointer<Entry>(current).value.next = Pointer<Entry>(entry).value.next
                return head
            }
            current = next
        }
        return nil
    }

    /// Whether a handler says that the thread is to go on.
    static func callExceptionHandlers(
        _ record: Pointer<EXCEPTION_RECORD>, _ context: Pointer<CONTEXT>
    ) -> Bool {
        call(ProcessState.exceptionHandlers, record, context)
    }

    static func callContinueHandlers(
        _ record: Pointer<EXCEPTION_RECORD>, _ context: Pointer<CONTEXT>
    ) {
        _ = call(ProcessState.continueHandlers, record, context)
    }

    private static func call(
        _ head: UInt, _ record: Pointer<EXCEPTION_RECORD>, _ context: Pointer<CONTEXT>
    ) -> Bool {
        var pointers = EXCEPTION_POINTERS(
            ExceptionRecord: record.address, ContextRecord: context.address)
        return withPointer(to: &pointers) { pointers in
            var entry = head
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
    guard
        let (head, entry) = VectoredHandlers.add(
            handler, first: first != 0, to: ProcessState.exceptionHandlers)
    else { return 0 }
    ProcessState.exceptionHandlers = head
    return entry
}

/// RtlRemoveVectoredExceptionHandler. Whether there was such a handler.
@c(RtlRemoveVectoredExceptionHandler)
public func rtlRemoveVectoredExceptionHandler(_ handle: UInt) -> UInt32 {
    guard let head = VectoredHandlers.remove(handle, from: ProcessState.exceptionHandlers)
    else { return 0 }
    ProcessState.exceptionHandlers = head
    return 1
}

/// RtlAddVectoredContinueHandler.
@c(RtlAddVectoredContinueHandler)
public func rtlAddVectoredContinueHandler(_ first: UInt32, _ handler: UInt) -> UInt {
    guard
        let (head, entry) = VectoredHandlers.add(
            handler, first: first != 0, to: ProcessState.continueHandlers)
    else { return 0 }
    ProcessState.continueHandlers = head
    return entry
}

/// RtlRemoveVectoredContinueHandler.
@c(RtlRemoveVectoredContinueHandler)
public func rtlRemoveVectoredContinueHandler(_ handle: UInt) -> UInt32 {
    guard let head = VectoredHandlers.remove(handle, from: ProcessState.continueHandlers)
    else { return 0 }
    ProcessState.continueHandlers = head
    return 1
}
