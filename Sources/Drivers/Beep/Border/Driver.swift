// The runtime passes valid objects, and the extension is as large as IoCreateDevice was told; the driver touches the speaker
// at DISPATCH_LEVEL only, so never twice at once.

import CNT
import CWDM
import NTABI
import NativeRuntime

/// Behind the device object.
@unsafe
struct BeepExtension {
    var speaker = Speaker(ports: HardwarePorts())
    /// Ends the tone.
    var timer = unsafe KTIMER()
    var timerCall = unsafe KDPC()

    static func of(_ device: UnsafeMutablePointer<DEVICE_OBJECT>)
        -> UnsafeMutablePointer<BeepExtension>
    {
        unsafe device.pointee.DeviceExtension.assumingMemoryBound(to: BeepExtension.self)
    }
}

struct HardwarePorts: SpeakerPorts {
    mutating func read(_ port: UInt16) -> UInt8 {
        unsafe READ_PORT_UCHAR(UnsafeMutablePointer(bitPattern: UInt(port)))
    }
    mutating func write(_ value: UInt8, to port: UInt16) {
        unsafe WRITE_PORT_UCHAR(UnsafeMutablePointer(bitPattern: UInt(port)), value)
    }
}

private let deviceName: StaticString = "\\Device\\Beep"

/// beep.sys: `\Device\Beep` sounds the PC speaker on IOCTL_BEEP_SET.
@c(DriverEntry)
public func driverEntry(
    _ driver: UnsafeMutablePointer<DRIVER_OBJECT>,
    _ registryPath: UnsafeMutablePointer<UNICODE_STRING>
) -> NTSTATUS {
    var created: UnsafeMutablePointer<DEVICE_OBJECT>? = nil
    let status = unsafe withUnicodeString(deviceName.utf16Units) { name in
        unsafe IoCreateDevice(
            driver, UInt32(MemoryLayout<BeepExtension>.size), name, FILE_DEVICE_BEEP, 0, 0,
            &created)
    }
    guard let device = unsafe created else { return status }
    let state = unsafe BeepExtension.of(device)
    unsafe state.initialize(to: BeepExtension())
    unsafe KeInitializeTimer(&state.pointee.timer)
    unsafe KeInitializeDpc(&state.pointee.timerCall, toneIsOver, device)
    unsafe device.pointee.Flags |= UInt32(DO_BUFFERED_IO)
    unsafe driver.pointee.DriverStartIo = startIo
    unsafe driver.pointee.DriverUnload = unload
    unsafe DriverSetDispatch(driver, UInt32(IRP_MJ_CREATE), acknowledge)
    unsafe DriverSetDispatch(driver, UInt32(IRP_MJ_CLOSE), acknowledge)
    unsafe DriverSetDispatch(driver, UInt32(IRP_MJ_CLEANUP), cleanUp)
    unsafe DriverSetDispatch(driver, UInt32(IRP_MJ_DEVICE_CONTROL), deviceControl)
    return NTStatus.success.rawValue
}

private func complete(_ irp: UnsafeMutablePointer<IRP>, _ status: NTStatus) -> NTSTATUS {
    unsafe irp.pointee.IoStatus.Status = status.rawValue
    unsafe irp.pointee.IoStatus.Information = 0
    unsafe IofCompleteRequest(irp, 0)
    return status.rawValue
}

private func acknowledge(
    _ device: UnsafeMutablePointer<DEVICE_OBJECT>?, _ irp: UnsafeMutablePointer<IRP>?
) -> NTSTATUS {
    guard let irp = unsafe irp else { return NTStatus.invalidParameter.rawValue }
    return unsafe complete(irp, .success)
}

/// The last handle of a file object is closed: whoever beeped with it is gone.
private func cleanUp(
    _ device: UnsafeMutablePointer<DEVICE_OBJECT>?, _ irp: UnsafeMutablePointer<IRP>?
) -> NTSTATUS {
    guard let device = unsafe device, let irp = unsafe irp else {
        return NTStatus.invalidParameter.rawValue
    }
    unsafe silence(BeepExtension.of(device))
    return unsafe complete(irp, .success)
}

private func deviceControl(
    _ device: UnsafeMutablePointer<DEVICE_OBJECT>?, _ irp: UnsafeMutablePointer<IRP>?
) -> NTSTATUS {
    guard let device = unsafe device, let irp = unsafe irp,
        let location = unsafe IoGetCurrentIrpStackLocation(irp)
    else { return NTStatus.invalidParameter.rawValue }
    let control = unsafe location.pointee.Parameters.DeviceIoControl
    guard unsafe control.IoControlCode == IOCTL_BEEP_SET else {
        return unsafe complete(irp, .invalidDeviceRequest)
    }
    guard unsafe control.InputBufferLength >= MemoryLayout<BEEP_SET_PARAMETERS>.size,
        (try? unsafe request(of: irp)) != nil
    else { return unsafe complete(irp, .invalidParameter) }
    unsafe IoMarkIrpPending(irp)
    unsafe IoStartPacket(device, irp, nil, nil)
    return NTStatus.pending.rawValue
}

private func request(of irp: UnsafeMutablePointer<IRP>) throws(NTStatus) -> BeepRequest {
    guard let buffer = unsafe irp.pointee.AssociatedIrp.SystemBuffer else {
        throw .invalidParameter
    }
    let parameters = unsafe buffer.load(as: BEEP_SET_PARAMETERS.self)
    return try BeepRequest(frequency: parameters.Frequency, duration: parameters.Duration)
}

/// One request at a time; a new tone replaces the one that sounds.
private func startIo(
    _ device: UnsafeMutablePointer<DEVICE_OBJECT>?, _ irp: UnsafeMutablePointer<IRP>?
) {
    guard let device = unsafe device, let irp = unsafe irp else { return }
    let state = unsafe BeepExtension.of(device)
    var status = NTStatus.success
    do throws(NTStatus) {
        switch unsafe try request(of: irp) {
        case .silence: unsafe silence(state)
        case .tone(let divisor, let milliseconds):
            _ = unsafe KeCancelTimer(&state.pointee.timer)
            unsafe state.pointee.speaker.sound(divisor: divisor)
            if let milliseconds {
                _ = unsafe KeSetTimer(
                    &state.pointee.timer, -Int64(milliseconds) * 10_000, &state.pointee.timerCall)
            }
        }
    } catch {
        status = error
    }
    unsafe IoStartNextPacket(device, 1)
    _ = unsafe complete(irp, status)
}

private func silence(_ state: UnsafeMutablePointer<BeepExtension>) {
    _ = unsafe KeCancelTimer(&state.pointee.timer)
    unsafe state.pointee.speaker.silence()
}

private func toneIsOver(
    _ call: UnsafeMutablePointer<KDPC>?, _ device: UnsafeMutableRawPointer?,
    _ argument1: UnsafeMutableRawPointer?, _ argument2: UnsafeMutableRawPointer?
) {
    guard let device = unsafe device?.assumingMemoryBound(to: DEVICE_OBJECT.self) else { return }
    unsafe BeepExtension.of(device).pointee.speaker.silence()
}

private func unload(_ driver: UnsafeMutablePointer<DRIVER_OBJECT>?) {
    guard let device = unsafe driver?.pointee.DeviceObject else { return }
    unsafe silence(BeepExtension.of(device))
    unsafe IoDeleteDevice(device)
}
