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

@c(ExAllocatePoolWithTag)
public func exAllocatePoolWithTag(_ type: Int32, _ size: UInt, _ tag: UInt32)
    -> UnsafeMutableRawPointer?
{
    unsafe allocatePool(Int(size))
}

@c(ExAllocatePool)
public func exAllocatePool(_ type: Int32, _ size: UInt) -> UnsafeMutableRawPointer? {
    unsafe allocatePool(Int(size))
}

@c(ExAllocatePoolWithQuotaTag)
public func exAllocatePoolWithQuotaTag(_ type: Int32, _ size: UInt, _ tag: UInt32)
    -> UnsafeMutableRawPointer?
{
    unsafe allocatePool(Int(size))
}

@c(ExFreePoolWithTag)
public func exFreePoolWithTag(_ memory: UnsafeMutableRawPointer, _ tag: UInt32) {
    unsafe freePool(memory)
}

@c(ExFreePool) public func exFreePool(_ memory: UnsafeMutableRawPointer) { unsafe freePool(memory) }
