// A port capability names only ports; nothing here touches memory but the table, under `portLock`.

import CNT
import CWDM
import NTABI
import SeL4

/// Guards the table of ports.
private let portLock = BlockingLock()
nonisolated(unsafe) private var ports = PortTable()

/// The I/O ports this process holds capabilities to, asked for at first use.
struct PortTable {
    private struct Range {
        var first: UInt16 = 0
        var last: UInt16 = 0
        var capability = IOPort(CapabilityPointer(0))
    }

    private static let capacity = 32
    private var ranges: [32 of Range] = .init(repeating: Range())
    private var count = 0

    /// The capability for `width` ports from `port` on, or nil if the executive does not grant it.
    mutating func capability(_ port: UInt16, width: UInt16) -> IOPort? {
        let last = port &+ (width - 1)
        for index in 0..<count where ranges[index].first <= port && last <= ranges[index].last {
            return ranges[index].capability
        }
        guard count < Self.capacity else { return nil }
        var pointer: UInt = 0
        let status = unsafe NTStatus(code: NtDriverOpenPorts(port, last, &pointer))
        guard status.isSuccess else { return nil }
        let capability = IOPort(CapabilityPointer(pointer))
        ranges[count] = Range(first: port, last: last, capability: capability)
        count += 1
        return capability
    }
}

private func capability(_ port: UInt16, width: UInt16) -> IOPort? {
    portLock.acquire()
    defer { portLock.release() }
    return unsafe ports.capability(port, width: width)
}

/// Reads a port of `width` bytes. A port that this process does not hold reads as one that nothing answers at: all ones.
@c(HalpReadPort) public func readPort(_ port: UInt16, _ width: UInt16) -> UInt32 {
    let nothing = UInt32.max
    guard let capability = capability(port, width: width) else { return nothing }
    do throws(InvocationError) {
        switch width {
        case 1: return UInt32(try capability.in8(port))
        case 2: return UInt32(try capability.in16(port))
        default: return try capability.in32(port)
        }
    } catch {
        return nothing
    }
}

/// Writes a port of `width` bytes; a port that this process does not hold ignores it.
@c(HalpWritePort) public func writePort(_ port: UInt16, _ width: UInt16, _ value: UInt32) {
    guard let capability = capability(port, width: width) else { return }
    switch width {
    case 1: try? capability.out8(port, UInt8(truncatingIfNeeded: value))
    case 2: try? capability.out16(port, UInt16(truncatingIfNeeded: value))
    default: try? capability.out32(port, value)
    }
}
