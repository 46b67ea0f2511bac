// A resource is the driver's own memory; its fields and the owner table are changed under `resourceLock` only.

import CWDM
import NTABI

/// Guards every resource. Held for a few instructions only.
private let resourceLock = BlockingLock()

private typealias Resource = UnsafeMutablePointer<ERESOURCE>

/// Makes a resource that nobody has.
@c(ExInitializeResourceLite)
public func exInitializeResourceLite(_ resource: UnsafeMutablePointer<ERESOURCE>) -> NTSTATUS {
    unsafe resource.pointee = ERESOURCE()
    guard let shared = unsafe allocatePool(MemoryLayout<KSEMAPHORE>.size) else {
        return NTStatus.insufficientResources.code
    }
    guard let exclusive = unsafe allocatePool(MemoryLayout<KEVENT>.size) else {
        unsafe freePool(shared)
        return NTStatus.insufficientResources.code
    }
    unsafe resource.pointee.SharedWaiters = shared.assumingMemoryBound(to: KSEMAPHORE.self)
    unsafe resource.pointee.ExclusiveWaiters = exclusive.assumingMemoryBound(to: KEVENT.self)
    unsafe keInitializeSemaphore(resource.pointee.SharedWaiters, 0, .max)
    unsafe keInitializeEvent(resource.pointee.ExclusiveWaiters, Int32(EventSynchronizationObject), 0)
    return NTStatus.success.code
}

/// Gives back what a resource took.
@c(ExDeleteResourceLite)
public func exDeleteResourceLite(_ resource: UnsafeMutablePointer<ERESOURCE>) -> NTSTATUS {
    if let table = unsafe resource.pointee.OwnerTable { unsafe freePool(table) }
    unsafe freePool(resource.pointee.SharedWaiters)
    unsafe freePool(resource.pointee.ExclusiveWaiters)
    unsafe resource.pointee = ERESOURCE()
    return NTStatus.success.code
}

/// Acquires the resource for this thread alone, again if it has it so already. Returns 0 if that would take a wait and
/// `wait` is 0.
@c(ExAcquireResourceExclusiveLite)
public func exAcquireResourceExclusiveLite(_ resource: UnsafeMutablePointer<ERESOURCE>, _ wait: UInt8) -> UInt8 {
    let thread = unsafe UnsafeMutableRawPointer(KernelThread.current)
    resourceLock.acquire()
    if unsafe resource.pointee.ActiveCount == 0 {
        unsafe own(resource, thread)
        resourceLock.release()
        return 1
    }
    if unsafe isExclusive(resource), unsafe resource.pointee.OwnerEntry.OwnerThread == thread {
        unsafe resource.pointee.OwnerEntry.OwnerCount += 1
        resourceLock.release()
        return 1
    }
    guard wait != 0 else {
        resourceLock.release()
        return 0
    }
    unsafe resource.pointee.NumberOfExclusiveWaiters += 1
    unsafe resource.pointee.ContentionCount += 1
    resourceLock.release()
    // Whoever releases it last has made it exclusive already; only the name is missing.
    _ = unsafe keWaitForSingleObject(UnsafeMutableRawPointer(resource.pointee.ExclusiveWaiters), 0, 0, 0, nil)
    resourceLock.acquire()
    unsafe own(resource, thread)
    resourceLock.release()
    return 1
}

/// Acquires the resource together with others that share it. Threads that wait for it alone go first. Returns 0 if that would
/// take a wait and `wait` is 0.
@c(ExAcquireResourceSharedLite)
public func exAcquireResourceSharedLite(_ resource: UnsafeMutablePointer<ERESOURCE>, _ wait: UInt8) -> UInt8 {
    unsafe acquireShared(resource, mayWait: wait != 0, goesFirst: false)
}

/// The same, ahead of threads that wait for it alone.
@c(ExAcquireSharedStarveExclusive)
public func exAcquireSharedStarveExclusive(_ resource: UnsafeMutablePointer<ERESOURCE>, _ wait: UInt8) -> UInt8 {
    unsafe acquireShared(resource, mayWait: wait != 0, goesFirst: true)
}

