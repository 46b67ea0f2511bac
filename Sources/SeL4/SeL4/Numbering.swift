public import SeL4ABI

/// How the running kernel numbers invocations and object types, beside how `InvocationLabel` and `ObjectType` do.
///
/// seL4 counts both when it is built, and what its configuration leaves out has no number: an IOMMU, virtual machines, a second
/// processor, the hardware debugger and two calls of version 15 all move what stands behind them. Invocations of one group
/// follow each other in every kernel, so that one number a group says where they are.
public struct Numbering: Sendable {
    /// Invocations that always follow each other. What comes before `common` has the same number everywhere, and so has
    /// everything that the kernel does without a message.
    public enum Group: Int, Sendable {
        /// From TCB_SetTLSBase on: flags, CNodes, interrupts.
        case common
        /// Page tables.
        case tables
        /// Page_Map and Page_Unmap. Page_GetAddress is not one of them: an IOMMU's invocation comes between.
        case pages
        /// ASID control and pools.
        case identifiers
        /// I/O ports, then the I/O APIC's interrupts.
        case devices

        /// The first invocation on the group's kind of object. Without arguments the kernel refuses it and changes nothing.
        @inline(__always) var first: InvocationLabel {
            switch self {
            case .common: .cnodeRevoke
            case .tables: .pdptMap
            case .pages: .pageMap
            case .identifiers: .asidControlMakePool
            case .devices: .ioPortControlIssue
            }
        }
    }

    /// What the kernel adds to our number of an invocation, by group; less than nothing wraps.
    public var offsets: InlineArray<5, Word> = .init(repeating: 0)
    /// Whether there are frames of 1 GB. Types behind theirs are one lower without.
    public var hasHugePages = true

    public init() {}

    @inline(__always) public func number(of label: InvocationLabel) -> Word {
        guard let group = Self.group(of: label) else { return label.rawValue }
        return label.rawValue &+ offsets[group.rawValue]
    }

    @inline(__always) public func number(of type: ObjectType) -> Word {
        type.rawValue > ObjectType.hugePage.rawValue && !hasHugePages ? type.rawValue - 1 : type.rawValue
    }

    @inline(__always) private static func group(of label: InvocationLabel) -> Group? {
        switch label.rawValue {
        case ..<InvocationLabel.tcbSetTLSBase.rawValue: nil
        case ..<InvocationLabel.pdptMap.rawValue: .common
        case ..<InvocationLabel.pageMap.rawValue: .tables
        case ..<InvocationLabel.asidControlMakePool.rawValue: .pages
        case ..<InvocationLabel.ioPortControlIssue.rawValue: .identifiers
        default: .devices
        }
    }

    /// How much fewer and how much more invocations than ours may stand before a group.
    private static var fewer: Word { 2 }
    private static var more: Word { 24 }

    /// Looks for a group from below, so that nothing of it but its first invocation is tried; `isFirst` says whether a number
    /// is that. False if no number is.
    public mutating func locate(_ group: Group, _ isFirst: (_ number: Word) -> Bool) -> Bool {
        let expected = group.first.rawValue
        for number in expected - Self.fewer...expected + Self.more where isFirst(number) {
            offsets[group.rawValue] = number &- expected
            return true
        }
        return false
    }
}
