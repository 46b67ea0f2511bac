import SeL4ABI

/// Ports that somebody may use, first and last included.
struct PortRange: Hashable {
    let first: UInt16
    let last: UInt16

    func overlaps(_ other: PortRange) -> Bool { first <= other.last && other.first <= last }
}

/// Which ranges of I/O ports have capabilities, and what was last written to one.
struct Ports {
    private(set) var inUse: [PortRange: Int] = [:]
    /// What the machine was asked last.
    var last: PortAccess?

    mutating func count(_ range: PortRange, _ change: Int) {
        let count = inUse[range, default: 0] + change
        inUse[range] = count == 0 ? nil : count
    }
}

struct PortAccess: Equatable {
    let port: UInt16
    let width: Int
    /// What was written; nil: it was read.
    let value: UInt32?

    /// What a made-up device answers, so that every port and width gives something else.
    static func answer(port: UInt16, width: Int) -> UInt32 {
        UInt32(truncatingIfNeeded: (UInt64(port) + 1) * 0x9e37_79b9 & (1 << (8 * UInt64(width)) - 1))
    }
}

extension Model {
    /// IOPortControl_Issue: first, last, index, depth; root.
    func issuePorts(_ invocation: Invocation, from held: Held) throws(Refusal) {
        guard invocation.label == .ioPortControlIssue else { throw .illegalOperation }
        try invocation.require(length: 4, capabilities: 1)
        let range = PortRange(
            first: UInt16(truncatingIfNeeded: invocation[0]), last: UInt16(truncatingIfNeeded: invocation[1]))
        guard range.first <= range.last else { throw .invalidArgument(1) }
        guard !ports.inUse.keys.contains(where: { $0.overlaps(range) }) else { throw .revokeFirst }
        let slot = try lookUpExactly(invocation[2], depth: invocation[3], in: invocation.extra[0].capability)
        guard slot.isEmpty else { throw .deleteFirst }
        insertNew(.ioPorts(range), madeFrom: held, into: slot)
    }

    /// IOPort_In8 … Out32: port, and for the Outs the data.
    func access(_ range: PortRange, _ invocation: Invocation) throws(Refusal) -> Outcome {
        let labels: [InvocationLabel] = [
            .ioPortIn8, .ioPortIn16, .ioPortIn32, .ioPortOut8, .ioPortOut16, .ioPortOut32,
        ]
        guard let index = labels.firstIndex(of: invocation.label) else { throw .illegalOperation }
        let (width, isWrite) = (1 << (index % 3), index >= 3)
        try invocation.require(length: isWrite ? 2 : 1)
        let port = UInt16(truncatingIfNeeded: invocation[0])
        guard port >= range.first, Int(port) + width - 1 <= Int(range.last) else { throw .illegalOperation }
        guard isWrite else {
            ports.last = PortAccess(port: port, width: width, value: nil)
            return .value(Word(PortAccess.answer(port: port, width: width)))
        }
        let value = UInt32(truncatingIfNeeded: invocation[1] & (1 << (8 * Word(width)) - 1))
        ports.last = PortAccess(port: port, width: width, value: value)
        return .done
    }
}