private func acquireShared(_ resource: Resource, mayWait: Bool, goesFirst: Bool) -> UInt8 {
    let thread = unsafe UnsafeMutableRawPointer(KernelThread.current)
    resourceLock.acquire()
    defer { resourceLock.release() }
    if unsafe isExclusive(resource) {
        if unsafe resource.pointee.OwnerEntry.OwnerThread == thread {
            unsafe resource.pointee.OwnerEntry.OwnerCount += 1
            return 1
        }
    } else if let owner = unsafe sharedOwner(of: resource, thread) {
        unsafe owner.pointee.OwnerCount += 1
        return 1
    } else if unsafe goesFirst || resource.pointee.NumberOfExclusiveWaiters == 0 {
        guard unsafe addSharedOwner(to: resource, thread) else { return 0 }
        unsafe resource.pointee.ActiveCount += 1
        return 1
    }
    guard mayWait, unsafe reserveSharedOwner(of: resource) else { return 0 }
    unsafe resource.pointee.NumberOfSharedWaiters += 1
    unsafe resource.pointee.ContentionCount += 1
    resourceLock.release()
    // Whoever releases it last has counted this thread among the owners already.
    _ = unsafe keWaitForSingleObject(UnsafeMutableRawPointer(resource.pointee.SharedWaiters), 0, 0, 0, nil)
    resourceLock.acquire()
    _ = unsafe addSharedOwner(to: resource, thread)
    return 1
}

/// Gives one acquisition of this thread's back.
@c(ExReleaseResourceLite) public func exReleaseResourceLite(_ resource: UnsafeMutablePointer<ERESOURCE>) {
    unsafe exReleaseResourceForThreadLite(resource, UInt(bitPattern: KernelThread.current))
}

/// Gives one acquisition of a thread's back. A thread that has none ends the driver process.
@c(ExReleaseResourceForThreadLite)
public func exReleaseResourceForThreadLite(_ resource: UnsafeMutablePointer<ERESOURCE>, _ thread: UInt) {
    let thread = unsafe UnsafeMutableRawPointer(bitPattern: thread)
    resourceLock.acquire()
    defer { resourceLock.release() }
    if unsafe isExclusive(resource) {
        precondition(
            unsafe resource.pointee.OwnerEntry.OwnerThread == thread, "a driver releases a resource that it has not")
        unsafe resource.pointee.OwnerEntry.OwnerCount -= 1
        guard unsafe resource.pointee.OwnerEntry.OwnerCount == 0 else { return }
        unsafe resource.pointee.OwnerEntry.OwnerThread = nil
        if unsafe resource.pointee.NumberOfSharedWaiters > 0 {
            unsafe handToSharedWaiters(resource)
        } else {
            unsafe handToExclusiveWaiter(resource)
        }
        return
    }
    guard let owner = unsafe sharedOwner(of: resource, thread) else {
        preconditionFailure("a driver releases a resource that it has not")
    }
    unsafe owner.pointee.OwnerCount -= 1
    guard unsafe owner.pointee.OwnerCount == 0 else { return }
    unsafe owner.pointee.OwnerThread = nil
    unsafe resource.pointee.ActiveEntries -= 1
    unsafe resource.pointee.ActiveCount -= 1
    if unsafe resource.pointee.ActiveCount == 0 { unsafe handToExclusiveWaiter(resource) }
}

/// Makes exclusive ownership shared, and lets in those that wait to share it.
@c(ExConvertExclusiveToSharedLite)
public func exConvertExclusiveToSharedLite(_ resource: UnsafeMutablePointer<ERESOURCE>) {
    let thread = unsafe UnsafeMutableRawPointer(KernelThread.current)
    resourceLock.acquire()
    defer { resourceLock.release() }
    precondition(
        unsafe isExclusive(resource) && resource.pointee.OwnerEntry.OwnerThread == thread,
        "a driver shares a resource that it has not")
    let count = unsafe resource.pointee.OwnerEntry.OwnerCount
    precondition(unsafe addSharedOwner(to: resource, thread), "no memory for the owners of a resource")
    unsafe sharedOwner(of: resource, thread)?.pointee.OwnerCount = count
    unsafe resource.pointee.OwnerEntry = OWNER_ENTRY()
    unsafe handToSharedWaiters(resource)
    unsafe resource.pointee.ActiveCount += 1
}

/// 1 if this thread has the resource for itself.
@c(ExIsResourceAcquiredExclusiveLite)
public func exIsResourceAcquiredExclusiveLite(_ resource: UnsafeMutablePointer<ERESOURCE>) -> UInt8 {
    resourceLock.acquire()
    defer { resourceLock.release() }
    let thread = unsafe UnsafeMutableRawPointer(KernelThread.current)
    return unsafe isExclusive(resource) && resource.pointee.OwnerEntry.OwnerThread == thread ? 1 : 0
}

