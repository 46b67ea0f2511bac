// The runtime passes valid objects; the IRP is this driver's until it completes it.

import CNT
import CWDM
import NTABI
import NativeRuntime

private let deviceName: StaticString = "\\Device\\Null"

/// null.sys: `\Device\Null` takes everything that is written and has nothing to read.
@c(DriverEntry)
public func driverEntry(
    _ driver: UnsafeMutablePointer<DRIVER_OBJECT>,
    _ registryPath: UnsafeMutablePointer<UNICODE_STRING>
) -> NTSTATUS {
    var device: UnsafeMutablePointer<DEVICE_OBJECT>? = nil
    let status = unsafe withUnicodeString(deviceName.utf16Units) { name in
        unsafe IoCreateDevice(driver, 0, name, FILE_DEVICE_NULL, 0, 0, &device)
    }
    guard NTStatus(rawValue: status).isSuccess else { return status }
    for major in [IRP_MJ_CREATE, IRP_MJ_CLEANUP, IRP_MJ_CLOSE, IRP_MJ_WRITE, IRP_MJ_READ] {
        unsafe DriverSetDispatch(driver, UInt32(major), dispatch)
    }
    unsafe driver.pointee.DriverUnload = { driver in
        if let device = unsafe driver?.pointee.DeviceObject { unsafe IoDeleteDevice(device) }
    }
    return NTStatus.success.rawValue
}

/// Every request is answered at once. The data of a write, wherever it lies, is not looked at.
private func dispatch(
    _ device: UnsafeMutablePointer<DEVICE_OBJECT>?, _ irp: UnsafeMutablePointer<IRP>?
)
    -> NTSTATUS
{
    guard let irp = unsafe irp, let location = unsafe IoGetCurrentIrpStackLocation(irp) else {
        return NTStatus.invalidParameter.rawValue
    }
    var status = NTStatus.success
    var information: UInt = 0
    switch Int(unsafe location.pointee.MajorFunction) {
    case Int(IRP_MJ_WRITE): information = UInt(unsafe location.pointee.Parameters.Write.Length)
    case Int(IRP_MJ_READ): status = .endOfFile
    default: break
    }
    unsafe irp.pointee.IoStatus.Status = status.rawValue
    unsafe irp.pointee.IoStatus.Information = information
    unsafe IofCompleteRequest(irp, 0)
    return status.rawValue
}
