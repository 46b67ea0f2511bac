// Addresses in a request come from the executive, which made the views and buffers they point to.

import CDriverProtocol
import CNT
import CWDM
import NTABI

/// Does what one ring entry asks.
@inline(__always)
func dispatch(_ request: driver_request) {
    if request.kind == UInt32(DRIVER_REQUEST_IRP) {
        if request.ends_file != 0 { endFile(request) } else { dispatchIrp(request) }
    } else {
        dispatchOther(request)
    }
}

@inline(never)
private func dispatchOther(_ request: driver_request) {
    switch Int(request.kind) {
    case Int(DRIVER_REQUEST_CANCEL):
        if let irp = unsafe irps.request(request.id) { _ = unsafe ioCancelIrp(irp) }
    case Int(DRIVER_REQUEST_LOAD):
        unsafe drivers.load(
            id: request.device, key: text(request.name_offset, request.name_length),
            path: text(request.path_offset, request.path_length))
    case Int(DRIVER_REQUEST_UNLOAD):
        unsafe ring.complete(request.id, drivers.unload(id: request.device), information: 0)
    case Int(DRIVER_REQUEST_FILE_GONE):
        unsafe files.remove(request.file)
    default:
        preconditionFailure("the executive and the driver runtime speak different protocols")
    }
}

/// UTF-16 text in the shared region.
private func text(_ offset: UInt32, _ length: UInt32) -> UnicodeString {
    let units = unsafe (ring.region + Int(offset)).assumingMemoryBound(to: UInt16.self)
    return unsafe UnicodeString(Array(UnsafeBufferPointer(start: units, count: Int(length) / 2)))
}

/// Makes the IRP and calls the top of the device's stack.
@inline(__always)
private func dispatchIrp(_ request: driver_request) {
    guard let call = unsafe makeIrp(request) else { return }
    _ = unsafe iofCallDriver(call.top, call.irp)
}

/// The last two requests of a file in one: IRP_MJ_CLEANUP, then IRP_MJ_CLOSE, then the file object goes. If an IRP is not over
/// when the driver returns, its completion says what is still to be done.
@inline(never)
private func endFile(_ request: driver_request) {
    guard callAndSee(request, fileEnd: UInt32(DRIVER_FILE_CLEANED)) else { return }
    var close = request
    close.major = UInt8(IRP_MJ_CLOSE)
    guard callAndSee(close, fileEnd: UInt32(DRIVER_FILE_CLOSED)) else { return }
    unsafe files.remove(request.file)
    unsafe ring.complete(request.id, .success, information: 0, fileEnd: UInt32(DRIVER_FILE_GONE))
}

/// Calls the driver and takes the IRP back. False if it was not over when the driver returned.
private func callAndSee(_ request: driver_request, fileEnd: UInt32) -> Bool {
    guard let call = unsafe makeIrp(request) else { return false }
    let record = unsafe IrpRecord.of(call.irp)
    unsafe record.pointee.fileEnd = fileEnd
    unsafe record.pointee.attention = .watched
    _ = unsafe iofCallDriver(call.top, call.irp)
    guard unsafe irps.stopWatching(call.irp) else { return false }
    unsafe irps.give(back: call.irp)
    return true
}

/// An IRP for what the ring entry asks, and the device to call with it; nil if there can be none, and the request is over.
@inline(__always)
private func makeIrp(_ request: driver_request) -> (top: DevicePointer, irp: IrpPointer)? {
    guard let device = unsafe devices.device(request.device) else {
        unsafe ring.complete(request.id, .noSuchDevice, information: 0)
        return nil
    }
    let top = unsafe topOfStack(device)
    guard let irp = unsafe irps.take(stackSize: Int(top.pointee.StackSize)) else {
        unsafe ring.complete(request.id, .insufficientResources, information: 0)
        return nil
    }
    var file: FilePointer? = nil
    if request.file != 0 {
        unsafe file = files.object(request.file, on: device)
        if unsafe file == nil {
            unsafe irps.give(back: irp)
            unsafe ring.complete(request.id, .insufficientResources, information: 0)
            return nil
        }
    }
    unsafe fill(irp, request, file, deviceFlags: top.pointee.Flags)
    unsafe irps.activate(irp, requestID: request.id)
    return unsafe (top, irp)
}

