// Lists are the driver's own and changed under `listLock`; an entry is at least as large as the link it holds while free.

import CWDM

/// Takes the first entry of a sequenced list, or returns null.
@c(ExpInterlockedPopEntrySList)
public func expInterlockedPopEntrySList(_ list: UnsafeMutablePointer<SLIST_HEADER>)
    -> UnsafeMutablePointer<SINGLE_LIST_ENTRY>?
{
    listLock.acquire()
    defer { listLock.release() }
    guard let first = unsafe list.pointee.first.Next else { return nil }
    unsafe list.pointee.first.Next = first.pointee.Next
    unsafe list.pointee.depth -= 1
    return unsafe first
}

/// Puts an entry at the front of a sequenced list. Returns what was first.
@c(ExpInterlockedPushEntrySList)
public func expInterlockedPushEntrySList(
    _ list: UnsafeMutablePointer<SLIST_HEADER>, _ entry: UnsafeMutablePointer<SINGLE_LIST_ENTRY>
) -> UnsafeMutablePointer<SINGLE_LIST_ENTRY>? {
    listLock.acquire()
    defer { listLock.release() }
    let first = unsafe list.pointee.first.Next
    unsafe entry.pointee.Next = first
    unsafe list.pointee.first.Next = entry
    unsafe list.pointee.depth += 1
    return unsafe first
}

/// Empties a sequenced list. Returns what was first, with the rest behind it.
@c(ExpInterlockedFlushSList)
public func expInterlockedFlushSList(_ list: UnsafeMutablePointer<SLIST_HEADER>)
    -> UnsafeMutablePointer<SINGLE_LIST_ENTRY>?
{
    listLock.acquire()
    defer { listLock.release() }
    let first = unsafe list.pointee.first.Next
    unsafe list.pointee = SLIST_HEADER()
    return unsafe first
}

/// How many entries a sequenced list has.
@c(ExQueryDepthSList)
public func exQueryDepthSList(_ list: UnsafeMutablePointer<SLIST_HEADER>) -> UInt16 {
    UInt16(truncatingIfNeeded: unsafe list.pointee.depth)
}

/// Blocks that such a list keeps at most, as on NT before it has seen any traffic.
private let initialDepth: UInt16 = 4

/// Makes a list of free blocks of `size` bytes. Null routines mean pool.
@c(ExInitializeNPagedLookasideList)
public func exInitializeNPagedLookasideList(
    _ list: UnsafeMutablePointer<GENERAL_LOOKASIDE>,
    _ allocate: (@convention(c) (Int32, Int, UInt32) -> UnsafeMutableRawPointer?)?,
    _ free: (@convention(c) (UnsafeMutableRawPointer?) -> Void)?, _ flags: UInt32, _ size: UInt,
    _ tag: UInt32, _ depth: UInt16
) {
    unsafe list.pointee = unsafe GENERAL_LOOKASIDE()
    unsafe list.pointee.Depth = initialDepth
    unsafe list.pointee.MaximumDepth = 256
    unsafe list.pointee.Tag = tag
    unsafe list.pointee.Size = unsafe UInt32(
        max(size, UInt(MemoryLayout<SINGLE_LIST_ENTRY>.size)))
    unsafe list.pointee.Allocate =
        unsafe allocate ?? { _, size, _ in unsafe allocatePool(size) }
    unsafe list.pointee.Free =
        unsafe free ?? { memory in if let memory = unsafe memory { unsafe freePool(memory) } }
}

/// The same: nothing is paged here.
@c(ExInitializePagedLookasideList)
public func exInitializePagedLookasideList(
    _ list: UnsafeMutablePointer<GENERAL_LOOKASIDE>,
    _ allocate: (@convention(c) (Int32, Int, UInt32) -> UnsafeMutableRawPointer?)?,
    _ free: (@convention(c) (UnsafeMutableRawPointer?) -> Void)?, _ flags: UInt32, _ size: UInt,
    _ tag: UInt32, _ depth: UInt16
) {
    unsafe exInitializeNPagedLookasideList(list, allocate, free, flags, size, tag, depth)
    unsafe list.pointee.`Type` = 1
}

/// Frees the blocks that the list keeps.
@c(ExDeleteNPagedLookasideList)
public func exDeleteNPagedLookasideList(_ list: UnsafeMutablePointer<GENERAL_LOOKASIDE>) {
    while let entry = unsafe expInterlockedPopEntrySList(&list.pointee.ListHead) {
        unsafe list.pointee.Free?(UnsafeMutableRawPointer(entry))
    }
}

/// The same as for a list of blocks that are not paged.
@c(ExDeletePagedLookasideList)
public func exDeletePagedLookasideList(_ list: UnsafeMutablePointer<GENERAL_LOOKASIDE>) {
    unsafe exDeleteNPagedLookasideList(list)
}
