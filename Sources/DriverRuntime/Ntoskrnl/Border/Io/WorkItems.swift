// An item belongs to the queue until its routine is called; `workLock` guards the list.

import CWDM

/// Guards the work queue.
let workLock = BlockingLock()

/// Work for a thread at PASSIVE_LEVEL.
@unsafe
struct WorkQueue {
    private let head: UnsafeMutablePointer<LIST_ENTRY>
    private let work: SystemEvent

    init() {
        unsafe head = UnsafeMutablePointer.allocate(capacity: 1)
        unsafe InitializeListHead(head)
        unsafe work = SystemEvent.create()
    }

    mutating func insert(_ item: UnsafeMutablePointer<WORK_QUEUE_ITEM>) {
        workLock.acquire()
        unsafe InsertTailList(head, &item.pointee.List)
        workLock.release()
        unsafe wake()
    }

    /// Lets the worker look at the queue.
    func wake() { unsafe work.set() }

    /// The worker thread.
    mutating func run() -> Never {
        while true {
            workLock.acquire()
            guard unsafe !IsListEmpty(head), let entry = unsafe RemoveHeadList(head) else {
                workLock.release()
                unsafe work.wait()
                continue
            }
            workLock.release()
            let item = unsafe UnsafeMutableRawPointer(entry)
                .assumingMemoryBound(to: WORK_QUEUE_ITEM.self)
            let parameter = unsafe item.pointee.Parameter
            unsafe item.pointee.WorkerRoutine?(parameter)
        }
    }
}

/// Has the process's worker thread call the item's routine at PASSIVE_LEVEL, in the order of queuing. The item is
/// free again when its routine is called.
@c(ExQueueWorkItem)
public func exQueueWorkItem(_ item: UnsafeMutablePointer<WORK_QUEUE_ITEM>, _ queue: Int32) {
    unsafe workQueue.insert(item)
}

/// IO_WORKITEM: a work item that knows its device.
@unsafe
private struct IoWorkItem {
    var item = unsafe WORK_QUEUE_ITEM()
    var device: DevicePointer
    var routine: Routine?
    var context: UnsafeMutableRawPointer?

    typealias Routine = @convention(c) (DevicePointer?, UnsafeMutableRawPointer?) -> Void
}

/// A work item for a device, or null without memory.
@c(IoAllocateWorkItem)
public func ioAllocateWorkItem(_ device: DevicePointer) -> OpaquePointer? {
    guard let memory = unsafe allocatePool(MemoryLayout<IoWorkItem>.size) else { return nil }
    let item = unsafe memory.assumingMemoryBound(to: IoWorkItem.self)
    unsafe item.initialize(to: IoWorkItem(device: device))
    return OpaquePointer(item)
}

/// Frees a work item; its own routine may do that.
@c(IoFreeWorkItem) public func ioFreeWorkItem(_ item: OpaquePointer) {
    unsafe freePool(UnsafeMutableRawPointer(item))
}

/// Has `routine` called at PASSIVE_LEVEL with device and context.
@c(IoQueueWorkItem)
public func ioQueueWorkItem(
    _ item: OpaquePointer,
    _ routine: @convention(c) (DevicePointer?, UnsafeMutableRawPointer?) -> Void,
    _ queue: Int32, _ context: UnsafeMutableRawPointer?
) {
    let work = unsafe UnsafeMutablePointer<IoWorkItem>(item)
    unsafe work.pointee.routine = routine
    unsafe work.pointee.context = context
    unsafe work.pointee.item.WorkerRoutine = { parameter in
        guard let parameter = unsafe parameter else { return }
        let work = unsafe parameter.assumingMemoryBound(to: IoWorkItem.self).pointee
        unsafe work.routine?(work.device, work.context)
    }
    unsafe work.pointee.item.Parameter = UnsafeMutableRawPointer(work)
    unsafe withUnsafeMutablePointer(to: &work.pointee.item) { unsafe workQueue.insert($0) }
}
