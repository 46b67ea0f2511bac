// Objects are the driver's, valid for as long as the call lasts. Blocks lie on the stack of the thread that waits.

import CNT
import CWDM
import NTABI

/// A wait for several objects of which some are this process's own and some the executive's.
@unsafe
struct MixedWait {
    private let objects: UnsafeBufferPointer<UnsafeMutableRawPointer?>
    /// The places of the two kinds in the caller's list.
    private var own: [Int] = []
    private var shared: [Int] = []
    private var handles: [HANDLE] = []

    init(_ objects: UnsafeBufferPointer<UnsafeMutableRawPointer?>) {
        unsafe self.objects = unsafe objects
        for index in 0..<objects.count {
            if let object = unsafe objects[index], let handle = unsafe SharedObject.handle(of: object) {
                unsafe shared.append(index)
                unsafe handles.append(handle)
            } else {
                unsafe own.append(index)
            }
        }
    }

    func wait(all: Bool, timeout: UnsafeMutablePointer<Int64>?) -> NTStatus {
        let ownObjects = unsafe own.map { unsafe objects[$0] }
        let deadline = unsafe timeout.map { unsafe Self.absolute($0.pointee) }
        return unsafe ownObjects.withUnsafeBufferPointer {
            unsafe all ? waitForAll($0, deadline) : waitForAny($0, deadline)
        }
    }

    /// A time-out as a moment of system time; zero, a look, stays zero.
    private static func absolute(_ timeout: Int64) -> Int64 {
        guard timeout < 0 else { return timeout }
        var now: Int64 = 0
        _ = unsafe NtQuerySystemTime(&now)
        return now - timeout
    }

    /// The executive's own wait: status, or which of `handles` it was.
    private func waitShared(_ handles: [HANDLE], all: Bool, _ deadline: Int64?) -> NTStatus {
        unsafe handles.withUnsafeBufferPointer { list in
            unsafe Self.withTimeout(deadline) { timeout in
                unsafe NTStatus(
                    code: NtWaitForMultipleObjects(
                        UInt32(list.count), UnsafeMutableRawPointer(mutating: list.baseAddress), all ? 0 : 1, 0, timeout
                    ))
            }
        }
    }

    private static func withTimeout(
        _ deadline: Int64?, _ body: (UnsafeMutablePointer<Int64>?) -> NTStatus
    ) -> NTStatus {
        guard var moment = deadline else { return body(nil) }
        return unsafe withUnsafeMutablePointer(to: &moment) { unsafe body($0) }
    }

    // MARK: any

    /// The thread sleeps in the executive, for the shared objects and for what its own objects wake it by.
    private func waitForAny(_ ownObjects: UnsafeBufferPointer<UnsafeMutableRawPointer?>, _ deadline: Int64?) -> NTStatus
    {
        let thread = unsafe KernelThread.current
        return unsafe withUnsafeTemporaryAllocation(of: WaitBlock.self, capacity: ownObjects.count) { blocks in
            dispatcherLock.acquire()
            if let place = unsafe satisfyNow(ownObjects, all: false, thread) {
                dispatcherLock.release()
                return unsafe NTStatus(rawValue: UInt32(own[Int(place)]))
            }
            unsafe thread.pointee.waitResult = -1
            unsafe enlist(blocks, for: ownObjects, all: false, thread)
            dispatcherLock.release()
            let outcome = unsafe waitShared([thread.pointee.wake.handle] + handles, all: false, deadline)
            dispatcherLock.acquire()
            defer { dispatcherLock.release() }
            let place = unsafe thread.pointee.waitResult
            guard place >= 0 else {
                unsafe WaitBlock.unlink(blocks)
                return unsafe answer(outcome)
            }
            // One of its own satisfied the wait; if one of the executive's did too, that was first.
            if outcome == .success { return unsafe NTStatus(rawValue: UInt32(own[Int(place)])) }
            unsafe thread.pointee.wake.clear()
            if outcome == .timeout { return unsafe NTStatus(rawValue: UInt32(own[Int(place)])) }
            unsafe giveBack(ownObjects[Int(place)])
            return unsafe answer(outcome)
        }
    }

    /// The executive's answer with the caller's numbers: behind the thread's own event in the list stand the shared objects.
    private func answer(_ outcome: NTStatus) -> NTStatus {
        for base: UInt32 in [0, NTStatus.abandoned.rawValue] {
            let place = Int(outcome.rawValue &- base) - 1
            if unsafe shared.indices.contains(place) { return unsafe NTStatus(rawValue: base + UInt32(shared[place])) }
        }
        return outcome
    }

    /// A satisfied wait for an object of this process is taken back. The caller holds `dispatcherLock`.
    private func giveBack(_ object: UnsafeMutableRawPointer?) {
        guard let header = unsafe object?.assumingMemoryBound(to: DISPATCHER_HEADER.self) else { return }
        switch Int(unsafe header.pointee.`Type`) {
        case Int(EventSynchronizationObject), Int(TimerSynchronizationObject):
            _ = unsafe signalLocked(header)
        case Int(SemaphoreObject):
            _ = unsafe signalLocked(header, state: header.pointee.SignalState + 1)
        case Int(MutantObject):
            let state = unsafe header.pointee.SignalState + 1
            if state > 0 {
                unsafe UnsafeMutableRawPointer(header).assumingMemoryBound(to: KMUTANT.self).pointee.OwnerThread = nil
            }
            _ = unsafe signalLocked(header, state: state)
        default: break
        }
    }

    // MARK: all

    /// Takes all of one kind, then asks for all of the other; where these are not to be had, gives the first back and waits for
    /// the second, and so on in turn.
    private func waitForAll(_ ownObjects: UnsafeBufferPointer<UnsafeMutableRawPointer?>, _ deadline: Int64?) -> NTStatus
    {
        let isLook = deadline == 0
        while true {
            let first = unsafe Self.withTimeout(deadline) { unsafe waitForOwn(ownObjects, all: true, timeout: $0) }
            guard first == .success else { return first }
            let second = unsafe waitShared(handles, all: true, 0)
            if second != .timeout { return second }
            dispatcherLock.acquire()
            for index in 0..<ownObjects.count { unsafe giveBack(ownObjects[index]) }
            dispatcherLock.release()
            if isLook { return .timeout }

            let third = unsafe waitShared(handles, all: true, deadline)
            guard third.rawValue < NTStatus.timeout.rawValue else { return third }
            dispatcherLock.acquire()
            let isSatisfied = unsafe satisfyNow(ownObjects, all: true, KernelThread.current) != nil
            dispatcherLock.release()
            if isSatisfied { return third }
            for index in unsafe shared.indices { unsafe giveBackShared(index) }
        }
    }

    /// A satisfied wait for an object of the executive is taken back.
    private func giveBackShared(_ index: Int) {
        guard let object = unsafe objects[shared[index]], let found = unsafe SharedObject.at(object) else { return }
        let handle = unsafe found.pointee.handle
        switch unsafe found.pointee.kind {
        case .event where unsafe found.pointee.event.Header.`Type` == UInt8(EventSynchronizationObject):
            _ = NtSetEvent(handle, nil)
        case .semaphore: _ = NtReleaseSemaphore(handle, 1, nil)
        case .mutant: _ = NtReleaseMutant(handle, nil)
        default: break
        }
    }
}
