// DeviceQueueEntry lies in the IRP, and the IRP is the queue's until it is taken out.

import CWDM

private func irp(of entry: UnsafeMutablePointer<KDEVICE_QUEUE_ENTRY>) -> IrpPointer {
    unsafe (UnsafeMutableRawPointer(entry) - 0x78).assumingMemoryBound(to: IRP.self)
}

/// Calls the driver's StartIo if the device is idle; queues the IRP otherwise.
@c(IoStartPacket)
public func ioStartPacket(
    _ device: DevicePointer, _ irp: IrpPointer, _ key: UnsafePointer<UInt32>?,
    _ cancelRoutine: PDRIVER_CANCEL?
) {
    let old = raiseIrql(UInt8(DISPATCH_LEVEL))
    defer { lowerIrql(old) }
    if unsafe cancelRoutine != nil { _ = unsafe IoSetCancelRoutine(irp, cancelRoutine) }
    guard let entry = unsafe IrpDeviceQueueEntry(irp) else { return }
    let isQueued =
        if let key = unsafe key {
            unsafe keInsertByKeyDeviceQueue(&device.pointee.DeviceQueue, entry, key.pointee)
        } else {
            unsafe keInsertDeviceQueue(&device.pointee.DeviceQueue, entry)
        }
    if isQueued == 0 {
        unsafe start(device, irp)
    } else if unsafe irp.pointee.Cancel != 0,
        let routine = unsafe IoSetCancelRoutine(irp, nil)
    {
        // Cancelled before it had its routine: nobody else will call that. The routine lowers the level, and this
        // function once more.
        unsafe irp.pointee.CancelIrql = UInt8(DISPATCH_LEVEL)
        unsafe routine(device, irp)
    }
}

/// Starts the next queued request of the device, in the order of queuing, or leaves the device idle.
@c(IoStartNextPacket)
public func ioStartNextPacket(_ device: DevicePointer, _ cancelable: UInt8) {
    let old = raiseIrql(UInt8(DISPATCH_LEVEL))
    defer { lowerIrql(old) }
    unsafe device.pointee.CurrentIrp = nil
    guard let entry = unsafe keRemoveDeviceQueue(&device.pointee.DeviceQueue) else { return }
    unsafe start(device, irp(of: entry))
}

/// The same, in the order of keys from `key` on.
@c(IoStartNextPacketByKey)
public func ioStartNextPacketByKey(_ device: DevicePointer, _ cancelable: UInt8, _ key: UInt32) {
    let old = raiseIrql(UInt8(DISPATCH_LEVEL))
    defer { lowerIrql(old) }
    unsafe device.pointee.CurrentIrp = nil
    guard let entry = unsafe keRemoveByKeyDeviceQueue(&device.pointee.DeviceQueue, key) else {
        return
    }
    unsafe start(device, irp(of: entry))
}

private func start(_ device: DevicePointer, _ irp: IrpPointer) {
    unsafe device.pointee.CurrentIrp = irp
    unsafe device.pointee.DriverObject?.pointee.DriverStartIo?(device, irp)
}
