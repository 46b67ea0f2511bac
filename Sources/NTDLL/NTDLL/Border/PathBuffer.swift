// Unsafe in one way: the buffer's characters are lent out as memory while the borrow lasts.

import CNT

/// A path under construction, in place. What does not fit makes it invalid, never shorter.
struct PathBuffer {
    private var characters = InlineArray<260, UInt16>(repeating: 0)
    private(set) var count = 0
    private(set) var isValid = true

    init() {}

    mutating func append(_ text: Text) {
        guard count + text.count <= 260 else {
            isValid = false
            return
        }
        for index in 0..<text.count { characters[count + index] = text[index] }
        count += text.count
    }

    mutating func removeAll() {
        count = 0
        isValid = true
    }

    /// Lends the path as a UNICODE_STRING.
    mutating func withUnicodeString<R, E: Error>(
        _ body: (UNICODE_STRING) throws(E) -> R
    ) throws(E) -> R {
        let length = UInt16(count * 2)
        return try unsafe withUnsafeMutableBytes(of: &characters) { memory throws(E) -> R in
            try body(
                UNICODE_STRING(
                    Length: length, MaximumLength: length, Buffer: UInt(bitPattern: memory.baseAddress)))
        }
    }
}
