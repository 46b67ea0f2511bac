// The system buffer is as long as the longer of the two lengths in the stack location; each is checked before it is used.

import CNT
import CWDM
import NTABI

/// IOCTL_KEYBOARD_…: what programs ask of the keyboard, passed down by the class driver.
func deviceControl(_ device: Device?, _ irp: Irp?) -> NTSTATUS {
    guard let device = unsafe device, let irp = unsafe irp,
        let location = unsafe IoGetCurrentIrpStackLocation(irp)
    else { return NTStatus.invalidParameter.rawValue }
    let port = unsafe PortDevice.of(device)
    let control = unsafe location.pointee.Parameters.DeviceIoControl
    switch unsafe control.IoControlCode {
    case IOCTL_KEYBOARD_SET_INDICATORS:
        guard let buffer = unsafe irp.pointee.AssociatedIrp.SystemBuffer,
            unsafe control.InputBufferLength
                >= MemoryLayout<KEYBOARD_INDICATOR_PARAMETERS>.size
        else { return unsafe complete(irp, .invalidParameter) }
        let lights = unsafe buffer.load(as: KEYBOARD_INDICATOR_PARAMETERS.self).LedFlags
        let known = UInt16(
            KEYBOARD_SCROLL_LOCK_ON | KEYBOARD_NUM_LOCK_ON | KEYBOARD_CAPS_LOCK_ON)
        guard lights & ~known == 0 else { return unsafe complete(irp, .invalidParameter) }
        unsafe port.pointee.indicators = lights
        unsafe sendIndicators(port)
        return unsafe complete(irp, .success)
    case IOCTL_KEYBOARD_QUERY_INDICATORS:
        var answer = KEYBOARD_INDICATOR_PARAMETERS()
        answer.LedFlags = unsafe port.pointee.indicators
        return unsafe give(answer, to: irp, room: control.OutputBufferLength)
    case IOCTL_KEYBOARD_QUERY_ATTRIBUTES:
        return unsafe give(attributes(), to: irp, room: control.OutputBufferLength)
    default:
        return unsafe complete(irp, .invalidDeviceRequest)
    }
}

private func give<T: BitwiseCopyable>(_ answer: T, to irp: Irp, room: UInt32) -> NTSTATUS {
    guard Int(room) >= MemoryLayout<T>.size,
        let buffer = unsafe irp.pointee.AssociatedIrp.SystemBuffer
    else { return unsafe complete(irp, .bufferTooSmall) }
    unsafe buffer.storeBytes(of: answer, as: T.self)
    return unsafe complete(irp, .success, information: MemoryLayout<T>.size)
}

/// An enhanced keyboard of 101 or 102 keys with scan code set 1.
private func attributes() -> KEYBOARD_ATTRIBUTES {
    var attributes = KEYBOARD_ATTRIBUTES()
    attributes.KeyboardIdentifier.`Type` = 4
    attributes.KeyboardMode = 1
    attributes.NumberOfFunctionKeys = 12
    attributes.NumberOfIndicators = 3
    attributes.NumberOfKeysTotal = 101
    attributes.InputDataQueueLength = 100
    attributes.KeyRepeatMinimum.Rate = 2
    attributes.KeyRepeatMinimum.Delay = 250
    attributes.KeyRepeatMaximum.Rate = 30
    attributes.KeyRepeatMaximum.Delay = 1000
    return attributes
}
