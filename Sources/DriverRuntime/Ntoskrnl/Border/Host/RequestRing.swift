// The region is mapped for the life of the process and as large as driver_protocol.h says. The executive is trusted to write
// sound entries; each is copied once before it is used.

import CDriverProtocol
import CNT
import CWDM
import NTABI
import SeL4

/// The driver's end of the two rings: takes requests, gives completions.
@unsafe
struct RequestRing {
    let region: UnsafeMutableRawPointer
    private let header: UnsafeMutablePointer<driver_region_header>
    /// Rung by the executive when requests were added while we waited.
    private let requestDoorbell = Notification(CapabilityPointer(0x100))
    /// Rung by us when completions were added.
    private let completionDoorbell = Notification(CapabilityPointer(0x140))
    /// The dispatch thread rings once for all completions of a round.
    private var isDraining = false
    private let dispatchThread: KernelThread.Pointer

    /// Attaches this process to the executive.
    init() {
        var address: UInt = 0
        let status = unsafe NTStatus(code: NtDriverAttach(&address))
        guard status.isSuccess, let region = unsafe UnsafeMutableRawPointer(bitPattern: address)
        else {
            stop(status)
        }
        unsafe self.region = region
        unsafe header = region.assumingMemoryBound(to: driver_region_header.self)
        unsafe dispatchThread = KernelThread.current
        unsafe withUnsafeBytes(of: header.pointee.label_offsets) { bytes in
            for index in RunningKernel.numbering.offsets.indices {
                RunningKernel.numbering.offsets[index] = unsafe bytes.load(fromByteOffset: 8 * index, as: UInt.self)
            }
        }
    }

    /// The next request, if there is one.
    @inline(__always)
    func next() -> driver_request? {
        let head = unsafe header.pointee.request_head
        guard unsafe LoadAcquire32(&header.pointee.request_tail) != head else { return nil }
        let entries = unsafe (region + Int(DRIVER_REQUEST_RING))
            .assumingMemoryBound(to: driver_request.self)
        let request = unsafe entries[Int(head % UInt32(DRIVER_RING_ENTRIES))]
        unsafe StoreRelease32(&header.pointee.request_head, head &+ 1)
        return request
    }

    /// Called by the dispatch thread before it takes requests.
    mutating func beginRound() { unsafe isDraining = true }

    /// Called by the dispatch thread when the ring is empty: announces the end of the round, whether or not anything was
    /// completed in it, and sleeps until there is more.
    mutating func endRound() {
        completionLock.acquire()
        unsafe isDraining = false
        completionLock.release()
        unsafe completionDoorbell.signal()
        unsafe StoreSequential32(&header.pointee.driver_waits, 1)
        if unsafe LoadAcquire32(&header.pointee.request_tail) == header.pointee.request_head {
            _ = unsafe requestDoorbell.wait()
        }
        unsafe StoreSequential32(&header.pointee.driver_waits, 0)
    }

    /// Gives one answer to the executive, from any thread.
    mutating func complete(
        _ id: UInt32, _ status: NTStatus, information: UInt, fileEnd: UInt32 = UInt32(DRIVER_FILE_CLEANED)
    ) {
        completionLock.acquire()
        let tail = unsafe header.pointee.completion_tail
        // The executive outranks us: once rung, it has taken everything before we run again.
        while unsafe tail &- LoadAcquire32(&header.pointee.completion_head)
            >= UInt32(DRIVER_RING_ENTRIES)
        {
            unsafe completionDoorbell.signal()
        }
        let entries = unsafe (region + Int(DRIVER_COMPLETION_RING))
            .assumingMemoryBound(to: driver_completion.self)
        let entry = unsafe entries + Int(tail % UInt32(DRIVER_RING_ENTRIES))
        unsafe entry.pointee.id = id
        unsafe entry.pointee.status = status.rawValue
        unsafe entry.pointee.information = UInt64(information)
        unsafe entry.pointee.file_end = fileEnd
        unsafe StoreRelease32(&header.pointee.completion_tail, tail &+ 1)
        let waits = unsafe isDraining && KernelThread.current == dispatchThread
        completionLock.release()
        if !waits { unsafe completionDoorbell.signal() }
    }
}

/// Guards the producing end of the completion ring.
let completionLock = BlockingLock()
