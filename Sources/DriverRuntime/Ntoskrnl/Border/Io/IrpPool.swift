// One allocation holds IrpRecord, IRP, stack locations, in this order; drivers get a pointer to the IRP in the middle.

import CNT
import CWDM
import NTABI

public typealias IrpPointer = UnsafeMutablePointer<IRP>

/// What stands in front of every IRP.
@unsafe
struct IrpRecord {
    /// The executive's number of the request; 0 for an IRP that a driver made.
    var requestID: UInt32 = 0
    var stackSize: Int32 = 0
    /// Who asked, for IoGetRequestorProcessId and its like.
    var requesterProcess: UInt32 = 0
    var requesterThread: UInt32 = 0
    /// The process that asked, once a driver wanted to see it.
    var requester: UnsafeMutableRawPointer?
    /// What the dispatch thread, which has just called the driver, wants to know.
    var attention = Attention.none
    /// DRIVER_FILE_*, for the completion.
    var fileEnd: UInt32 = 0
    /// Where the answer of a driver's buffered device control goes, and how much of it there is room for.
    var outputBuffer: UnsafeMutableRawPointer?
    var outputLength: Int = 0
    var nextFree: UnsafeMutablePointer<IrpRecord>?
    /// Describes the requester's pages of a direct request.
    var mdl = unsafe MDL()
    var securityContext = unsafe IO_SECURITY_CONTEXT()

    enum Attention {
        case none
        /// Whether the IRP is over when the driver returns.
        case watched
        /// It is, and the dispatch thread goes on with it.
        case over
    }

    /// Distance from a record to its IRP: a multiple of 16.
    @inline(__always) static var size: Int { unsafe (MemoryLayout<IrpRecord>.size + 15) & ~15 }

    @inline(__always)
    static func of(_ irp: IrpPointer) -> UnsafeMutablePointer<IrpRecord> {
        unsafe (UnsafeMutableRawPointer(irp) - size).assumingMemoryBound(to: IrpRecord.self)
    }

    @inline(__always)
    static func irp(_ record: UnsafeMutablePointer<IrpRecord>) -> IrpPointer {
        unsafe (UnsafeMutableRawPointer(record) + size).assumingMemoryBound(to: IRP.self)
    }
}

/// Guards the IRP pool and the list of requests in progress.
let irpLock = BlockingLock()

/// IRPs, recycled: requests on their way are made and ended without touching the heap.
@unsafe
struct IrpPool {
    /// IRPs of the pool have room for this many stack locations; larger ones come from the heap.
    private static var pooledStackSize: Int { 8 }

    private var free: UnsafeMutablePointer<IrpRecord>?
    /// The executive's requests, linked through ThreadListEntry, so that one can be cancelled by number.
    private let active: UnsafeMutablePointer<LIST_ENTRY>

    init() {
        unsafe free = nil
        unsafe active = UnsafeMutablePointer.allocate(capacity: 1)
        unsafe InitializeListHead(active)
    }

    /// An IRP with every field zero but those that describe its own size.
    mutating func take(stackSize: Int) -> IrpPointer? {
        guard let record = unsafe takeRecord(stackSize: stackSize) else { return nil }
        let irp = unsafe IrpRecord.irp(record)
        let locations = unsafe stackSize * MemoryLayout<IO_STACK_LOCATION>.size
        unsafe memset(irp, 0, MemoryLayout<IRP>.size + locations)
        unsafe irp.pointee.`Type` = Int16(IO_TYPE_IRP)
        unsafe irp.pointee.Size = UInt16(MemoryLayout<IRP>.size + locations)
        unsafe irp.pointee.StackCount = Int8(stackSize)
        unsafe irp.pointee.CurrentLocation = Int8(stackSize + 1)
        unsafe irp.pointee.Tail.Overlay.CurrentStackLocation = Self.locations(irp) + stackSize
        unsafe irp.pointee.Tail.Overlay.Thread = UnsafeMutableRawPointer(KernelThread.current)
        unsafe InitializeListHead(&irp.pointee.ThreadListEntry)
        unsafe record.pointee.requestID = 0
        unsafe record.pointee.attention = .none
        unsafe record.pointee.fileEnd = 0
        unsafe record.pointee.stackSize = Int32(stackSize)
        unsafe record.pointee.outputBuffer = nil
        return unsafe irp
    }

    private mutating func takeRecord(stackSize: Int) -> UnsafeMutablePointer<IrpRecord>? {
        if unsafe stackSize <= Self.pooledStackSize {
            irpLock.acquire()
            if let record = unsafe free {
                unsafe free = record.pointee.nextFree
                irpLock.release()
                return unsafe record
            }
            irpLock.release()
        }
        let capacity = unsafe max(stackSize, Self.pooledStackSize)
        let size =
            unsafe IrpRecord.size + MemoryLayout<IRP>.size
            + capacity * MemoryLayout<IO_STACK_LOCATION>.size
        guard stackSize < 127, let memory = unsafe allocatePool(size) else { return nil }
        let record = unsafe memory.assumingMemoryBound(to: IrpRecord.self)
        unsafe record.initialize(to: IrpRecord())
        return unsafe record
    }

