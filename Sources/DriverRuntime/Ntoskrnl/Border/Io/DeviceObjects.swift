// Device memory is one allocation: DEVICE_OBJECT, DeviceRecord, the driver's extension. It lives until the driver deletes the
// device, as on NT.

import CNT
import CWDM
import NTABI

public typealias DevicePointer = UnsafeMutablePointer<DEVICE_OBJECT>

/// What the runtime knows of a device beyond what drivers see. DEVICE_OBJECT.DeviceObjectExtension points here.
@unsafe
struct DeviceRecord {
    /// What drivers may look at.
    var visible = unsafe DEVOBJ_EXTENSION()
    /// The executive's number.
    var id: UInt32
    /// The device this one was attached over.
    var attachedTo: DevicePointer?
    /// Flags and stack size as the executive knows them.
    var reportedFlags: UInt32
    var reportedStackSize: Int8
    /// The name in the executive's namespace, for IoGetDeviceObjectPointer.
    var name: UnicodeString?

    static func of(_ device: DevicePointer) -> UnsafeMutablePointer<DeviceRecord> {
        unsafe UnsafeMutableRawPointer(device.pointee.DeviceObjectExtension)
            .assumingMemoryBound(to: DeviceRecord.self)
    }
}

/// Every device of the process. There are few: a search is a short walk.
@unsafe
struct DeviceTable {
    private(set) var devices: [DevicePointer] = unsafe []
    /// A device was made or changed since the executive was last told.
    var needsReport = false

    @inline(__always)
    func device(_ id: UInt32) -> DevicePointer? {
        for index in 0..<(unsafe devices.count) {
            let device = unsafe devices[index]
            if unsafe DeviceRecord.of(device).pointee.id == id { return unsafe device }
        }
        return nil
    }

    func device(named name: UnicodeString) -> DevicePointer? {
        for index in 0..<(unsafe devices.count) {
            let device = unsafe devices[index]
            if let own = unsafe DeviceRecord.of(device).pointee.name, own.isSameName(as: name) {
                return unsafe device
            }
        }
        return nil
    }

    mutating func add(_ device: DevicePointer) {
        unsafe devices.append(device)
        unsafe needsReport = true
    }

    mutating func remove(_ device: DevicePointer) {
        if let index = unsafe devices.firstIndex(of: device) { unsafe devices.remove(at: index) }
    }

    /// Tells the executive what drivers wrote into their devices' flags and stack sizes.
    mutating func report() {
        unsafe needsReport = false
        for index in 0..<(unsafe devices.count) {
            let device = unsafe devices[index]
            let record = unsafe DeviceRecord.of(device)
            let flags = unsafe device.pointee.Flags
            let stackSize = unsafe device.pointee.StackSize
            guard
                unsafe record.pointee.reportedFlags != flags
                    || record.pointee.reportedStackSize != stackSize
            else { continue }
            unsafe record.pointee.reportedFlags = flags
            unsafe record.pointee.reportedStackSize = stackSize
            _ = unsafe NtDriverSetDevice(
                record.pointee.id, flags, UInt32(UInt8(bitPattern: stackSize)))
        }
    }
}

/// The device that requests for `device` go to: the top of its stack.
@inline(__always)
func topOfStack(_ device: DevicePointer) -> DevicePointer {
    var top = unsafe device
    while let above = unsafe top.pointee.AttachedDevice { unsafe top = above }
    return unsafe top
}

