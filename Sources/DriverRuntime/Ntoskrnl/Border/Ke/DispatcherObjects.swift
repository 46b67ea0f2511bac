// Headers and wait blocks are linked while `dispatcherLock` is held. A block lies on the stack of a thread that does not
// return before it is unlinked.

import CWDM
import NTABI

/// Guards every dispatcher object, the timer queue and the DPC queue. Held for a few instructions only.
let dispatcherLock = BlockingLock()

/// One thread waiting for one object.
@unsafe
struct WaitBlock {
    /// In the object's WaitListHead. First, so that a list entry is a block.
    var links: LIST_ENTRY
    var thread: KernelThread.Pointer
    var object: Header
    var index: Int32
    /// The blocks of the same wait, this one among them.
    var group: UnsafeMutableBufferPointer<WaitBlock>
    var waitsForAll: Bool

    typealias Header = UnsafeMutablePointer<DISPATCHER_HEADER>
}

extension WaitBlock {
    static func isSignaled(_ object: Header, for thread: KernelThread.Pointer) -> Bool {
        if unsafe object.pointee.SignalState > 0 { return true }
        guard unsafe object.pointee.`Type` == UInt8(MutantObject) else { return false }
        return unsafe mutant(object).pointee.OwnerThread == UnsafeMutableRawPointer(thread)
    }

    /// What a satisfied wait changes in the object.
    static func satisfy(_ object: Header, for thread: KernelThread.Pointer) {
        switch Int(unsafe object.pointee.`Type`) {
        case Int(EventSynchronizationObject), Int(TimerSynchronizationObject):
            unsafe object.pointee.SignalState = 0
        case Int(SemaphoreObject):
            unsafe object.pointee.SignalState -= 1
        case Int(MutantObject):
            unsafe object.pointee.SignalState -= 1
            unsafe mutant(object).pointee.OwnerThread = UnsafeMutableRawPointer(thread)
        default: break
        }
    }

    /// Wakes whom the object's new state satisfies, first come first served.
    static func wakeWaiters(of object: Header) {
        let head = unsafe withUnsafeMutablePointer(to: &object.pointee.WaitListHead) { unsafe $0 }
        var entry = unsafe head.pointee.Flink
        while let link = unsafe entry, unsafe link != head {
            let block = unsafe UnsafeMutableRawPointer(link).assumingMemoryBound(to: WaitBlock.self)
            unsafe entry = link.pointee.Flink
            guard unsafe block.pointee.canBeSatisfied else { continue }
            unsafe block.pointee.finish()
            unsafe entry = head.pointee.Flink
        }
    }

    private var canBeSatisfied: Bool {
        guard unsafe waitsForAll else { return unsafe Self.isSignaled(object, for: thread) }
        for index in 0..<(unsafe group.count) {
            guard unsafe Self.isSignaled(group[index].object, for: thread) else { return false }
        }
        return true
    }

    /// Ends the wait this block belongs to.
    private func finish() {
        let waiter = unsafe thread
        if unsafe waitsForAll {
            for index in 0..<(unsafe group.count) {
                unsafe Self.satisfy(group[index].object, for: waiter)
            }
        } else {
            unsafe Self.satisfy(object, for: waiter)
        }
        unsafe waiter.pointee.waitResult = unsafe waitsForAll ? 0 : index
        unsafe Self.unlink(group)
        unsafe waiter.pointee.wake.set()
    }

    static func unlink(_ group: UnsafeMutableBufferPointer<WaitBlock>) {
        guard let first = group.baseAddress else { return }
        for index in 0..<group.count {
            unsafe first.advanced(by: index).withMemoryRebound(to: LIST_ENTRY.self, capacity: 1) {
                entry in
                _ = unsafe RemoveEntryList(entry)
            }
        }
    }

    private static func mutant(_ object: Header) -> UnsafeMutablePointer<KMUTANT> {
        unsafe UnsafeMutableRawPointer(object).assumingMemoryBound(to: KMUTANT.self)
    }
}
