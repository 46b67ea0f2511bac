// Buffers and the status block belong to the driver that asks, and outlive the request, as NT demands.

import CNT
import CWDM
import NTABI

/// An IRP for a device control of a driver's own, whose outcome lands in `ioStatusBlock` and `event`.
@c(IoBuildDeviceIoControlRequest)
public func ioBuildDeviceIoControlRequest(
    _ code: UInt32, _ device: DevicePointer, _ input: UnsafeMutableRawPointer?,
    _ inputLength: UInt32, _ output: UnsafeMutableRawPointer?, _ outputLength: UInt32,
    _ isInternal: UInt8, _ event: UnsafeMutablePointer<KEVENT>?,
    _ ioStatusBlock: UnsafeMutablePointer<IO_STATUS_BLOCK>?
) -> IrpPointer? {
    guard let irp = unsafe irps.take(stackSize: Int(device.pointee.StackSize)),
        let location = unsafe IoGetNextIrpStackLocation(irp)
    else { return nil }
    let isPlain = isInternal == 0
    unsafe location.pointee.MajorFunction = UInt8(
        isPlain ? IRP_MJ_DEVICE_CONTROL : IRP_MJ_INTERNAL_DEVICE_CONTROL)
    unsafe location.pointee.Parameters.DeviceIoControl.IoControlCode = code
    unsafe location.pointee.Parameters.DeviceIoControl.InputBufferLength = inputLength
    unsafe location.pointee.Parameters.DeviceIoControl.OutputBufferLength = outputLength
    unsafe irp.pointee.UserIosb = ioStatusBlock
    unsafe irp.pointee.UserEvent = event
    let method = Int(code & 3)
    if method == Int(METHOD_NEITHER) {
        unsafe irp.pointee.UserBuffer = output
        unsafe location.pointee.Parameters.DeviceIoControl.Type3InputBuffer = input
        return unsafe irp
    }
    let isBuffered = method == Int(METHOD_BUFFERED)
    let systemLength = Int(isBuffered ? max(inputLength, outputLength) : inputLength)
    if systemLength > 0 {
        guard let buffer = unsafe allocatePool(systemLength) else {
            unsafe irps.give(back: irp)
            return nil
        }
        if let input = unsafe input {
            unsafe buffer.copyMemory(from: input, byteCount: Int(inputLength))
        }
        unsafe irp.pointee.AssociatedIrp.SystemBuffer = buffer
        unsafe irp.pointee.Flags = UInt32(IRP_BUFFERED_IO | IRP_DEALLOCATE_BUFFER)
    }
    if isBuffered {
        unsafe IrpRecord.of(irp).pointee.outputBuffer = output
        unsafe IrpRecord.of(irp).pointee.outputLength = Int(outputLength)
    } else if outputLength > 0 {
        _ = unsafe ioAllocateMdl(output, outputLength, 0, 0, irp)
    }
    return unsafe irp
}

/// An IRP for a read, write, flush or shutdown of a driver's own.
@c(IoBuildSynchronousFsdRequest)
public func ioBuildSynchronousFsdRequest(
    _ major: UInt32, _ device: DevicePointer, _ buffer: UnsafeMutableRawPointer?,
    _ length: UInt32, _ offset: UnsafePointer<Int64>?, _ event: UnsafeMutablePointer<KEVENT>?,
    _ ioStatusBlock: UnsafeMutablePointer<IO_STATUS_BLOCK>?
) -> IrpPointer? {
    guard
        let irp = unsafe ioBuildAsynchronousFsdRequest(
            major, device, buffer, length, offset, ioStatusBlock)
    else { return nil }
    unsafe irp.pointee.UserEvent = event
    return unsafe irp
}

/// A read or write request for `device`, its buffer passed as the device's flags ask; null without memory. Who
/// builds it frees it.
@c(IoBuildAsynchronousFsdRequest)
public func ioBuildAsynchronousFsdRequest(
    _ major: UInt32, _ device: DevicePointer, _ buffer: UnsafeMutableRawPointer?,
    _ length: UInt32, _ offset: UnsafePointer<Int64>?,
    _ ioStatusBlock: UnsafeMutablePointer<IO_STATUS_BLOCK>?
) -> IrpPointer? {
    guard let irp = unsafe irps.take(stackSize: Int(device.pointee.StackSize)),
        let location = unsafe IoGetNextIrpStackLocation(irp)
    else { return nil }
    unsafe location.pointee.MajorFunction = UInt8(truncatingIfNeeded: major)
    unsafe location.pointee.Parameters.Read.Length = length
    unsafe location.pointee.Parameters.Read.ByteOffset = offset?.pointee ?? 0
    unsafe irp.pointee.UserIosb = ioStatusBlock
    let flags = unsafe device.pointee.Flags
    if flags & UInt32(DO_BUFFERED_IO) != 0 {
        // The buffer is this process's own: it serves as system buffer as it is.
        unsafe irp.pointee.AssociatedIrp.SystemBuffer = buffer
    } else if flags & UInt32(DO_DIRECT_IO) != 0, length > 0 {
        _ = unsafe ioAllocateMdl(buffer, length, 0, 0, irp)
    } else {
        unsafe irp.pointee.UserBuffer = buffer
    }
    return unsafe irp
}
