// The bytes are passed to the executive, which copies them before it returns.

import CNT

/// One line for the system log.
struct LogLine {
    private var bytes: [UInt8] = []

    mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
    }

    mutating func append(hexadecimal value: UInt, digits: Int) {
        for place in stride(from: digits - 1, through: 0, by: -1) {
            let digit = UInt8(value >> UInt(place * 4) & 0xF)
            bytes.append(digit < 10 ? digit + 0x30 : digit - 10 + 0x41)
        }
    }

    mutating func write() {
        unsafe bytes.withUnsafeMutableBytes { buffer in
            _ = unsafe NtDebugOutput(buffer.baseAddress, UInt32(buffer.count))
        }
    }
}
