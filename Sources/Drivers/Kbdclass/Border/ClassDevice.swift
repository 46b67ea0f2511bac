// The extension is as large as IoCreateDevice was told. Queue and list are touched at DISPATCH_LEVEL only. An IRP in the list
// belongs to the list; taking out its cancel routine is what makes it somebody's.

import CNT
import CWDM
import NTABI

typealias Device = UnsafeMutablePointer<DEVICE_OBJECT>
typealias Irp = UnsafeMutablePointer<IRP>

/// Behind the device object of `\Device\KeyboardClass0`.
@unsafe
struct ClassDevice {
    var queue = InputQueue()
    /// Reads that wait for input, first come first served.
    var readers = unsafe LIST_ENTRY()
    /// The port device below; requests this driver does not know go there.
    var port: Device?
    var lock: KSPIN_LOCK = 0

    typealias Pointer = UnsafeMutablePointer<ClassDevice>

    static func of(_ device: Device) -> Pointer {
        unsafe device.pointee.DeviceExtension.assumingMemoryBound(to: ClassDevice.self)
    }
}

/// What the port driver calls with new input, at DISPATCH_LEVEL.
func serviceCallback(
    _ device: Device?, _ start: UnsafeMutablePointer<KEYBOARD_INPUT_DATA>?,
    _ end: UnsafeMutablePointer<KEYBOARD_INPUT_DATA>?, _ consumed: UnsafeMutablePointer<UInt32>?
) {
    guard let device = unsafe device, var packet = unsafe start, let end = unsafe end else {
        return
    }
    let state = unsafe ClassDevice.of(device)
    let old = unsafe KeAcquireSpinLockRaiseToDpc(&state.pointee.lock)
    while unsafe packet < end {
        _ = unsafe state.pointee.queue.put(packet.pointee)
        unsafe consumed?.pointee += 1
        unsafe packet += 1
    }
    // One reader a packet at most: the first takes all there is, as far as it has room.
    var reader: Irp? = nil
    while unsafe !state.pointee.queue.isEmpty {
        unsafe reader = takeReader(state)
        guard let irp = unsafe reader else { break }
        unsafe fill(irp, from: state)
        unsafe KeReleaseSpinLock(&state.pointee.lock, old)
        unsafe IofCompleteRequest(irp, 0)
        _ = unsafe KeAcquireSpinLockRaiseToDpc(&state.pointee.lock)
    }
    unsafe KeReleaseSpinLock(&state.pointee.lock, old)
}

/// The first waiting read that nobody is cancelling.
private func takeReader(_ state: ClassDevice.Pointer) -> Irp? {
    while unsafe !IsListEmpty(&state.pointee.readers) {
        guard let entry = unsafe RemoveHeadList(&state.pointee.readers),
            let irp = unsafe IrpOfListEntry(entry)
        else { return nil }
        if unsafe IoSetCancelRoutine(irp, nil) != nil { return unsafe irp }
        // Its cancel routine is on its way here; it must find a list that it can take the entry out of.
        unsafe InitializeListHead(entry)
    }
    return nil
}

/// Moves what the read has room for into its buffer.
func fill(_ irp: Irp, from state: ClassDevice.Pointer) {
    guard let location = unsafe IoGetCurrentIrpStackLocation(irp),
        let buffer = unsafe irp.pointee.AssociatedIrp.SystemBuffer
    else { return }
    let packets = unsafe buffer.assumingMemoryBound(to: KEYBOARD_INPUT_DATA.self)
    let room = unsafe packetCount(length: location.pointee.Parameters.Read.Length) ?? 0
    var count = 0
    while count < room, let packet = unsafe state.pointee.queue.take() {
        unsafe packets[count] = packet
        count += 1
    }
    unsafe irp.pointee.IoStatus.Status = NTStatus.success.rawValue
    unsafe irp.pointee.IoStatus.Information = UInt(
        count * MemoryLayout<KEYBOARD_INPUT_DATA>.size)
}

