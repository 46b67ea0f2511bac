// The process heap gives 16-byte alignment, as pool does on x64; blocks are freed with the heap they came from.

import CNT
import CWDM

/// Memory for drivers and for the runtime's own records; nil when there is none.
@inline(__always)
func allocatePool(_ size: Int) -> UnsafeMutableRawPointer? {
    unsafe RtlAllocateHeap(processHeap, 0, UInt(size))
}

@inline(__always)
func freePool(_ memory: UnsafeMutableRawPointer) {
    _ = unsafe RtlFreeHeap(processHeap, 0, memory)
}

/// Memory on 16 bytes that stays where it is, whatever the pool's `type`; null when there is none. Tags are not
/// kept.
@c(ExAllocatePoolWithTag)
public func exAllocatePoolWithTag(_ type: Int32, _ size: UInt, _ tag: UInt32)
    -> UnsafeMutableRawPointer?
{
    unsafe allocatePool(Int(size))
}

/// The same without a tag.
@c(ExAllocatePool)
public func exAllocatePool(_ type: Int32, _ size: UInt) -> UnsafeMutableRawPointer? {
    unsafe allocatePool(Int(size))
}

/// The same: no quota is kept, and failure is null, not an exception.
@c(ExAllocatePoolWithQuotaTag)
public func exAllocatePoolWithQuotaTag(_ type: Int32, _ size: UInt, _ tag: UInt32)
    -> UnsafeMutableRawPointer?
{
    unsafe allocatePool(Int(size))
}

/// Frees what one of the routines above gave.
@c(ExFreePoolWithTag)
public func exFreePoolWithTag(_ memory: UnsafeMutableRawPointer, _ tag: UInt32) {
    unsafe freePool(memory)
}

/// The same without a tag.
@c(ExFreePool) public func exFreePool(_ memory: UnsafeMutableRawPointer) { unsafe freePool(memory) }
