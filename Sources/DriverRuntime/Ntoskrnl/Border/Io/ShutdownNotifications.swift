// The device is the driver's own, made by IoCreateDevice.

import CNT
import CWDM
import NTABI

/// Asks for IRP_MJ_SHUTDOWN when the system ends, while its devices still work.
@c(IoRegisterShutdownNotification)
public func ioRegisterShutdownNotification(_ device: DevicePointer) -> NTSTATUS {
    unsafe registerForShutdown(device, stage: 1)
}

/// The same, after all others have been told.
@c(IoRegisterLastChanceShutdownNotification)
public func ioRegisterLastChanceShutdownNotification(_ device: DevicePointer) -> NTSTATUS {
    unsafe registerForShutdown(device, stage: 2)
}

/// Takes either request back.
@c(IoUnregisterShutdownNotification)
public func ioUnregisterShutdownNotification(_ device: DevicePointer) {
    _ = unsafe NtDriverSetShutdown(DeviceRecord.of(device).pointee.id, 0)
    unsafe device.pointee.Flags &= ~shutdownRegistered
}

private let shutdownRegistered: UInt32 = 0x800

private func registerForShutdown(_ device: DevicePointer, stage: UInt32) -> NTSTATUS {
    let status = unsafe NtDriverSetShutdown(DeviceRecord.of(device).pointee.id, stage)
    if NTStatus(code: status).isSuccess { unsafe device.pointee.Flags |= shutdownRegistered }
    return status
}
