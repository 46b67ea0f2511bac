// The executive maps only what the registry gives this driver, and says where.

import CNT
import CWDM
import NTABI

/// Maps device memory that the registry gives this driver; null otherwise.
@c(MmMapIoSpace)
public func mmMapIoSpace(_ physical: UInt64, _ length: UInt, _ cacheType: Int32)
    -> UnsafeMutableRawPointer?
{
    // MEMORY_CACHING_TYPE: not cached, cached, write combined, coherent, not cached nor ordered, write combined and cached.
    let modifiers: [UInt32] = [UInt32(PAGE_NOCACHE), 0, UInt32(PAGE_WRITECOMBINE), 0, UInt32(PAGE_NOCACHE)]
    guard modifiers.indices.contains(Int(cacheType)) else { return nil }
    return unsafe mmMapIoSpaceEx(physical, length, UInt32(PAGE_READWRITE) | modifiers[Int(cacheType)])
}

/// The same, with PAGE_READONLY or PAGE_READWRITE and how the memory is cached.
@c(MmMapIoSpaceEx)
public func mmMapIoSpaceEx(_ physical: UInt64, _ length: UInt, _ protection: UInt32)
    -> UnsafeMutableRawPointer?
{
    var address: UInt = 0
    let status = unsafe NtDriverMapMemory(physical, length, protection, &address)
    guard NTStatus(code: status).isSuccess else { return nil }
    return unsafe UnsafeMutableRawPointer(bitPattern: address)
}

/// Ends such a mapping.
@c(MmUnmapIoSpace)
public func mmUnmapIoSpace(_ address: UnsafeMutableRawPointer?, _ length: UInt) {
    _ = unsafe NtDriverUnmapMemory(address, length)
}

/// Exports of this image, for drivers that look a routine up before they use it.
@c(MmGetSystemRoutineAddress)
public func mmGetSystemRoutineAddress(_ name: UnsafePointer<UNICODE_STRING>)
    -> UnsafeMutableRawPointer?
{
    let units = unsafe UnicodeString(copying: name.pointee).units
    var ascii: [UInt8] = []
    for unit in units {
        guard unit < 0x80 else { return nil }
        ascii.append(UInt8(unit))
    }
    return unsafe ascii.withUnsafeBytes { bytes in
        var routine = ANSI_STRING()
        routine.Length = UInt16(bytes.count)
        routine.MaximumLength = routine.Length
        routine.Buffer = UInt(bitPattern: bytes.baseAddress)
        var address: UInt = 0
        let status = unsafe LdrGetProcedureAddress(ownImageBase, &routine, 0, &address)
        guard NTStatus(code: status).isSuccess else { return nil }
        return unsafe UnsafeMutableRawPointer(bitPattern: address)
    }
}

/// All memory of a driver process is resident or demand zero; nothing is paged to disk, so nothing needs locking.
@c(MmLockPagableDataSection)
public func mmLockPagableDataSection(_ address: UnsafeMutableRawPointer?)
    -> UnsafeMutableRawPointer?
{
    unsafe address
}

/// Nothing was locked.
@c(MmUnlockPagableImageSection)
public func mmUnlockPagableImageSection(_ handle: UnsafeMutableRawPointer?) {}

/// Nothing is paged.
@c(MmPageEntireDriver)
public func mmPageEntireDriver(_ address: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    unsafe address
}

/// Nothing is paged.
@c(MmResetDriverPaging) public func mmResetDriverPaging(_ address: UnsafeMutableRawPointer?) {}

/// Whether the address is committed in this process.
@c(MmIsAddressValid) public func mmIsAddressValid(_ address: UnsafeMutableRawPointer?) -> UInt8 {
    var information = MEMORY_BASIC_INFORMATION()
    let currentProcess = ~HANDLE(0)
    let status = unsafe NtQueryVirtualMemory(
        currentProcess, address, 0, &information,
        UInt(MemoryLayout<MEMORY_BASIC_INFORMATION>.size), nil)
    let committed: UInt32 = 0x1000
    return NTStatus(code: status).isSuccess && information.State == committed ? 1 : 0
}
