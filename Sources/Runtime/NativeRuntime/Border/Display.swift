// The screen and the log. Both services copy the text before they return.

import CNT
import NTABI

/// Prints on the display.
public func display(_ text: String) { display(Array(text.utf16)) }

/// Prints on the display. A UNICODE_STRING holds at most 32767 characters, so long text goes in parts.
public func display(_ units: [UInt16]) {
    var rest = units[...]
    while !rest.isEmpty {
        _ = unsafe withUnicodeString(Array(rest.prefix(4096))) { unsafe NtDisplayString($0) }
        rest = rest.dropFirst(4096)
    }
}

/// Writes to the system log.
public func log(_ text: String) {
    var bytes = Array(text.utf8)
    unsafe bytes.withUnsafeMutableBytes { buffer in
        _ = unsafe NtDebugOutput(buffer.baseAddress, UInt32(buffer.count))
    }
}
