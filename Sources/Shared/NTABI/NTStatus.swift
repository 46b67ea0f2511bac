/// The outcome of a system service: NTSTATUS, with Windows' own numbers.
///
/// Errors are thrown; successes that say more than success are returned.
public struct NTStatus: RawRepresentable, Error, Equatable, Sendable {
    public let rawValue: UInt32
    @inline(__always) public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Severity 3: NT_ERROR.
    public var isError: Bool { rawValue >> 30 == 3 }
    /// Severity 0 or 1: NT_SUCCESS.
    public var isSuccess: Bool { rawValue >> 31 == 0 }
}