@inline(__always)
private func fill(
    _ irp: IrpPointer, _ request: driver_request, _ file: FilePointer?, deviceFlags: UInt32
) {
    let record = unsafe IrpRecord.of(irp)
    unsafe record.pointee.requesterProcess = request.requester_process
    unsafe record.pointee.requesterThread = request.requester_thread
    unsafe KernelThread.current.pointee.requesterProcess = request.requester_process
    unsafe irp.pointee.Flags = request.irp_flags
    unsafe irp.pointee.RequestorMode = Int8(UserMode)
    unsafe irp.pointee.Tail.Overlay.OriginalFileObject = file
    guard let location = unsafe IoGetNextIrpStackLocation(irp) else { return }
    unsafe location.pointee.MajorFunction = request.major
    unsafe location.pointee.MinorFunction = request.minor
    unsafe location.pointee.Flags = request.stack_flags
    unsafe location.pointee.FileObject = file
    unsafe withUnsafeMutableBytes(of: &location.pointee.Parameters) { parameters in
        unsafe parameters.storeBytes(
            of: request.parameters, as: (UInt64, UInt64, UInt64, UInt64).self)
    }
    if request.system_offset != 0 {
        unsafe irp.pointee.AssociatedIrp.SystemBuffer = ring.region + Int(request.system_offset)
    }
    if request.view != 0 { unsafe fillView(irp, location, request, deviceFlags) }
    if request.major == UInt8(IRP_MJ_CREATE) { unsafe fillCreate(record, location, request, file) }
    if request.input_view != 0 {
        unsafe location.pointee.Parameters.DeviceIoControl.Type3InputBuffer =
            UnsafeMutableRawPointer(bitPattern: UInt(request.input_view))
    }
}

/// The requester's own pages: an MDL for direct I/O, the bare address for neither.
private func fillView(
    _ irp: IrpPointer, _ location: UnsafeMutablePointer<IO_STACK_LOCATION>,
    _ request: driver_request, _ deviceFlags: UInt32
) {
    let address = unsafe UnsafeMutableRawPointer(bitPattern: UInt(request.view))
    let method: Int
    switch Int(request.major) {
    case Int(IRP_MJ_DEVICE_CONTROL), Int(IRP_MJ_INTERNAL_DEVICE_CONTROL), Int(IRP_MJ_FILE_SYSTEM_CONTROL):
        method = Int(unsafe location.pointee.Parameters.DeviceIoControl.IoControlCode) & 3
    default:
        let isDirect = deviceFlags & UInt32(DO_DIRECT_IO) != 0
        method = isDirect ? Int(METHOD_OUT_DIRECT) : Int(METHOD_NEITHER)
    }
    guard method != Int(METHOD_NEITHER) else {
        unsafe irp.pointee.UserBuffer = address
        return
    }
    unsafe withUnsafeMutablePointer(to: &IrpRecord.of(irp).pointee.mdl) { mdl in
        unsafe describe(mdl, address, UInt32(truncatingIfNeeded: request.view_length))
        unsafe mdl.pointee.MdlFlags |= Int16(MDL_PAGES_LOCKED) | Int16(MDL_MAPPED_TO_SYSTEM_VA)
        unsafe irp.pointee.MdlAddress = mdl
    }
}

private func fillCreate(
    _ record: UnsafeMutablePointer<IrpRecord>, _ location: UnsafeMutablePointer<IO_STACK_LOCATION>,
    _ request: driver_request, _ file: FilePointer?
) {
    unsafe record.pointee.securityContext = IO_SECURITY_CONTEXT()
    unsafe record.pointee.securityContext.DesiredAccess =
        UInt32(truncatingIfNeeded: request.parameters.0)
    unsafe record.pointee.securityContext.FullCreateOptions =
        UInt32(truncatingIfNeeded: request.parameters.1)
    unsafe withUnsafeMutablePointer(to: &record.pointee.securityContext) { context in
        unsafe location.pointee.Parameters.Create.SecurityContext = context
    }
    if request.name_length != 0, let file = unsafe file {
        unsafe file.pointee.FileName = text(request.name_offset, request.name_length).copiedForC()
    }
}
