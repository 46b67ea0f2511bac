import NTABI

/// An address in the calling process that the caller says holds a `T`. Nothing about it is checked
/// before `Process.read` or `Process.write` is called with it.
public struct UserPointer<T: BitwiseCopyable>: Equatable, Sendable {
    public let address: UInt
    /// A null address is no pointer.
    public init?(_ address: UInt) {
        guard address != 0 else { return nil }
        self.address = address
    }
    /// For a parameter that must not be null: null is an address like any other, and bad.
    public init(required address: UInt) { self.address = address }
}

/// Refuses an address that is not a multiple of `alignment`, where Windows does. `.datatypeMisalignment`.
@inline(__always)
func requireAlignment(_ address: UInt, to alignment: UInt) throws(NTStatus) {
    guard address & (alignment - 1) == 0 else { throw .datatypeMisalignment }
}

/// A run of bytes in the calling process, as unchecked as a `UserPointer`.
public struct UserBuffer: Equatable, Sendable {
    public let address: UInt
    public let length: Int
    public init(_ address: UInt, _ length: Int) {
        self.address = address
        self.length = length
    }
}
