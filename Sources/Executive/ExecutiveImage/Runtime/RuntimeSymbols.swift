// Unsafe in that C's signatures are: what Embedded Swift's runtime asks of a platform. `executive_heap` and
// `executive_resources` hold what they are for from `startHeap` on, which is called before anything is allocated; one thread allocates.

import CExecutive
import Executive
import ExecutiveEntry

private var heap: UnsafeMutablePointer<Heap> {
    unsafe executive_heap_storage().assumingMemoryBound(to: Heap.self)
}

private var resources: UnsafeMutablePointer<KernelResources> {
    unsafe executive_resources_storage().assumingMemoryBound(to: KernelResources.self)
}

/// Makes the heap ready; the kernel resources are.
func startHeap() {
    unsafe heap.initialize(to: Heap(resources.pointee))
}

/// `posix_memalign`.
@c(executive_allocate)
func executiveAllocate(
    _ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>, _ alignment: Int, _ size: Int
) -> Int32 {
    let outOfMemory: Int32 = 12
    unsafe result.pointee = unsafe heap.pointee.allocate(
        size: size, alignment: alignment, from: &resources.pointee)
    return unsafe result.pointee == nil ? outOfMemory : 0
}

/// `free`.
@c(executive_free)
func executiveFree(_ block: UnsafeMutableRawPointer?) {
    guard let block = unsafe block else { return }
    unsafe heap.pointee.release(block, to: &resources.pointee)
}

/// `arc4random_buf`: the seed of Swift's hashing. The time stamp counter, stirred, is as unforeseeable as anything here;
/// nothing secret hangs on it.
@c(arc4random_buf)
func arc4randomBuf(_ buffer: UnsafeMutableRawPointer, _ count: Int) {
    var state = ke_time_stamp()
    for index in 0..<count {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        unsafe buffer.storeBytes(
            of: UInt8(truncatingIfNeeded: state >> 56), toByteOffset: index, as: UInt8.self)
    }
}

/// What a failed check of Swift's own says in a debug build.
@c(putchar)
func putCharacter(_ character: Int32) -> Int32 {
    Monitor.note(UInt8(truncatingIfNeeded: character))
    return character
}
