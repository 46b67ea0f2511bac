/// A set of bits, each with a meaning of its own.
///
/// It stands in for `OptionSet`, whose conformance drags in runtime support that the kernel's
/// modules are compiled without.
public protocol FlagSet: Equatable, Sendable {
    var rawValue: Word { get }
    init(rawValue: Word)
}

extension FlagSet {
    /// The empty set.
    @inline(__always) public static var none: Self { Self(rawValue: 0) }

    @inline(__always) public var isEmpty: Bool { rawValue == 0 }

    /// Whether every bit of `other` is set.
    @inline(__always) public func contains(_ other: Self) -> Bool {
        rawValue & other.rawValue == other.rawValue
    }

    /// Whether at least one bit of `other` is set.
    @inline(__always) public func intersects(_ other: Self) -> Bool {
        rawValue & other.rawValue != 0
    }

    @inline(__always) public static func | (left: Self, right: Self) -> Self {
        Self(rawValue: left.rawValue | right.rawValue)
    }

    @inline(__always) public static func & (left: Self, right: Self) -> Self {
        Self(rawValue: left.rawValue & right.rawValue)
    }

    @inline(__always) public func subtracting(_ other: Self) -> Self {
        Self(rawValue: rawValue & ~other.rawValue)
    }
}