/// Makes a device of a type, with so many bytes of extension, and a name if one is given. It takes requests once
/// DO_DEVICE_INITIALIZING is cleared. Errors: `.insufficientResources`; those of the name.
@c(IoCreateDevice)
public func ioCreateDevice(
    _ driver: UnsafeMutablePointer<DRIVER_OBJECT>, _ extensionSize: UInt32,
    _ name: UnsafePointer<UNICODE_STRING>?, _ deviceType: UInt32, _ characteristics: UInt32,
    _ exclusive: UInt8, _ result: UnsafeMutablePointer<DevicePointer?>
) -> NTSTATUS {
    let headSize = unsafe MemoryLayout<DEVICE_OBJECT>.stride
    let recordSize = unsafe (MemoryLayout<DeviceRecord>.size + 15) & ~15
    let size = headSize + recordSize + Int(extensionSize)
    guard size <= Int(UInt16.max), let memory = unsafe allocatePool(size) else {
        return NTStatus.insufficientResources.code
    }
    var flags = UInt32(DO_DEVICE_INITIALIZING)
    if exclusive != 0 { flags |= UInt32(DO_EXCLUSIVE) }
    if unsafe name != nil { flags |= UInt32(DO_DEVICE_HAS_NAME) }
    var id: UInt32 = 0
    let status = NTStatus(
        code: unsafe NtDriverCreateDevice(
            DriverRecord.of(driver).pointee.id, name, deviceType, characteristics, flags, exclusive,
            &id))
    guard status.isSuccess else {
        unsafe freePool(memory)
        return status.code
    }
    unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: size)
    let device = unsafe memory.assumingMemoryBound(to: DEVICE_OBJECT.self)
    let record = unsafe (memory + headSize).assumingMemoryBound(to: DeviceRecord.self)
    unsafe record.initialize(
        to: DeviceRecord(
            id: id, reportedFlags: flags, reportedStackSize: 1,
            name: name.map { unsafe UnicodeString(copying: $0.pointee) }))
    unsafe record.pointee.visible.`Type` = Int16(IO_TYPE_DEVICE_OBJECT_EXTENSION)
    unsafe record.pointee.visible.DeviceObject = device
    unsafe device.pointee.`Type` = Int16(IO_TYPE_DEVICE)
    unsafe device.pointee.Size = UInt16(size - recordSize)
    unsafe device.pointee.ReferenceCount = 1
    unsafe device.pointee.DriverObject = driver
    unsafe device.pointee.NextDevice = driver.pointee.DeviceObject
    unsafe device.pointee.Flags = flags
    unsafe device.pointee.Characteristics = characteristics
    unsafe device.pointee.DeviceType = deviceType
    unsafe device.pointee.StackSize = 1
    unsafe device.pointee.DeviceExtension =
        extensionSize == 0 ? nil : memory + headSize + recordSize
    unsafe device.pointee.DeviceObjectExtension = UnsafeMutableRawPointer(record)
        .assumingMemoryBound(to: DEVOBJ_EXTENSION.self)
    unsafe keInitializeDeviceQueue(&device.pointee.DeviceQueue)
    unsafe keInitializeEvent(&device.pointee.DeviceLock, 1, 1)
    unsafe InitializeListHead(DeviceListEntry(device))
    unsafe driver.pointee.DeviceObject = device
    unsafe devices.add(device)
    unsafe result.pointee = device
    return NTStatus.success.code
}

/// The device and its name are gone, its timer with it. Nothing may be attached to it.
@c(IoDeleteDevice) public func ioDeleteDevice(_ device: DevicePointer) {
    let record = unsafe DeviceRecord.of(device)
    _ = unsafe NtDriverDeleteDevice(record.pointee.id)
    unsafe freeDeviceTimer(device)
    unsafe unlinkFromDriver(device)
    unsafe devices.remove(device)
    unsafe record.deinitialize(count: 1)
    unsafe freePool(UnsafeMutableRawPointer(device))
}

private func unlinkFromDriver(_ device: DevicePointer) {
    guard let driver = unsafe device.pointee.DriverObject else { return }
    if unsafe driver.pointee.DeviceObject == device {
        unsafe driver.pointee.DeviceObject = device.pointee.NextDevice
        return
    }
    var other = unsafe driver.pointee.DeviceObject
    while let candidate = unsafe other {
        if unsafe candidate.pointee.NextDevice == device {
            unsafe candidate.pointee.NextDevice = device.pointee.NextDevice
            return
        }
        unsafe other = candidate.pointee.NextDevice
    }
}
