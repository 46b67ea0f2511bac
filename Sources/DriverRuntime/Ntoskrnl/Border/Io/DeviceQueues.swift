// Queues are the driver's own. They are changed at DISPATCH_LEVEL, where nobody else of the process can be.

import CWDM

/// Makes an idle, empty queue.
@c(KeInitializeDeviceQueue)
public func keInitializeDeviceQueue(_ queue: UnsafeMutablePointer<KDEVICE_QUEUE>) {
    unsafe queue.pointee = KDEVICE_QUEUE()
    unsafe queue.pointee.`Type` = Int16(DeviceQueueObject)
    unsafe queue.pointee.Size = Int16(MemoryLayout<KDEVICE_QUEUE>.size)
    unsafe InitializeListHead(&queue.pointee.DeviceListHead)
}

/// Makes an idle queue busy and returns false; otherwise queues the entry and returns true.
@c(KeInsertDeviceQueue)
public func keInsertDeviceQueue(
    _ queue: UnsafeMutablePointer<KDEVICE_QUEUE>, _ entry: UnsafeMutablePointer<KDEVICE_QUEUE_ENTRY>
) -> UInt8 {
    unsafe insert(queue, entry, key: nil)
}

/// Makes an idle queue busy, and returns 0; puts the entry into a busy one behind those with keys no greater, and
/// returns 1.
@c(KeInsertByKeyDeviceQueue)
public func keInsertByKeyDeviceQueue(
    _ queue: UnsafeMutablePointer<KDEVICE_QUEUE>,
    _ entry: UnsafeMutablePointer<KDEVICE_QUEUE_ENTRY>, _ key: UInt32
) -> UInt8 {
    unsafe insert(queue, entry, key: key)
}

private func insert(
    _ queue: UnsafeMutablePointer<KDEVICE_QUEUE>,
    _ entry: UnsafeMutablePointer<KDEVICE_QUEUE_ENTRY>, key: UInt32?
) -> UInt8 {
    let old = raiseIrql(UInt8(DISPATCH_LEVEL))
    defer { lowerIrql(old) }
    guard unsafe queue.pointee.Busy != 0 else {
        unsafe queue.pointee.Busy = 1
        unsafe entry.pointee.Inserted = 0
        return 0
    }
    let head = unsafe withUnsafeMutablePointer(to: &queue.pointee.DeviceListHead) { unsafe $0 }
    var place = unsafe head
    if let key {
        unsafe entry.pointee.SortKey = key
        unsafe place = head.pointee.Flink
        while unsafe place != head, unsafe queueEntry(place).pointee.SortKey <= key {
            unsafe place = place.pointee.Flink
        }
    }
    unsafe InsertTailList(place, &entry.pointee.DeviceListEntry)
    unsafe entry.pointee.Inserted = 1
    return 1
}

private func queueEntry(_ link: UnsafeMutablePointer<LIST_ENTRY>)
    -> UnsafeMutablePointer<KDEVICE_QUEUE_ENTRY>
{
    unsafe UnsafeMutableRawPointer(link).assumingMemoryBound(to: KDEVICE_QUEUE_ENTRY.self)
}

/// Takes the first entry out; an empty queue becomes idle.
@c(KeRemoveDeviceQueue)
public func keRemoveDeviceQueue(_ queue: UnsafeMutablePointer<KDEVICE_QUEUE>)
    -> UnsafeMutablePointer<KDEVICE_QUEUE_ENTRY>?
{
    let old = raiseIrql(UInt8(DISPATCH_LEVEL))
    defer { lowerIrql(old) }
    guard unsafe !IsListEmpty(&queue.pointee.DeviceListHead) else {
        unsafe queue.pointee.Busy = 0
        return nil
    }
    let entry = unsafe queueEntry(RemoveHeadList(&queue.pointee.DeviceListHead))
    unsafe entry.pointee.Inserted = 0
    return unsafe entry
}

/// Takes the first entry with a key of at least `key`, or else the first; an empty queue becomes idle, and null is
/// returned.
@c(KeRemoveByKeyDeviceQueue)
public func keRemoveByKeyDeviceQueue(_ queue: UnsafeMutablePointer<KDEVICE_QUEUE>, _ key: UInt32)
    -> UnsafeMutablePointer<KDEVICE_QUEUE_ENTRY>?
{
    let old = raiseIrql(UInt8(DISPATCH_LEVEL))
    defer { lowerIrql(old) }
    let head = unsafe withUnsafeMutablePointer(to: &queue.pointee.DeviceListHead) { unsafe $0 }
    var place: UnsafeMutablePointer<LIST_ENTRY> = unsafe head.pointee.Flink
    while unsafe place != head, unsafe queueEntry(place).pointee.SortKey < key {
        unsafe place = place.pointee.Flink
    }
    // Nothing at or behind the key: round again from the lowest.
    if unsafe place == head { unsafe place = head.pointee.Flink }
    guard unsafe place != head else {
        unsafe queue.pointee.Busy = 0
        return nil
    }
    _ = unsafe RemoveEntryList(place)
    unsafe queueEntry(place).pointee.Inserted = 0
    return unsafe queueEntry(place)
}

/// Takes this entry out. Returns whether it was queued.
@c(KeRemoveEntryDeviceQueue)
public func keRemoveEntryDeviceQueue(
    _ queue: UnsafeMutablePointer<KDEVICE_QUEUE>, _ entry: UnsafeMutablePointer<KDEVICE_QUEUE_ENTRY>
) -> UInt8 {
    let old = raiseIrql(UInt8(DISPATCH_LEVEL))
    defer { lowerIrql(old) }
    guard unsafe entry.pointee.Inserted != 0 else { return 0 }
    unsafe entry.pointee.Inserted = 0
    _ = unsafe RemoveEntryList(&entry.pointee.DeviceListEntry)
    return 1
}
