// Unsafe in the pointers that the compiler's own calls bring and take. The heap is the process's: ntdll made it
// before the program's first instruction.

import CNT
import PERuntime

private var processHeap: UInt {
    unsafe UnsafePointer<PEB>(bitPattern: nt_current_peb()).unsafelyUnwrapped.pointee.ProcessHeap
}

/// What compiled Swift calls for memory; on a multiple of 16, more than which nothing here asks for.
@c(native_posix_memalign)
public func nativeAllocate(
    _ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>, _ alignment: Int, _ size: Int
) -> Int32 {
    let memory = unsafe RtlAllocateHeap(processHeap, 0, UInt(size))
    unsafe result.pointee = memory
    return unsafe memory == nil ? 12 : 0
}

@c(native_free)
public func nativeFree(_ memory: UnsafeMutableRawPointer?) {
    _ = unsafe RtlFreeHeap(processHeap, 0, memory)
}

/// What compiled Swift calls for the seeds of hash tables: hard to guess, no secret.
@c(native_random_buffer)
public func nativeRandom(_ buffer: UnsafeMutableRawPointer, _ count: Int) {
    var state = nt_time_stamp_counter() ^ UInt64(UInt(bitPattern: buffer)) << 16
    for index in 0..<count {
        state = state &* 0x5851_F42D_4C95_7F2D &+ 0x1405_7B7E_F767_814F
        unsafe buffer.storeBytes(
            of: UInt8(truncatingIfNeeded: state >> 56), toByteOffset: index, as: UInt8.self)
    }
}
