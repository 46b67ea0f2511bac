// An MDL here describes memory of this process that is mapped already: its MappedSystemVa is the buffer itself.

import CWDM

/// Fills in an MDL for `length` bytes at `address`.
func describe(
    _ mdl: UnsafeMutablePointer<MDL>, _ address: UnsafeMutableRawPointer?, _ length: UInt32
) {
    let place = UInt(bitPattern: address)
    unsafe mdl.pointee = MDL()
    unsafe mdl.pointee.Size = Int16(MemoryLayout<MDL>.size)
    unsafe mdl.pointee.MappedSystemVa = address
    unsafe mdl.pointee.StartVa = UnsafeMutableRawPointer(bitPattern: place & ~0xFFF)
    unsafe mdl.pointee.ByteOffset = UInt32(place & 0xFFF)
    unsafe mdl.pointee.ByteCount = length
}

/// Describes a buffer; for a request, as its MDL or behind the others (`isSecondary`). Null without memory.
@c(IoAllocateMdl)
public func ioAllocateMdl(
    _ address: UnsafeMutableRawPointer?, _ length: UInt32, _ isSecondary: UInt8,
    _ chargeQuota: UInt8, _ irp: IrpPointer?
) -> UnsafeMutablePointer<MDL>? {
    guard let memory = unsafe allocatePool(MemoryLayout<MDL>.size) else { return nil }
    let mdl = unsafe memory.assumingMemoryBound(to: MDL.self)
    unsafe describe(mdl, address, length)
    guard let irp = unsafe irp else { return unsafe mdl }
    if isSecondary == 0 {
        unsafe irp.pointee.MdlAddress = mdl
    } else if var last = unsafe irp.pointee.MdlAddress {
        while let next = unsafe last.pointee.Next { unsafe last = next }
        unsafe last.pointee.Next = mdl
    }
    return unsafe mdl
}

/// Frees the description, not the buffer.
@c(IoFreeMdl) public func ioFreeMdl(_ mdl: UnsafeMutablePointer<MDL>) {
    unsafe freePool(UnsafeMutableRawPointer(mdl))
}

/// Has `target` describe a part of what `source` does, from `address` on; a length of 0 means the rest.
@c(IoBuildPartialMdl)
public func ioBuildPartialMdl(
    _ source: UnsafeMutablePointer<MDL>, _ target: UnsafeMutablePointer<MDL>,
    _ address: UnsafeMutableRawPointer?, _ length: UInt32
) {
    let start = unsafe UInt(bitPattern: source.pointee.StartVa) + UInt(source.pointee.ByteOffset)
    let skipped = UInt32(truncatingIfNeeded: UInt(bitPattern: address) &- start)
    let rest = unsafe length == 0 ? source.pointee.ByteCount &- skipped : length
    unsafe describe(target, source.pointee.MappedSystemVa.map { unsafe $0 + Int(skipped) }, rest)
    unsafe target.pointee.MdlFlags = Int16(MDL_PARTIAL) | Int16(MDL_MAPPED_TO_SYSTEM_VA)
}

/// Marks the description: pool stays where it is.
@c(MmBuildMdlForNonPagedPool)
public func mmBuildMdlForNonPagedPool(_ mdl: UnsafeMutablePointer<MDL>) {
    unsafe mdl.pointee.MdlFlags |= Int16(MDL_SOURCE_IS_NONPAGED_POOL)
}

/// All memory of the process stays where it is for as long as it is mapped; locking only marks the MDL.
@c(MmProbeAndLockPages)
public func mmProbeAndLockPages(
    _ mdl: UnsafeMutablePointer<MDL>, _ mode: Int8, _ operation: Int32
) {
    unsafe mdl.pointee.MdlFlags |= Int16(MDL_PAGES_LOCKED)
}

/// Takes the mark back.
@c(MmUnlockPages) public func mmUnlockPages(_ mdl: UnsafeMutablePointer<MDL>) {
    unsafe mdl.pointee.MdlFlags &= ~Int16(MDL_PAGES_LOCKED)
}

/// Where the buffer lies in this process, which is where it is mapped already.
@c(MmMapLockedPagesSpecifyCache)
public func mmMapLockedPagesSpecifyCache(
    _ mdl: UnsafeMutablePointer<MDL>, _ mode: Int8, _ cacheType: Int32,
    _ requested: UnsafeMutableRawPointer?, _ bugCheck: UInt32, _ priority: UInt32
) -> UnsafeMutableRawPointer? {
    unsafe mdl.pointee.MdlFlags |= Int16(MDL_MAPPED_TO_SYSTEM_VA)
    return unsafe mdl.pointee.MappedSystemVa
}

/// The same.
@c(MmMapLockedPages)
public func mmMapLockedPages(_ mdl: UnsafeMutablePointer<MDL>, _ mode: Int8)
    -> UnsafeMutableRawPointer?
{
    unsafe mmMapLockedPagesSpecifyCache(mdl, mode, 1, nil, 0, 0)
}

/// Ends nothing but the mark: the buffer stays mapped as long as its request lasts.
@c(MmUnmapLockedPages)
public func mmUnmapLockedPages(
    _ address: UnsafeMutableRawPointer?, _ mdl: UnsafeMutablePointer<MDL>
) {
    unsafe mdl.pointee.MdlFlags &= ~Int16(MDL_MAPPED_TO_SYSTEM_VA)
}
