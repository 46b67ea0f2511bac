// An IRP belongs to whoever was called with it last, until it is completed.

import CNT
import CWDM
import NTABI

/// Passes the request on: the next stack location is the current one, and the driver of `device` is called. Returns
/// what its dispatch routine returns.
@c(IofCallDriver)
public func iofCallDriver(_ device: DevicePointer, _ irp: IrpPointer) -> NTSTATUS {
    unsafe irp.pointee.CurrentLocation -= 1
    precondition(
        unsafe irp.pointee.CurrentLocation > 0, "a driver passes an IRP on with no location left")
    let location = unsafe IoGetNextIrpStackLocation(irp)
    unsafe irp.pointee.Tail.Overlay.CurrentStackLocation = location
    guard let location = unsafe location, let driver = unsafe device.pointee.DriverObject,
        let dispatch = unsafe DriverDispatch(driver, UInt32(location.pointee.MajorFunction))
    else { preconditionFailure("a device has no driver") }
    unsafe location.pointee.DeviceObject = device
    return unsafe dispatch(device, irp)
}

/// The exported function behind PoCallDriver: power IRPs are plain ones here.
@c(PoCallDriver)
public func poCallDriver(_ device: DevicePointer, _ irp: IrpPointer) -> NTSTATUS {
    unsafe iofCallDriver(device, irp)
}

/// Walks up the stack: each location's completion routine belongs to the driver above it, and may keep the IRP.
@c(IofCompleteRequest)
public func iofCompleteRequest(_ irp: IrpPointer, _ boost: Int8) {
    precondition(
        unsafe irp.pointee.CurrentLocation <= irp.pointee.StackCount + 1,
        "a driver completes an IRP twice")
    while unsafe irp.pointee.CurrentLocation <= irp.pointee.StackCount {
        guard let location = unsafe irp.pointee.Tail.Overlay.CurrentStackLocation else { return }
        unsafe irp.pointee.CurrentLocation += 1
        unsafe irp.pointee.Tail.Overlay.CurrentStackLocation = location + 1
        let control = Int(unsafe location.pointee.Control)
        unsafe irp.pointee.PendingReturned = UInt8(control & Int(SL_PENDING_RETURNED))
        let isLast = unsafe irp.pointee.CurrentLocation > irp.pointee.StackCount
        if unsafe isWanted(control, irp), let routine = unsafe location.pointee.CompletionRoutine {
            let device = unsafe isLast ? nil : (location + 1).pointee.DeviceObject
            let context = unsafe location.pointee.Context
            unsafe location.pointee.Control = 0
            let answer = unsafe routine(device, irp, context)
            if NTStatus(code: answer) == .moreProcessingRequired { return }
        } else if !isLast, control & Int(SL_PENDING_RETURNED) != 0 {
            unsafe IoMarkIrpPending(irp)
        }
    }
    unsafe finish(irp)
}

/// Whether the routine above asked to be called for an outcome like this one.
@inline(__always)
private func isWanted(_ control: Int, _ irp: IrpPointer) -> Bool {
    guard control & Int(SL_INVOKE_ON_SUCCESS | SL_INVOKE_ON_ERROR | SL_INVOKE_ON_CANCEL) != 0 else {
        return false
    }
    if unsafe NTStatus(code: irp.pointee.IoStatus.Status).isSuccess {
        if control & Int(SL_INVOKE_ON_SUCCESS) != 0 { return true }
    } else if control & Int(SL_INVOKE_ON_ERROR) != 0 {
        return true
    }
    return unsafe control & Int(SL_INVOKE_ON_CANCEL) != 0 && irp.pointee.Cancel != 0
}

/// Nobody above: the answer goes to the executive, or to the driver of this process that made the IRP.
@inline(__always)
private func finish(_ irp: IrpPointer) {
    let record = unsafe IrpRecord.of(irp)
    let id = unsafe record.pointee.requestID
    guard id != 0 else {
        unsafe finishLocal(irp)
        return
    }
    let status = unsafe NTStatus(code: irp.pointee.IoStatus.Status)
    precondition(status != .pending, "a driver completes an IRP with STATUS_PENDING")
    let information = unsafe irp.pointee.IoStatus.Information
    let fileEnd = unsafe record.pointee.fileEnd
    if unsafe irps.end(irp) { return }
    unsafe irps.give(back: irp)
    unsafe ring.complete(id, status, information: information, fileEnd: fileEnd)
}

@inline(never)
private func finishLocal(_ irp: IrpPointer) {
    let record = unsafe IrpRecord.of(irp)
    if let output = unsafe record.pointee.outputBuffer,
        let buffer = unsafe irp.pointee.AssociatedIrp.SystemBuffer,
        unsafe NTStatus(code: irp.pointee.IoStatus.Status).isSuccess
    {
        let length = unsafe min(Int(irp.pointee.IoStatus.Information), record.pointee.outputLength)
        unsafe output.copyMemory(from: buffer, byteCount: length)
    }
    if unsafe irp.pointee.Flags & UInt32(IRP_DEALLOCATE_BUFFER) != 0,
        let buffer = unsafe irp.pointee.AssociatedIrp.SystemBuffer
    {
        unsafe freePool(buffer)
    }
    unsafe freeChain(irp.pointee.MdlAddress)
    if let block = unsafe irp.pointee.UserIosb { unsafe block.pointee = irp.pointee.IoStatus }
    if let event = unsafe irp.pointee.UserEvent { _ = unsafe keSetEvent(event, 0, 0) }
    unsafe irps.give(back: irp)
}

private func freeChain(_ first: UnsafeMutablePointer<MDL>?) {
    var next = unsafe first
    while let mdl = unsafe next {
        unsafe next = mdl.pointee.Next
        unsafe ioFreeMdl(mdl)
    }
}
