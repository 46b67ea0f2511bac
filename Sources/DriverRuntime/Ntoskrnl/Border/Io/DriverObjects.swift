// A driver's record lives from LOAD until its unload; drivers hold pointers to the object in front of it.

import CDriverProtocol
import CNT
import CWDM
import NTABI

/// DRIVER_OBJECT, its extension and what only the runtime knows.
@unsafe
struct DriverRecord {
    /// First, so that the object is the record.
    var object = unsafe DRIVER_OBJECT()
    var `extension` = unsafe DRIVER_EXTENSION()
    var id: UInt32
    var registryPath: UNICODE_STRING
    var image: HANDLE = 0
    var clientExtensions: UnsafeMutablePointer<ClientExtension>?

    static func of(_ driver: UnsafeMutablePointer<DRIVER_OBJECT>)
        -> UnsafeMutablePointer<DriverRecord>
    {
        unsafe UnsafeMutableRawPointer(driver).assumingMemoryBound(to: DriverRecord.self)
    }

    /// `key` is the full path of the driver's key; its last component names the driver.
    static func make(id: UInt32, key: UnicodeString) -> UnsafeMutablePointer<DriverRecord> {
        let record = UnsafeMutablePointer<DriverRecord>.allocate(capacity: 1)
        let nameStart = (key.units.lastIndex(of: UnicodeString.backslash) ?? -1) + 1
        let service = key.suffix(from: nameStart)
        unsafe record.initialize(to: DriverRecord(id: id, registryPath: key.copiedForC()))
        let object = unsafe UnsafeMutableRawPointer(record)
            .assumingMemoryBound(to: DRIVER_OBJECT.self)
        unsafe record.pointee.object.`Type` = Int16(IO_TYPE_DRIVER)
        unsafe record.pointee.object.Size = Int16(MemoryLayout<DRIVER_OBJECT>.size)
        unsafe record.pointee.extension.DriverObject = object
        unsafe record.pointee.extension.ServiceKeyName = service.copiedForC()
        unsafe withUnsafeMutablePointer(to: &record.pointee.extension) { pointer in
            unsafe record.pointee.object.DriverExtension = pointer
        }
        let driverDirectory = UnicodeString("\\Driver\\")
        unsafe record.pointee.object.DriverName = (driverDirectory + service).copiedForC()
        for major in 0...UInt32(IRP_MJ_MAXIMUM_FUNCTION) {
            unsafe DriverSetDispatch(object, major, invalidDeviceRequest)
        }
        return unsafe record
    }

    static func destroy(_ record: UnsafeMutablePointer<DriverRecord>) {
        unsafe UnicodeString.freeCopy(record.pointee.registryPath)
        unsafe UnicodeString.freeCopy(record.pointee.extension.ServiceKeyName)
        unsafe UnicodeString.freeCopy(record.pointee.object.DriverName)
        unsafe freeClientExtensions(record.pointee.clientExtensions)
        unsafe record.deinitialize(count: 1)
        unsafe record.deallocate()
    }
}

/// What a driver answers to a function it did not set.
private func invalidDeviceRequest(_ device: DevicePointer?, _ irp: IrpPointer?) -> NTSTATUS {
    guard let irp = unsafe irp else { return NTStatus.invalidParameter.code }
    unsafe irp.pointee.IoStatus.Status = NTStatus.invalidDeviceRequest.code
    unsafe irp.pointee.IoStatus.Information = 0
    unsafe iofCompleteRequest(irp, 0)
    return NTStatus.invalidDeviceRequest.code
}

/// The drivers loaded into this process.
@unsafe
struct DriverTable {
    private var drivers: [UnsafeMutablePointer<DriverRecord>] = unsafe []

    /// DRIVER_REQUEST_LOAD: maps the image, calls DriverEntry, and tells the executive how it went.
    mutating func load(id: UInt32, key: UnicodeString, path: UnicodeString) {
        let status = unsafe initialize(id: id, key: key, path: path)
        _ = NtDriverInitialized(id, status.rawValue)
    }

    private mutating func initialize(id: UInt32, key: UnicodeString, path: UnicodeString)
        -> NTStatus
    {
        let image: LoadedImage
        do throws(NTStatus) {
            unsafe image = try LoadedImage(path: path)
        } catch {
            return error
        }
        let record = unsafe DriverRecord.make(id: id, key: key)
        unsafe record.pointee.image = image.handle
        unsafe record.pointee.object.DriverStart = image.base
        unsafe record.pointee.object.DriverSize = image.size
        unsafe record.pointee.object.DriverInit = image.entry
        unsafe drivers.append(record)
        var registryPath = unsafe record.pointee.registryPath
        let object = unsafe UnsafeMutableRawPointer(record)
            .assumingMemoryBound(to: DRIVER_OBJECT.self)
        let status = NTStatus(code: unsafe image.entry(object, &registryPath))
        guard status.isSuccess else {
            unsafe discard(record)
            return status
        }
        var device = unsafe object.pointee.DeviceObject
        while let current = unsafe device {
            unsafe current.pointee.Flags &= ~UInt32(DO_DEVICE_INITIALIZING)
            unsafe device = current.pointee.NextDevice
        }
        unsafe devices.report()
        return status
    }

    /// DRIVER_REQUEST_UNLOAD: a driver without DriverUnload stays.
    mutating func unload(id: UInt32) -> NTStatus {
        for index in 0..<(unsafe drivers.count) where unsafe drivers[index].pointee.id == id {
            let record = unsafe drivers[index]
            guard let routine = unsafe record.pointee.object.DriverUnload else {
                return .invalidDeviceRequest
            }
            unsafe routine(
                UnsafeMutableRawPointer(record).assumingMemoryBound(to: DRIVER_OBJECT.self))
            unsafe discard(record)
            return .success
        }
        return .noSuchDevice
    }

    /// Deletes what the driver left behind, unmaps it and forgets it.
    private mutating func discard(_ record: UnsafeMutablePointer<DriverRecord>) {
        while let device = unsafe record.pointee.object.DeviceObject {
            unsafe ioDeleteDevice(device)
        }
        _ = unsafe LdrUnloadDll(record.pointee.image)
        if let index = unsafe drivers.firstIndex(of: record) { unsafe drivers.remove(at: index) }
        unsafe DriverRecord.destroy(record)
    }
}
