import CNT
import NTABI

/// Waiting until a value in memory has changed: RtlWaitOnAddress and its wakers.
///
/// The waiters of the process stand in one list, in blocks on their own stacks, under one lock. A waiter compares the value under
/// the lock, and a waker takes the lock after it changed the value, so none is missed.
enum AddressWait {
    private struct Block: BitwiseCopyable {
        var next: UInt = 0
        let address: UInt
        let thread: UInt
        var isWoken = false
    }

    private static var lock: SlimLock { SlimLock(at: ProcessState.addressLock) }

    /// Waits unless the `size` bytes at `address` differ from those at `compare`.
    ///
    /// Errors: `invalidParameter` (no size that a processor compares), `timeout`.
    static func wait(_ address: UInt, _ compare: UInt, size: UInt, timeout: UInt) throws(NTStatus) {
        guard [1, 2, 4, 8].contains(size) else { throw .invalidParameter }
        var block = Block(address: address, thread: currentTEB.value.ClientId.UniqueThread)
        let status: NTStatus = withPointer(to: &block) { block in
            lock.acquireExclusive()
            let isSame = rtlCompareMemory(address, compare, size) == size
            if isSame { append(block) }
            _ = lock.releaseExclusive()
            return isSame ? sleep(block, timeout: timeout) : .success
        }
        if status != .success { throw status }
    }

    private static func sleep(_ block: Pointer<Block>, timeout: UInt) -> NTStatus {
        let status = Services.waitForAlert(block.value.address, timeout: timeout)
        lock.acquireExclusive()
        defer { _ = lock.releaseExclusive() }
        if block.value.isWoken { return .success }
        remove(block)
        // An alert that was meant for an earlier wait ends this one for no reason.
        return status == .timeout ? .timeout : .success
    }

    /// Wakes the oldest waiter at an address, or all.
    static func wake(_ address: UInt, all: Bool) {
        lock.acquireExclusive()
        var entry = ProcessState.addressWaiters
        while entry != 0 {
            let block = Pointer<Block>(entry)
            // Once woken, the block is its thread's again.
            entry = block.value.next
            guard block.value.address == address else { continue }
            let thread = block.value.thread
            remove(block)
            block.value.isWoken = true
            _ = NtAlertThreadByThreadId(thread)
            if !all { break }
        }
        _ = lock.releaseExclusive()
    }

    private static func append(_ block: Pointer<Block>) {
        guard ProcessState.addressWaiters != 0 else {
            ProcessState.addressWaiters = block.address
            return
        }
        var last = Pointer<Block>(ProcessState.addressWaiters)
        while last.value.next != 0 { last = Pointer(last.value.next) }
        last.value.next = block.address
    }

    private static func remove(_ block: Pointer<Block>) {
        if ProcessState.addressWaiters == block.address {
            ProcessState.addressWaiters = block.value.next
            return
        }
        var previous = Pointer<Block>(ProcessState.addressWaiters)
        while !previous.isNull, previous.value.next != block.address { previous = Pointer(previous.value.next) }
        if !previous.isNull { previous.value.next = block.value.next }
    }
}

/// RtlWaitOnAddress. Waits until somebody wakes whoever waits at `address`, unless its value is another already. It may also
/// return for no reason: the caller looks again.
///
/// Errors: those of `AddressWait.wait`.
@c(RtlWaitOnAddress)
public func rtlWaitOnAddress(_ address: UInt, _ compare: UInt, _ size: UInt, _ timeout: UInt) -> UInt32 {
    status { () throws(NTStatus) in
        try AddressWait.wait(address, compare, size: size, timeout: timeout)
    }
}

/// RtlWakeAddressSingle.
@c(RtlWakeAddressSingle)
public func rtlWakeAddressSingle(_ address: UInt) { AddressWait.wake(address, all: false) }

/// RtlWakeAddressAll.
@c(RtlWakeAddressAll)
public func rtlWakeAddressAll(_ address: UInt) { AddressWait.wake(address, all: true) }
