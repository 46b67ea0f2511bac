// Unsafe in one way: memory that a program handed over as a lock or a counter is used as an atomic. It has
// the size and alignment of one, and all who share it use it so.

import Synchronization

extension Pointer<Int32> {
    private var atomic: UnsafeMutablePointer<Atomic<Int32>> {
        unsafe UnsafeMutablePointer(bitPattern: address).unsafelyUnwrapped
    }

    /// Adds one; returns the new value.
    func atomicIncrement() -> Int32 {
        unsafe atomic.pointee.wrappingAdd(1, ordering: .sequentiallyConsistent).newValue
    }

    /// Subtracts one; returns the new value.
    func atomicDecrement() -> Int32 {
        unsafe atomic.pointee.wrappingSubtract(1, ordering: .sequentiallyConsistent).newValue
    }

    /// Puts `new` there if `expected` stands there; returns what stood there.
    func atomicExchange(_ new: Int32, expecting expected: Int32) -> Int32 {
        unsafe atomic.pointee.compareExchange(
            expected: expected, desired: new, ordering: .sequentiallyConsistent
        ).original
    }
}

extension Pointer<UInt> {
    /// Puts `new` there if `expected` stands there; returns what stood there.
    func atomicExchange(_ new: UInt, expecting expected: UInt) -> UInt {
        let atomic: UnsafeMutablePointer<Atomic<UInt>> =
            unsafe UnsafeMutablePointer(bitPattern: address).unsafelyUnwrapped
        return unsafe atomic.pointee.compareExchange(
            expected: expected, desired: new, ordering: .sequentiallyConsistent
        ).original
    }
}
