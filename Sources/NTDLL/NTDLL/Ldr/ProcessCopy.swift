import CNT

/// The first thread of a process that is a copy of another one: modules, heap and environment are there, and every thread
/// that was using them is not.
///
/// As on Windows, modules are not told of the thread: for them it goes on where one of the other process's was.
enum ProcessCopy {
    /// Frees the loader's own locks and forgets the threads that held them. Locks of the program's are its own affair.
    static func forgetThreads() {
        let peb = currentPEB
        for lock in [peb.value.FastPebLock, peb.value.LoaderLock, ProcessState.vectorLock] {
            CriticalSection(at: lock).initialize(spinCount: 0)
        }
        ProcessHeap(at: peb.value.ProcessHeap).lock.initialize(spinCount: 0)
        rtlInitializeSRWLock(ProcessState.addressLock)
        ProcessState.addressWaiters = 0
        ProcessState.threads = 0
    }
}
