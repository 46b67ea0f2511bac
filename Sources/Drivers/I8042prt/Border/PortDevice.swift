// The extension is as large as IoCreateDevice was told. What the interrupt touches is touched by others only through
// KeSynchronizeExecution; the class driver's routine is called at DISPATCH_LEVEL, as it expects.

import CNT
import CWDM
import NTABI

typealias Device = UnsafeMutablePointer<DEVICE_OBJECT>
typealias Irp = UnsafeMutablePointer<IRP>

/// Behind the device object of `\Device\KeyboardPort0`.
@unsafe
struct PortDevice {
    var controller = Controller(ports: HardwarePorts())
    var decoder = ScanCodeDecoder()
    var events = EventBuffer()
    var command = CommandSequence()
    var indicators: UInt16 = 0
    var interrupt: OpaquePointer?
    var deferredCall = unsafe KDPC()
    /// The class driver that asked for the input.
    var connection = unsafe CONNECT_DATA()
    var isEnabled = true

    typealias Pointer = UnsafeMutablePointer<PortDevice>

    static func of(_ device: Device) -> Pointer {
        unsafe device.pointee.DeviceExtension.assumingMemoryBound(to: PortDevice.self)
    }

    /// Calls `routine` with this extension while the interrupt is held off.
    static func synchronized(
        _ port: Pointer, _ context: UnsafeMutableRawPointer,
        _ routine: @convention(c) (UnsafeMutableRawPointer?) -> UInt8
    ) {
        guard let interrupt = unsafe port.pointee.interrupt else {
            _ = unsafe routine(context)
            return
        }
        _ = unsafe KeSynchronizeExecution(interrupt, routine, context)
    }
}

/// The interrupt: takes what there is, and leaves what it means to the deferred call.
func keyboardInterrupt(_ interrupt: OpaquePointer?, _ context: UnsafeMutableRawPointer?) -> UInt8 {
    guard let device = unsafe context?.assumingMemoryBound(to: DEVICE_OBJECT.self) else { return 0 }
    let port = unsafe PortDevice.of(device)
    guard let byte = unsafe port.pointee.controller.takeByte() else { return 0 }
    unsafe receive(byte, port)
    // The line only falls, and can rise again, when the buffer is empty.
    while let next = unsafe port.pointee.controller.takeByte() { unsafe receive(next, port) }
    return 1
}

private func receive(_ byte: UInt8, _ port: PortDevice.Pointer) {
    switch unsafe port.pointee.command.receive(byte) {
    case .send(let next): try? unsafe port.pointee.controller.send(next)
    case .finished, .failed: break
    case .scanCode:
        guard let event = unsafe port.pointee.decoder.decode(byte),
            unsafe port.pointee.events.put(event)
        else { break }
        _ = unsafe KeInsertQueueDpc(&port.pointee.deferredCall, nil, nil)
    }
}

/// Passes the events on to the class driver, one by one, so that the interrupt is never held off for long.
func deliverEvents(
    _ call: UnsafeMutablePointer<KDPC>?, _ context: UnsafeMutableRawPointer?,
    _ argument1: UnsafeMutableRawPointer?, _ argument2: UnsafeMutableRawPointer?
) {
    guard let device = unsafe context?.assumingMemoryBound(to: DEVICE_OBJECT.self) else { return }
    let port = unsafe PortDevice.of(device)
    while let event = unsafe takeEvent(port) {
        guard unsafe port.pointee.isEnabled,
            let deliver = unsafe port.pointee.connection.ClassService
        else { continue }
        var packet = KEYBOARD_INPUT_DATA()
        packet.MakeCode = event.makeCode
        packet.Flags = event.flags
        var consumed: UInt32 = 0
        unsafe withUnsafeMutablePointer(to: &packet) { start in
            unsafe deliver(
                port.pointee.connection.ClassDeviceObject, start, start + 1, &consumed)
        }
    }
}

@unsafe
private struct TakenEvent {
    let port: PortDevice.Pointer
    var event: KeyEvent?
}

private func takeEvent(_ port: PortDevice.Pointer) -> KeyEvent? {
    var taken = unsafe TakenEvent(port: port, event: nil)
    unsafe withUnsafeMutablePointer(to: &taken) { pointer in
        unsafe PortDevice.synchronized(port, pointer) { context in
            guard let taken = unsafe context?.assumingMemoryBound(to: TakenEvent.self) else {
                return 0
            }
            unsafe taken.pointee.event = taken.pointee.port.pointee.events.take()
            return 1
        }
    }
    return unsafe taken.event
}

/// Starts sending the indicators to the keyboard; the interrupt sees it through.
func sendIndicators(_ port: PortDevice.Pointer) {
    unsafe PortDevice.synchronized(port, port) { context in
        guard let port = unsafe context?.assumingMemoryBound(to: PortDevice.self) else { return 0 }
        let lights = UInt8(unsafe port.pointee.indicators & 7)
        let byte = unsafe port.pointee.command.begin(KeyboardCommand.setIndicators, lights)
        try? unsafe port.pointee.controller.send(byte)
        return 1
    }
}
