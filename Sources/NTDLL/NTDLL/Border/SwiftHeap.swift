// Unsafe in two pointers that the compiler's own calls bring and take.

import CNT

/// What compiled Swift calls for memory; on a multiple of 16, more than which nothing here asks for.
@c(ntdll_posix_memalign)
public func swiftAllocate(
    _ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>, _ alignment: Int, _ size: Int
) -> Int32 {
    let memory = rtlAllocateHeap(currentPEB.value.ProcessHeap, 0, UInt(size))
    unsafe result.pointee = UnsafeMutableRawPointer(bitPattern: memory)
    return memory == 0 ? 12 : 0
}

@c(ntdll_free)
public func swiftFree(_ memory: UnsafeMutableRawPointer?) {
    _ = rtlFreeHeap(currentPEB.value.ProcessHeap, 0, UInt(bitPattern: memory))
}