    mutating func give(back irp: IrpPointer) {
        let record = unsafe IrpRecord.of(irp)
        if let requester = unsafe record.pointee.requester {
            _ = unsafe obfDereferenceObject(requester)
            unsafe record.pointee.requester = nil
        }
        guard unsafe Int(record.pointee.stackSize) <= Self.pooledStackSize else {
            unsafe freePool(UnsafeMutableRawPointer(record))
            return
        }
        irpLock.acquire()
        unsafe record.pointee.nextFree = free
        unsafe free = record
        irpLock.release()
    }

    mutating func activate(_ irp: IrpPointer, requestID: UInt32) {
        unsafe IrpRecord.of(irp).pointee.requestID = requestID
        irpLock.acquire()
        unsafe InsertTailList(active, &irp.pointee.ThreadListEntry)
        irpLock.release()
    }

    /// The driver is done with an IRP. True if the dispatch thread watches it, and goes on with it.
    @inline(__always)
    mutating func end(_ irp: IrpPointer) -> Bool {
        irpLock.acquire()
        _ = unsafe RemoveEntryList(&irp.pointee.ThreadListEntry)
        let record = unsafe IrpRecord.of(irp)
        let isWatched = unsafe record.pointee.attention == .watched
        if isWatched { unsafe record.pointee.attention = .over }
        irpLock.release()
        return isWatched
    }

    /// The end of watching an IRP. True if it is over; else it ends by itself.
    mutating func stopWatching(_ irp: IrpPointer) -> Bool {
        irpLock.acquire()
        defer { irpLock.release() }
        let record = unsafe IrpRecord.of(irp)
        if unsafe record.pointee.attention == .over { return true }
        unsafe record.pointee.attention = .none
        return false
    }

    /// The request in progress that the executive calls `id`.
    func request(_ id: UInt32) -> IrpPointer? {
        irpLock.acquire()
        defer { irpLock.release() }
        var entry = unsafe active.pointee.Flink
        while let link = unsafe entry, unsafe link != active {
            let irp = unsafe (UnsafeMutableRawPointer(link) - 0x20)
                .assumingMemoryBound(to: IRP.self)
            if unsafe IrpRecord.of(irp).pointee.requestID == id { return unsafe irp }
            unsafe entry = link.pointee.Flink
        }
        return nil
    }

    @inline(__always)
    static func locations(_ irp: IrpPointer) -> UnsafeMutablePointer<IO_STACK_LOCATION> {
        unsafe (UnsafeMutableRawPointer(irp) + MemoryLayout<IRP>.size)
            .assumingMemoryBound(to: IO_STACK_LOCATION.self)
    }
}

/// An IRP with so many stack locations and no current one, or null without memory.
@c(IoAllocateIrp)
public func ioAllocateIrp(_ stackSize: Int8, _ chargeQuota: UInt8) -> IrpPointer? {
    unsafe irps.take(stackSize: Int(stackSize))
}

/// Gives back what `IoAllocateIrp` gave.
@c(IoFreeIrp) public func ioFreeIrp(_ irp: IrpPointer) { unsafe irps.give(back: irp) }

/// Makes an IRP of memory of the driver's own; `size` is what `IoSizeofIrp` says.
@c(IoInitializeIrp)
public func ioInitializeIrp(_ irp: IrpPointer, _ size: UInt16, _ stackSize: Int8) {
    unsafe memset(irp, 0, Int(size))
    unsafe irp.pointee.`Type` = Int16(IO_TYPE_IRP)
    unsafe irp.pointee.Size = size
    unsafe irp.pointee.StackCount = stackSize
    unsafe irp.pointee.CurrentLocation = stackSize + 1
    unsafe irp.pointee.Tail.Overlay.CurrentStackLocation = IrpPool.locations(irp) + Int(stackSize)
    unsafe InitializeListHead(&irp.pointee.ThreadListEntry)
}

/// Makes an IRP as new, with a status to begin with.
@c(IoReuseIrp) public func ioReuseIrp(_ irp: IrpPointer, _ status: NTSTATUS) {
    unsafe ioInitializeIrp(irp, irp.pointee.Size, irp.pointee.StackCount)
    unsafe irp.pointee.IoStatus.Status = status
}

/// Bytes of an IRP with `stackSize` locations.
@c(IoSizeofIrp) public func ioSizeofIrp(_ stackSize: Int8) -> UInt16 {
    unsafe UInt16(MemoryLayout<IRP>.size + Int(stackSize) * MemoryLayout<IO_STACK_LOCATION>.size)
}