/// How often this thread has acquired the resource, one way or the other.
@c(ExIsResourceAcquiredSharedLite)
public func exIsResourceAcquiredSharedLite(_ resource: UnsafeMutablePointer<ERESOURCE>) -> UInt32 {
    resourceLock.acquire()
    defer { resourceLock.release() }
    let thread = unsafe UnsafeMutableRawPointer(KernelThread.current)
    if unsafe isExclusive(resource) {
        return unsafe resource.pointee.OwnerEntry.OwnerThread == thread ? resource.pointee.OwnerEntry.OwnerCount : 0
    }
    return unsafe sharedOwner(of: resource, thread)?.pointee.OwnerCount ?? 0
}

/// How many threads wait to have the resource for themselves.
@c(ExGetExclusiveWaiterCount)
public func exGetExclusiveWaiterCount(_ resource: UnsafeMutablePointer<ERESOURCE>) -> UInt32 {
    unsafe resource.pointee.NumberOfExclusiveWaiters
}

/// How many threads wait to share the resource.
@c(ExGetSharedWaiterCount)
public func exGetSharedWaiterCount(_ resource: UnsafeMutablePointer<ERESOURCE>) -> UInt32 {
    unsafe resource.pointee.NumberOfSharedWaiters
}

// The rest is called with `resourceLock` held.

private func isExclusive(_ resource: Resource) -> Bool {
    unsafe resource.pointee.Flag & UInt16(ResourceOwnedExclusive) != 0
}

private func own(_ resource: Resource, _ thread: UnsafeMutableRawPointer?) {
    unsafe resource.pointee.Flag |= UInt16(ResourceOwnedExclusive)
    unsafe resource.pointee.ActiveCount = 1
    unsafe resource.pointee.OwnerEntry.OwnerThread = thread
    unsafe resource.pointee.OwnerEntry.OwnerCount = 1
}

private func handToSharedWaiters(_ resource: Resource) {
    let waiters = unsafe resource.pointee.NumberOfSharedWaiters
    unsafe resource.pointee.NumberOfSharedWaiters = 0
    unsafe resource.pointee.Flag &= ~UInt16(ResourceOwnedExclusive)
    unsafe resource.pointee.ActiveCount = Int16(waiters)
    if waiters > 0 { _ = unsafe keReleaseSemaphore(resource.pointee.SharedWaiters, 0, Int32(waiters), 0) }
}

private func handToExclusiveWaiter(_ resource: Resource) {
    guard unsafe resource.pointee.NumberOfExclusiveWaiters > 0 else {
        unsafe resource.pointee.Flag &= ~UInt16(ResourceOwnedExclusive)
        unsafe resource.pointee.ActiveCount = 0
        return
    }
    unsafe resource.pointee.NumberOfExclusiveWaiters -= 1
    unsafe own(resource, nil)
    _ = unsafe keSetEvent(resource.pointee.ExclusiveWaiters, 0, 0)
}

private func sharedOwner(
    of resource: Resource, _ thread: UnsafeMutableRawPointer?
) -> UnsafeMutablePointer<OWNER_ENTRY>? {
    guard let table = unsafe resource.pointee.OwnerTable else { return nil }
    for index in 1..<(unsafe Int(table.pointee.OwnerCount)) where unsafe table[index].OwnerThread == thread {
        return unsafe table + index
    }
    return nil
}

private func addSharedOwner(to resource: Resource, _ thread: UnsafeMutableRawPointer?) -> Bool {
    guard unsafe reserveSharedOwner(of: resource), let free = unsafe sharedOwner(of: resource, nil) else {
        return false
    }
    unsafe free.pointee.OwnerThread = thread
    unsafe free.pointee.OwnerCount = 1
    unsafe resource.pointee.ActiveEntries += 1
    return true
}

/// Room in the table for one owner more than there are owners and waiters; false without memory.
private func reserveSharedOwner(of resource: Resource) -> Bool {
    let needed = unsafe Int(resource.pointee.ActiveEntries + resource.pointee.NumberOfSharedWaiters) + 2
    let old = unsafe resource.pointee.OwnerTable
    let size = unsafe old.map { unsafe Int($0.pointee.OwnerCount) } ?? 0
    if needed <= size { return true }
    let newSize = max(4, 2 * size)
    guard let memory = unsafe allocatePool(newSize * MemoryLayout<OWNER_ENTRY>.stride) else { return false }
    let table = unsafe memory.assumingMemoryBound(to: OWNER_ENTRY.self)
    unsafe table.initialize(repeating: OWNER_ENTRY(), count: newSize)
    for index in 1..<max(1, size) { if let old = unsafe old { unsafe table[index] = old[index] } }
    unsafe table.pointee.OwnerCount = UInt32(newSize)
    unsafe resource.pointee.OwnerTable = table
    if let old = unsafe old { unsafe freePool(old) }
    return true
}
