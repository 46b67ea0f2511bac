/// A process-local name for an open object: four times its place in the handle table plus one.
public struct Handle: RawRepresentable, Equatable, Sendable, BitwiseCopyable {
    public let rawValue: UInt
    @inline(__always) public init(rawValue: UInt) { self.rawValue = rawValue }

    /// NtCurrentProcess().
    public static let currentProcess = Handle(rawValue: UInt(bitPattern: -1))
    /// NtCurrentThread().
    public static let currentThread = Handle(rawValue: UInt(bitPattern: -2))
}
