// Extensions are kept until their driver's record is destroyed; the driver asks for them by an address of its own.

import CWDM
import NTABI

/// Memory that a driver hangs on its driver object, found again by an address the driver chose.
@unsafe
struct ClientExtension {
    var next: UnsafeMutablePointer<ClientExtension>?
    let identifier: UnsafeMutableRawPointer?
    let memory: UnsafeMutableRawPointer
}

/// Hangs cleared memory on the driver object, under an address that the driver chose. Errors:
/// `.objectNameCollision` (there is one), `.insufficientResources`.
@c(IoAllocateDriverObjectExtension)
public func ioAllocateDriverObjectExtension(
    _ driver: UnsafeMutablePointer<DRIVER_OBJECT>, _ identifier: UnsafeMutableRawPointer?,
    _ size: UInt32, _ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>
) -> NTSTATUS {
    guard unsafe ioGetDriverObjectExtension(driver, identifier) == nil else {
        return NTStatus.objectNameCollision.code
    }
    guard let memory = unsafe allocatePool(Int(size)) else {
        return NTStatus.insufficientResources.code
    }
    unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: Int(size))
    let record = unsafe DriverRecord.of(driver)
    let entry = UnsafeMutablePointer<ClientExtension>.allocate(capacity: 1)
    unsafe entry.initialize(
        to: ClientExtension(
            next: record.pointee.clientExtensions, identifier: identifier, memory: memory))
    unsafe record.pointee.clientExtensions = entry
    unsafe result.pointee = memory
    return NTStatus.success.code
}

/// The memory under that address, or null.
@c(IoGetDriverObjectExtension)
public func ioGetDriverObjectExtension(
    _ driver: UnsafeMutablePointer<DRIVER_OBJECT>, _ identifier: UnsafeMutableRawPointer?
) -> UnsafeMutableRawPointer? {
    var entry = unsafe DriverRecord.of(driver).pointee.clientExtensions
    while let current = unsafe entry {
        if unsafe current.pointee.identifier == identifier { return unsafe current.pointee.memory }
        unsafe entry = current.pointee.next
    }
    return nil
}

func freeClientExtensions(_ first: UnsafeMutablePointer<ClientExtension>?) {
    var entry = unsafe first
    while let current = unsafe entry {
        unsafe entry = current.pointee.next
        unsafe freePool(current.pointee.memory)
        unsafe current.deallocate()
    }
}
