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

/// What compiled Swift calls for the seeds of hash tables: hard to guess, no secret.
@c(ntdll_random_buffer)
public func swiftRandom(_ buffer: UnsafeMutableRawPointer, _ count: Int) {
    var state = Services.performanceCounter() ^ UInt64(ProcessState.nextSalt()) << 32
    for index in 0..<count {
        state = state &* 0x5851_F42D_4C95_7F2D &+ 0x1405_7B7E_F767_814F
        unsafe buffer.storeBytes(
            of: UInt8(truncatingIfNeeded: state >> 56), toByteOffset: index, as: UInt8.self)
    }
}
