// The runtime passes valid objects; pointers in an internal request come from the class driver of the same process.

import CNT
import CWDM
import NTABI
import NativeRuntime

private let deviceName: StaticString = "\\Device\\KeyboardPort0"
private let deviceMapKey: StaticString = "KeyboardPort"
private let keyboardLine: UInt32 = 1

/// i8042prt.sys: the PS/2 keyboard, as `\Device\KeyboardPort0` for a class driver of the same process.
@c(DriverEntry)
public func driverEntry(
    _ driver: UnsafeMutablePointer<DRIVER_OBJECT>,
    _ registryPath: UnsafeMutablePointer<UNICODE_STRING>
) -> NTSTATUS {
    var created: Device? = nil
    let status = unsafe withUnicodeString(deviceName.utf16Units) { name in
        unsafe IoCreateDevice(
            driver, UInt32(MemoryLayout<PortDevice>.size), name, UInt32(FILE_DEVICE_8042_PORT), 0,
            0, &created)
    }
    guard let device = unsafe created else { return status }
    let port = unsafe PortDevice.of(device)
    unsafe port.initialize(to: PortDevice())
    do throws(NTStatus) {
        try unsafe start(device)
    } catch {
        unsafe IoDeleteDevice(device)
        return error.rawValue
    }
    unsafe device.pointee.Flags |= UInt32(DO_BUFFERED_IO)
    unsafe driver.pointee.DriverUnload = unload
    for major in [IRP_MJ_CREATE, IRP_MJ_CLEANUP, IRP_MJ_CLOSE] {
        unsafe DriverSetDispatch(driver, UInt32(major), acknowledge)
    }
    unsafe DriverSetDispatch(driver, UInt32(IRP_MJ_DEVICE_CONTROL), deviceControl)
    unsafe DriverSetDispatch(driver, UInt32(IRP_MJ_INTERNAL_DEVICE_CONTROL), internalControl)
    unsafe register(registryPath)
    return NTStatus.success.rawValue
}

/// Sets the controller up and connects the interrupt. An absent keyboard is an absent device.
private func start(_ device: Device) throws(NTStatus) {
    let port = unsafe PortDevice.of(device)
    unsafe KeInitializeDpc(&port.pointee.deferredCall, deliverEvents, device)
    do throws(ControllerError) {
        try unsafe port.pointee.controller.initialize()
    } catch {
        throw .noSuchDevice
    }
    var irql: UInt8 = 0
    var affinity: UInt64 = 0
    let vector = unsafe HalGetInterruptVector(
        Int32(Isa), 0, keyboardLine, keyboardLine, &irql, &affinity)
    let status = unsafe NTStatus(
        rawValue: IoConnectInterrupt(
            &port.pointee.interrupt, keyboardInterrupt, device, nil, vector, irql, irql,
            Int32(Latched), 0, affinity, 0))
    guard status.isSuccess else { throw status }
    // A key struck just before that has raised the line already: its edge is past, and no other comes until the byte
    // is taken.
    unsafe PortDevice.synchronized(port, device) { context in
        unsafe keyboardInterrupt(nil, context)
    }
}

/// Writes `\Device\KeyboardPort0` into the device map, where class drivers look for their ports.
private func register(_ registryPath: UnsafeMutablePointer<UNICODE_STRING>) {
    let path = unsafe characters(of: registryPath.pointee) + [0]
    let name = deviceName.utf16Units + [0]
    let key = deviceMapKey.utf16Units + [0]
    _ = unsafe path.withUnsafeBytes { data in
        unsafe RtlWriteRegistryValue(
            UInt32(RTL_REGISTRY_DEVICEMAP), key, name, REG_SZ,
            UnsafeMutableRawPointer(mutating: data.baseAddress), UInt32(data.count))
    }
}

func complete(_ irp: Irp, _ status: NTStatus, information: Int = 0) -> NTSTATUS {
    unsafe irp.pointee.IoStatus.Status = status.rawValue
    unsafe irp.pointee.IoStatus.Information = UInt(information)
    unsafe IofCompleteRequest(irp, 0)
    return status.rawValue
}

private func acknowledge(_ device: Device?, _ irp: Irp?) -> NTSTATUS {
    guard let irp = unsafe irp else { return NTStatus.invalidParameter.rawValue }
    return unsafe complete(irp, .success)
}

/// What the class driver asks: where input goes, and whether it is wanted.
private func internalControl(_ device: Device?, _ irp: Irp?) -> NTSTATUS {
    guard let device = unsafe device, let irp = unsafe irp,
        let location = unsafe IoGetCurrentIrpStackLocation(irp)
    else { return NTStatus.invalidParameter.rawValue }
    let port = unsafe PortDevice.of(device)
    switch unsafe location.pointee.Parameters.DeviceIoControl.IoControlCode {
    case IOCTL_INTERNAL_KEYBOARD_CONNECT:
        let control = unsafe location.pointee.Parameters.DeviceIoControl
        guard unsafe control.InputBufferLength >= MemoryLayout<CONNECT_DATA>.size,
            let input = unsafe control.Type3InputBuffer
        else { return unsafe complete(irp, .invalidParameter) }
        guard unsafe port.pointee.connection.ClassService == nil else {
            return unsafe complete(irp, .sharingViolation)
        }
        unsafe port.pointee.connection = input.load(as: CONNECT_DATA.self)
        return unsafe complete(irp, .success)
    case IOCTL_INTERNAL_KEYBOARD_DISCONNECT:
        unsafe port.pointee.connection = CONNECT_DATA()
        return unsafe complete(irp, .success)
    case IOCTL_INTERNAL_KEYBOARD_ENABLE:
        unsafe port.pointee.isEnabled = true
        return unsafe complete(irp, .success)
    case IOCTL_INTERNAL_KEYBOARD_DISABLE:
        unsafe port.pointee.isEnabled = false
        return unsafe complete(irp, .success)
    default:
        return unsafe deviceControl(device, irp)
    }
}

private func unload(_ driver: UnsafeMutablePointer<DRIVER_OBJECT>?) {
    guard let device = unsafe driver?.pointee.DeviceObject else { return }
    if let interrupt = unsafe PortDevice.of(device).pointee.interrupt {
        unsafe IoDisconnectInterrupt(interrupt)
    }
    unsafe IoDeleteDevice(device)
}
