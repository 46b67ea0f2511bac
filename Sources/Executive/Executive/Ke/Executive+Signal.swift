import NTABI

extension Executive {
    /// Signals an object by handle, as the first half of NtSignalAndWaitForSingleObject.
    ///
    /// Errors: those of the handle, `.objectTypeMismatch`, those of releasing a mutant or a semaphore.
    func signal(_ handle: Handle, of caller: Thread) throws(NTStatus) {
        switch try caller.object(handle, as: DispatcherObject.self, needing: []) {
        case is Event:
            try caller.object(handle, as: Event.self, needing: .eventModifyState).set(self)
        case let mutant as Mutant:
            _ = try mutant.release(by: caller, self)
        case is Semaphore:
            let semaphore = try caller.object(handle, as: Semaphore.self, needing: .semaphoreModifyState)
            _ = try semaphore.release(1, self)
        default: throw .objectTypeMismatch
        }
    }
}
