// Unsafe in one way: a local variable's address is lent out while the borrow lasts.

/// Lends a variable's place in memory.
func withPointer<T: BitwiseCopyable, R>(to variable: inout T, _ body: (Pointer<T>) -> R) -> R {
    unsafe withUnsafeMutablePointer(to: &variable) { body(Pointer(UInt(bitPattern: $0))) }
}
