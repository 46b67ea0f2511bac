// Both ends of an attachment are live devices of this process, as the caller promises.

import CNT
import CWDM
import NTABI

/// Puts `source` on top of the stack of `target`. Returns the device that was on top.
private func attach(_ source: DevicePointer, to target: DevicePointer) throws(NTStatus)
    -> DevicePointer
{
    let below = unsafe topOfStack(target)
    let status = NTStatus(
        code: unsafe NtDriverAttachDevice(
            DeviceRecord.of(source).pointee.id, DeviceRecord.of(below).pointee.id))
    guard status.isSuccess else { throw status }
    unsafe below.pointee.AttachedDevice = source
    unsafe source.pointee.StackSize = below.pointee.StackSize + 1
    unsafe source.pointee.AlignmentRequirement = below.pointee.AlignmentRequirement
    unsafe DeviceRecord.of(source).pointee.attachedTo = below
    unsafe devices.needsReport = true
    return unsafe below
}

/// Puts `source` on top of the stack of `target`. Returns the device below it, or null.
@c(IoAttachDeviceToDeviceStack)
public func ioAttachDeviceToDeviceStack(_ source: DevicePointer, _ target: DevicePointer)
    -> DevicePointer?
{
    try? unsafe attach(source, to: target)
}

/// Puts `source` on top of the stack of the device with this name, one of this process's. Error:
/// `.objectNameNotFound`.
@c(IoAttachDevice)
public func ioAttachDevice(
    _ source: DevicePointer, _ name: UnsafePointer<UNICODE_STRING>,
    _ result: UnsafeMutablePointer<DevicePointer?>
) -> NTSTATUS {
    guard let target = unsafe devices.device(named: UnicodeString(copying: name.pointee)) else {
        return NTStatus.objectNameNotFound.code
    }
    do throws(NTStatus) {
        unsafe result.pointee = try attach(source, to: target)
        return NTStatus.success.code
    } catch {
        return error.code
    }
}

/// Takes off the device that was attached over `target`.
@c(IoDetachDevice) public func ioDetachDevice(_ target: DevicePointer) {
    guard let source = unsafe target.pointee.AttachedDevice else { return }
    unsafe DeviceRecord.of(source).pointee.attachedTo = nil
    unsafe target.pointee.AttachedDevice = nil
}

/// The top of the device's stack.
@c(IoGetAttachedDevice) public func ioGetAttachedDevice(_ device: DevicePointer) -> DevicePointer {
    unsafe topOfStack(device)
}

/// The top of the device's stack, with a reference more.
@c(IoGetAttachedDeviceReference)
public func ioGetAttachedDeviceReference(_ device: DevicePointer) -> DevicePointer {
    let top = unsafe topOfStack(device)
    _ = unsafe obfReferenceObject(UnsafeMutableRawPointer(top))
    return unsafe top
}

/// Finds a device of this process. Devices of other processes cannot be called: their code is not here.
@c(IoGetDeviceObjectPointer)
public func ioGetDeviceObjectPointer(
    _ name: UnsafePointer<UNICODE_STRING>, _ access: UInt32,
    _ file: UnsafeMutablePointer<UnsafeMutablePointer<FILE_OBJECT>?>,
    _ result: UnsafeMutablePointer<DevicePointer?>
) -> NTSTATUS {
    guard let device = unsafe devices.device(named: UnicodeString(copying: name.pointee)) else {
        return NTStatus.objectNameNotFound.code
    }
    guard let object = unsafe FileTable.makeObject(for: device) else {
        return NTStatus.insufficientResources.code
    }
    unsafe file.pointee = object
    unsafe result.pointee = topOfStack(device)
    return NTStatus.success.code
}
