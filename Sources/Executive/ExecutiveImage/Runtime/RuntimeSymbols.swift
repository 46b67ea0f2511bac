// Unsafe in that C's signatures are: what Embedded Swift's runtime asks of a platform. `executive_heap` holds the heap from
// `startHeap` on, which is called before anything is allocated; one thread allocates.

import Executive
import ExecutiveEntry

private var heap: UnsafeMutablePointer<Heap> {
    unsafe executive_heap_storage().assumingMemoryBound(to: Heap.self)
}

/// Makes the heap ready.
func startHeap(_ resources: UnsafeMutablePointer<KernelResources>) {
    unsafe heap.initialize(to: Heap(resources))
}

/// `posix_memalign`.
@c(executive_allocate)
func executiveAllocate(
    _ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>, _ alignment: Int, _ size: Int
) -> Int32 {
    let outOfMemory: Int32 = 12
    unsafe result.pointee = unsafe heap.pointee.allocate(size: size, alignment: alignment)
    return unsafe result.pointee == nil ? outOfMemory : 0
}

/// `free`.
@c(executive_free)
func executiveFree(_ block: UnsafeMutableRawPointer?) {
    guard let block = unsafe block else { return }
    unsafe heap.pointee.release(block)
}
