// Unsafe in one way: a page is written through a pointer. It is mapped for good, and every offset written is a
// constant of KUSER_SHARED_DATA, which is smaller than a page.

/// KUSER_SHARED_DATA as the executive writes it, by the structure's offsets.
///
/// Programs read it while it is written, so every store is a single one of the field's own size.
@safe
struct SharedPage {
    private let page: UnsafeMutableRawPointer

    init(_ page: UnsafeMutableRawPointer) { unsafe self.page = page }

    @inline(__always) func set<T: BitwiseCopyable>(_ offset: Int, _ value: T) {
        unsafe page.storeBytes(of: value, toByteOffset: offset, as: T.self)
    }

    /// A KSYSTEM_TIME. Readers take it as whole when both high parts agree, so the second is written first.
    @inline(__always) func setTime(_ offset: Int, _ value: UInt64) {
        set(offset + 8, UInt32(value >> 32))
        set(offset, value)
    }
}
