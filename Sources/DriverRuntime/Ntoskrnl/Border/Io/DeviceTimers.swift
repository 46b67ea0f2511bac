// The timer hangs on DEVICE_OBJECT.Timer for as long as the device lives.

import CWDM
import NTABI

/// A routine called every second for a device, at DISPATCH_LEVEL.
@unsafe
private struct DeviceTimer {
    var timer = unsafe KTIMER()
    var call = unsafe KDPC()
    let device: DevicePointer
    let routine: (@convention(c) (DevicePointer?, UnsafeMutableRawPointer?) -> Void)?
    let context: UnsafeMutableRawPointer?

    static func of(_ device: DevicePointer) -> UnsafeMutablePointer<DeviceTimer>? {
        unsafe device.pointee.Timer?.assumingMemoryBound(to: DeviceTimer.self)
    }
}

/// Gives a device its timer, stopped: `routine` is called every second at DISPATCH_LEVEL.
@c(IoInitializeTimer)
public func ioInitializeTimer(
    _ device: DevicePointer,
    _ routine: (@convention(c) (DevicePointer?, UnsafeMutableRawPointer?) -> Void)?,
    _ context: UnsafeMutableRawPointer?
) -> NTSTATUS {
    let timer = UnsafeMutablePointer<DeviceTimer>.allocate(capacity: 1)
    unsafe timer.initialize(to: DeviceTimer(device: device, routine: routine, context: context))
    unsafe keInitializeTimer(&timer.pointee.timer)
    unsafe keInitializeDpc(
        &timer.pointee.call,
        { _, context, _, _ in
            guard let context = unsafe context else { return }
            let timer = unsafe context.assumingMemoryBound(to: DeviceTimer.self)
            unsafe timer.pointee.routine?(timer.pointee.device, timer.pointee.context)
        }, UnsafeMutableRawPointer(timer))
    unsafe device.pointee.Timer = UnsafeMutableRawPointer(timer)
    return NTStatus.success.code
}

/// Starts the device's timer; its first call comes after a second.
@c(IoStartTimer) public func ioStartTimer(_ device: DevicePointer) {
    guard let timer = unsafe DeviceTimer.of(device) else { return }
    let second: Int64 = -10_000_000
    _ = unsafe keSetTimerEx(&timer.pointee.timer, second, 1000, &timer.pointee.call)
}

/// Stops the device's timer.
@c(IoStopTimer) public func ioStopTimer(_ device: DevicePointer) {
    guard let timer = unsafe DeviceTimer.of(device) else { return }
    _ = unsafe keCancelTimer(&timer.pointee.timer)
}

/// A device that goes takes its timer along.
func freeDeviceTimer(_ device: DevicePointer) {
    guard let timer = unsafe DeviceTimer.of(device) else { return }
    _ = unsafe keCancelTimer(&timer.pointee.timer)
    _ = unsafe keRemoveQueueDpc(&timer.pointee.call)
    unsafe timer.deallocate()
}
