// Unsafe in global variables. Each says who writes it: that is what keeps threads from racing for it.

/// What this process's copy of ntdll remembers outside the PEB.
enum ProcessState {
    private nonisolated(unsafe) static var endIsUnderWay = false
    private nonisolated(unsafe) static var salt: UInt32 = 1
    private nonisolated(unsafe) static var newestThread: UInt = 0
    private nonisolated(unsafe) static var loaderHasStarted = false
    private nonisolated(unsafe) static var lockOfVectors: UInt = 0
    private nonisolated(unsafe) static var lockOfAddresses: UInt = 0
    private nonisolated(unsafe) static var firstAddressWaiter: UInt = 0
    private nonisolated(unsafe) static var firstExceptionHandler: UInt = 0
    private nonisolated(unsafe) static var firstContinueHandler: UInt = 0

    /// Whether this process is about to end: set by the thread that ends it, when the others are gone.
    static var isEnding: Bool {
        get { unsafe endIsUnderWay }
        set { unsafe endIsUnderWay = newValue }
    }

    /// The TEB of the newest thread with thread-local storage; under the loader's lock.
    static var threads: UInt {
        get { unsafe newestThread }
        set { unsafe newestThread = newValue }
    }

    /// Whether the loader has started; written by the process's first thread, which is alone then.
    static var isInitialized: Bool {
        get { unsafe loaderHasStarted }
        set { unsafe loaderHasStarted = newValue }
    }

    /// The lock of the vectored handlers; written before there is a second thread.
    static var vectorLock: UInt {
        get { unsafe lockOfVectors }
        set { unsafe lockOfVectors = newValue }
    }

    /// The first vectored exception handler and the first continue handler; under `vectorLock`.
    static var exceptionHandlers: UInt {
        get { unsafe firstExceptionHandler }
        set { unsafe firstExceptionHandler = newValue }
    }
    static var continueHandlers: UInt {
        get { unsafe firstContinueHandler }
        set { unsafe firstContinueHandler = newValue }
    }

    /// The lock of those who wait for an address; written before there is a second thread.
    static var addressLock: UInt {
        get { unsafe lockOfAddresses }
        set { unsafe lockOfAddresses = newValue }
    }

    /// The first of them; under `addressLock`.
    static var addressWaiters: UInt {
        get { unsafe firstAddressWaiter }
        set { unsafe firstAddressWaiter = newValue }
    }

    /// Another number each time. Threads that race for it may get the same one, which does no harm:
    /// a clock is mixed in wherever it is used.
    static func nextSalt() -> UInt32 {
        unsafe salt &+= 0x6C07_8965
        return unsafe salt
    }
}
