// The runtime passes valid objects; locals handed to the port driver outlive the request, which is waited for.

import CNT
import CWDM
import NTABI
import NativeRuntime

private let className: StaticString = "\\Device\\KeyboardClass0"
private let portName: StaticString = "\\Device\\KeyboardPort0"

/// kbdclass.sys: what programs read as `\Device\KeyboardClass0`, whatever kind of keyboard there is below.
@c(DriverEntry)
public func driverEntry(
    _ driver: UnsafeMutablePointer<DRIVER_OBJECT>,
    _ registryPath: UnsafeMutablePointer<UNICODE_STRING>
) -> NTSTATUS {
    var file: UnsafeMutablePointer<FILE_OBJECT>? = nil
    var found: Device? = nil
    var status = unsafe withUnicodeString(portName.utf16Units) { name in
        unsafe IoGetDeviceObjectPointer(name, 0, &file, &found)
    }
    guard let port = unsafe found else { return status }
    var created: Device? = nil
    status = unsafe withUnicodeString(className.utf16Units) { name in
        unsafe IoCreateDevice(
            driver, UInt32(MemoryLayout<ClassDevice>.size), name, FILE_DEVICE_KEYBOARD, 0, 0,
            &created)
    }
    guard let device = unsafe created else { return status }
    let state = unsafe ClassDevice.of(device)
    unsafe state.initialize(to: ClassDevice())
    unsafe InitializeListHead(&state.pointee.readers)
    unsafe state.pointee.port = port
    unsafe device.pointee.Flags |= UInt32(DO_BUFFERED_IO)
    unsafe device.pointee.StackSize = port.pointee.StackSize + 1
    unsafe DriverSetDispatch(driver, UInt32(IRP_MJ_CREATE), acknowledge)
    unsafe DriverSetDispatch(driver, UInt32(IRP_MJ_CLOSE), acknowledge)
    unsafe DriverSetDispatch(driver, UInt32(IRP_MJ_CLEANUP), cleanUp)
    unsafe DriverSetDispatch(driver, UInt32(IRP_MJ_READ), read)
    unsafe DriverSetDispatch(driver, UInt32(IRP_MJ_DEVICE_CONTROL), passDown)
    let connected = unsafe connect(device, to: port)
    guard connected.isSuccess else {
        unsafe IoDeleteDevice(device)
        return connected.rawValue
    }
    return NTStatus.success.rawValue
}

/// What stays in place while the port driver has the request.
@unsafe
private struct ConnectRequest {
    var connection: CONNECT_DATA
    var event = unsafe KEVENT()
    var outcome = IO_STATUS_BLOCK()
}

/// Asks the port driver to send its input here.
private func connect(_ device: Device, to port: Device) -> NTStatus {
    let request = UnsafeMutablePointer<ConnectRequest>.allocate(capacity: 1)
    defer { unsafe request.deallocate() }
    unsafe request.initialize(
        to: ConnectRequest(
            connection: CONNECT_DATA(ClassDeviceObject: device, ClassService: serviceCallback)))
    unsafe KeInitializeEvent(&request.pointee.event, Int32(NotificationEvent), 0)
    guard
        let irp = unsafe IoBuildDeviceIoControlRequest(
            IOCTL_INTERNAL_KEYBOARD_CONNECT, port, &request.pointee.connection,
            UInt32(MemoryLayout<CONNECT_DATA>.size), nil, 0, 1, &request.pointee.event,
            &request.pointee.outcome)
    else { return .insufficientResources }
    let status = unsafe NTStatus(rawValue: IofCallDriver(port, irp))
    guard status == .pending else { return status }
    _ = unsafe KeWaitForSingleObject(&request.pointee.event, Int32(Executive), 0, 0, nil)
    return unsafe NTStatus(rawValue: request.pointee.outcome.Status)
}

private func acknowledge(_ device: Device?, _ irp: Irp?) -> NTSTATUS {
    guard let irp = unsafe irp else { return NTStatus.invalidParameter.rawValue }
    return unsafe complete(irp, .success)
}

/// Indicators and attributes are the port driver's business.
private func passDown(_ device: Device?, _ irp: Irp?) -> NTSTATUS {
    guard let device = unsafe device, let irp = unsafe irp else {
        return NTStatus.invalidParameter.rawValue
    }
    guard let port = unsafe ClassDevice.of(device).pointee.port else {
        return unsafe complete(irp, .noSuchDevice)
    }
    unsafe IoSkipCurrentIrpStackLocation(irp)
    return unsafe IofCallDriver(port, irp)
}
