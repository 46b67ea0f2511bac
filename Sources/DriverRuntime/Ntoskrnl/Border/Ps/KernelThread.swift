// A block lives as long as its thread; the TEB's pointer to it is set before the thread runs any driver code.

import CNT
import CWDM
import NTABI

/// What drivers see as KTHREAD: one block a thread of the process, found through the TEB. It begins with the header that
/// makes a thread an object to wait for.
@unsafe
struct KernelThread {
    var header = unsafe DISPATCHER_HEADER()
    /// The level this thread runs at. Raising it takes the locks that make the level true.
    var irql: UInt8 = 0
    /// Set by whoever satisfies the thread's wait: the index of the object, or -1 while it waits.
    var waitResult: Int32 = -1
    /// What the thread sleeps on while it waits for dispatcher objects.
    var wake: SystemEvent
    var startRoutine: (@convention(c) (UnsafeMutableRawPointer?) -> Void)?
    var startContext: UnsafeMutableRawPointer?
    /// How many hold a reference to the block; the running thread is one.
    var references: Int32 = 1
    /// The process whose request is being dispatched here, 0 for none: handles from user mode are its own.
    var requesterProcess: UInt32 = 0
    /// Whether a driver started it and may end it; the runtime needs its own threads.
    var isDrivers = false

    typealias Pointer = UnsafeMutablePointer<KernelThread>

    /// The running thread's block.
    @inline(__always)
    static var current: Pointer {
        unsafe CurrentKernelThread().assumingMemoryBound(to: KernelThread.self)
    }

    static func make() -> Pointer {
        let thread = Pointer.allocate(capacity: 1)
        unsafe thread.initialize(to: KernelThread(wake: SystemEvent.create()))
        unsafe thread.pointee.header.Type = UInt8(ThreadObject)
        unsafe InitializeListHead(&thread.pointee.header.WaitListHead)
        return unsafe thread
    }

    /// Gives the running thread a block; for threads the runtime did not start itself.
    static func adoptCurrent() { unsafe SetCurrentKernelThread(make()) }

    static func release(_ thread: Pointer) {
        guard unsafe FetchAdd32(&thread.pointee.references, -1) == 1 else { return }
        unsafe thread.pointee.wake.close()
        unsafe thread.deallocate()
    }
}
