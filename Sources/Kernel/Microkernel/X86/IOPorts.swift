import SeL4ABI

extension Kernel {
    /// IOPortControl_Issue that has passed its checks.
    struct IssueRequest {
        let control: Slot
        let slot: Slot
        let first: UInt16
        let last: UInt16
    }

    /// IOPortControl_Issue: first, last, index, depth; root.
    ///
    /// - Errors, in this order: IllegalOperation, TruncatedMessage, InvalidArgument 1 (last before
    ///   first), RevokeFirst (a port is in use), those of the target slot.
    mutating func decodeIOPortControl(
        _ invocation: Invocation, _ control: Slot
    ) throws(SyscallError) -> IssueRequest {
        guard invocation.label == .ioPortControlIssue else { throw .illegalOperation }
        try invocation.require(length: 4, capabilities: 1)
        let first = UInt16(truncatingIfNeeded: invocation[0])
        let last = UInt16(truncatingIfNeeded: invocation[1])
        guard last >= first else { throw .invalidArgument(1) }
        for port in first...last where isPortInUse(port) { throw .revokeFirst }
        let slot = try lookUpEmpty(
            invocation[2], depth: invocation[3], in: invocation.capability(0))
        return IssueRequest(control: control, slot: slot, first: first, last: last)
    }

    mutating func perform(_ request: IssueRequest) -> Completion {
        markPorts(first: request.first, last: request.last, inUse: true)
        insertNew(
            IOPortCapability(first: request.first, last: request.last).capability,
            madeFrom: request.control, into: request.slot)
        return .done
    }

    /// Mutating, because the compiler might copy the whole map to read one bit of a value, and the stack is small.
    private mutating func isPortInUse(_ port: UInt16) -> Bool {
        portsInUse[Int(port >> 6)] >> Word(port & 63) & 1 != 0
    }

    mutating func markPorts(first: UInt16, last: UInt16, inUse: Bool) {
        for port in first...last {
            let bit: Word = 1 &<< Word(port & 63)
            let word = portsInUse[Int(port >> 6)]
            portsInUse[Int(port >> 6)] = inUse ? word | bit : word & ~bit
        }
    }

    /// A port access that has passed its checks; the width is in bytes.
    enum PortRequest {
        case read(UInt16, width: Int)
        case write(UInt16, width: Int, UInt32)
    }

    /// IOPort_In8 … Out32: port, and for the Outs the data.
    ///
    /// - Errors, in this order: IllegalOperation (label), TruncatedMessage, IllegalOperation (a
    ///   port outside the capability's range).
    func decodeIOPort(
        _ invocation: Invocation, _ ports: IOPortCapability
    ) throws(SyscallError) -> PortRequest {
        let isWrite: Bool
        let width: Int
        switch invocation.label {
        case .ioPortIn8: (isWrite, width) = (false, 1)
        case .ioPortIn16: (isWrite, width) = (false, 2)
        case .ioPortIn32: (isWrite, width) = (false, 4)
        case .ioPortOut8: (isWrite, width) = (true, 1)
        case .ioPortOut16: (isWrite, width) = (true, 2)
        case .ioPortOut32: (isWrite, width) = (true, 4)
        default: throw .illegalOperation
        }
        try invocation.require(length: isWrite ? 2 : 1)
        let port = invocation[0] & 0xffff
        guard port >= Word(ports.first) && port &+ Word(bitPattern: width) &- 1 <= Word(ports.last)
        else { throw .illegalOperation }
        let number = UInt16(truncatingIfNeeded: port)
        return isWrite
            ? .write(number, width: width, UInt32(truncatingIfNeeded: invocation[1]))
            : .read(number, width: width)
    }

    func perform(_ request: PortRequest) -> Completion {
        switch request {
        case .read(let port, let width):
            switch width {
            case 1: return .value(Word(M.readPort8(port)))
            case 2: return .value(Word(M.readPort16(port)))
            default: return .value(Word(M.readPort32(port)))
            }
        case .write(let port, let width, let value):
            switch width {
            case 1: M.writePort8(port, UInt8(truncatingIfNeeded: value))
            case 2: M.writePort16(port, UInt16(truncatingIfNeeded: value))
            default: M.writePort32(port, value)
            }
            return .done
        }
    }
}