/// IRP_MJ_READ: answered at once if there is input, else when there is.
func read(_ device: Device?, _ irp: Irp?) -> NTSTATUS {
    guard let device = unsafe device, let irp = unsafe irp,
        let location = unsafe IoGetCurrentIrpStackLocation(irp)
    else { return NTStatus.invalidParameter.rawValue }
    let state = unsafe ClassDevice.of(device)
    guard let room = unsafe packetCount(length: location.pointee.Parameters.Read.Length) else {
        return unsafe complete(irp, .bufferTooSmall)
    }
    guard room > 0 else { return unsafe complete(irp, .success) }
    let old = unsafe KeAcquireSpinLockRaiseToDpc(&state.pointee.lock)
    if unsafe !state.pointee.queue.isEmpty {
        unsafe fill(irp, from: state)
        unsafe KeReleaseSpinLock(&state.pointee.lock, old)
        unsafe IofCompleteRequest(irp, 0)
        return NTStatus.success.rawValue
    }
    unsafe IoMarkIrpPending(irp)
    unsafe InsertTailList(&state.pointee.readers, IrpListEntry(irp))
    _ = unsafe IoSetCancelRoutine(irp, cancelRead)
    // Cancelled before it had its routine: then it is ours to end, unless the routine runs already.
    let isCancelled = unsafe irp.pointee.Cancel != 0 && IoSetCancelRoutine(irp, nil) != nil
    if isCancelled { _ = unsafe RemoveEntryList(IrpListEntry(irp)) }
    unsafe KeReleaseSpinLock(&state.pointee.lock, old)
    if isCancelled { _ = unsafe complete(irp, .cancelled) }
    return NTStatus.pending.rawValue
}

private func cancelRead(_ device: Device?, _ irp: Irp?) {
    guard let device = unsafe device, let irp = unsafe irp else { return }
    let state = unsafe ClassDevice.of(device)
    unsafe IoReleaseCancelSpinLock(irp.pointee.CancelIrql)
    let old = unsafe KeAcquireSpinLockRaiseToDpc(&state.pointee.lock)
    _ = unsafe RemoveEntryList(IrpListEntry(irp))
    unsafe KeReleaseSpinLock(&state.pointee.lock, old)
    _ = unsafe complete(irp, .cancelled)
}

/// IRP_MJ_CLEANUP: the reads of a file object that has no handle any more end.
func cleanUp(_ device: Device?, _ irp: Irp?) -> NTSTATUS {
    guard let device = unsafe device, let irp = unsafe irp,
        let location = unsafe IoGetCurrentIrpStackLocation(irp)
    else { return NTStatus.invalidParameter.rawValue }
    let state = unsafe ClassDevice.of(device)
    while let reader = unsafe takeReader(state, of: location.pointee.FileObject) {
        _ = unsafe complete(reader, .cancelled)
    }
    return unsafe complete(irp, .success)
}

private func takeReader(
    _ state: ClassDevice.Pointer, of file: UnsafeMutablePointer<FILE_OBJECT>?
) -> Irp? {
    let old = unsafe KeAcquireSpinLockRaiseToDpc(&state.pointee.lock)
    defer { unsafe KeReleaseSpinLock(&state.pointee.lock, old) }
    let head = unsafe withUnsafeMutablePointer(to: &state.pointee.readers) { unsafe $0 }
    var entry = unsafe head.pointee.Flink
    while let link = unsafe entry, unsafe link != head {
        unsafe entry = link.pointee.Flink
        guard let irp = unsafe IrpOfListEntry(link),
            unsafe IoGetCurrentIrpStackLocation(irp).pointee.FileObject == file,
            unsafe IoSetCancelRoutine(irp, nil) != nil
        else { continue }
        _ = unsafe RemoveEntryList(link)
        return unsafe irp
    }
    return nil
}

func complete(_ irp: Irp, _ status: NTStatus, information: Int = 0) -> NTSTATUS {
    unsafe irp.pointee.IoStatus.Status = status.rawValue
    unsafe irp.pointee.IoStatus.Information = UInt(information)
    unsafe IofCompleteRequest(irp, 0)
    return status.rawValue
}
