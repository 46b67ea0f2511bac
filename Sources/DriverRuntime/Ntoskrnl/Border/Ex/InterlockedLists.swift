// The lists are the driver's own. They are changed at DISPATCH_LEVEL under `listLock`, so that interrupt threads are kept out
// as well.

import CWDM

/// What every ExInterlocked… routine holds; the driver's spin lock argument is one of many names for it.
let listLock = BlockingLock()

/// Puts an entry at the end. Returns what was last, or null for a list that was empty. Any level.
@c(ExfInterlockedInsertTailList)
public func exfInterlockedInsertTailList(
    _ head: UnsafeMutablePointer<LIST_ENTRY>, _ entry: UnsafeMutablePointer<LIST_ENTRY>,
    _ lock: UnsafeMutablePointer<KSPIN_LOCK>
) -> UnsafeMutablePointer<LIST_ENTRY>? {
    listLock.acquire()
    defer { listLock.release() }
    let last = unsafe IsListEmpty(head) ? nil : head.pointee.Blink
    unsafe InsertTailList(head, entry)
    return unsafe last
}

/// Puts an entry at the front. Returns what was first, or null for a list that was empty. Any level.
@c(ExfInterlockedInsertHeadList)
public func exfInterlockedInsertHeadList(
    _ head: UnsafeMutablePointer<LIST_ENTRY>, _ entry: UnsafeMutablePointer<LIST_ENTRY>,
    _ lock: UnsafeMutablePointer<KSPIN_LOCK>
) -> UnsafeMutablePointer<LIST_ENTRY>? {
    listLock.acquire()
    defer { listLock.release() }
    let first = unsafe IsListEmpty(head) ? nil : head.pointee.Flink
    unsafe InsertHeadList(head, entry)
    return unsafe first
}

/// Takes the first entry, or returns null. Any level.
@c(ExfInterlockedRemoveHeadList)
public func exfInterlockedRemoveHeadList(
    _ head: UnsafeMutablePointer<LIST_ENTRY>, _ lock: UnsafeMutablePointer<KSPIN_LOCK>
) -> UnsafeMutablePointer<LIST_ENTRY>? {
    listLock.acquire()
    defer { listLock.release() }
    guard unsafe !IsListEmpty(head) else { return nil }
    return unsafe RemoveHeadList(head)
}

/// Puts an entry at the front of a singly linked list. Returns what was first. Any level.
@c(ExInterlockedPushEntryList)
public func exInterlockedPushEntryList(
    _ head: UnsafeMutablePointer<SINGLE_LIST_ENTRY>,
    _ entry: UnsafeMutablePointer<SINGLE_LIST_ENTRY>, _ lock: UnsafeMutablePointer<KSPIN_LOCK>
) -> UnsafeMutablePointer<SINGLE_LIST_ENTRY>? {
    listLock.acquire()
    defer { listLock.release() }
    let first = unsafe head.pointee.Next
    unsafe entry.pointee.Next = first
    unsafe head.pointee.Next = entry
    return unsafe first
}

/// Takes the first entry of a singly linked list, or returns null. Any level.
@c(ExInterlockedPopEntryList)
public func exInterlockedPopEntryList(
    _ head: UnsafeMutablePointer<SINGLE_LIST_ENTRY>, _ lock: UnsafeMutablePointer<KSPIN_LOCK>
) -> UnsafeMutablePointer<SINGLE_LIST_ENTRY>? {
    listLock.acquire()
    defer { listLock.release() }
    guard let first = unsafe head.pointee.Next else { return nil }
    unsafe head.pointee.Next = first.pointee.Next
    return unsafe first
}

/// Adds, and returns the value before. Any level.
@c(ExInterlockedAddUlong)
public func exInterlockedAddUlong(
    _ value: UnsafeMutablePointer<UInt32>, _ increment: UInt32,
    _ lock: UnsafeMutablePointer<KSPIN_LOCK>
) -> UInt32 {
    listLock.acquire()
    defer { listLock.release() }
    let old = unsafe value.pointee
    unsafe value.pointee = old &+ increment
    return old
}
