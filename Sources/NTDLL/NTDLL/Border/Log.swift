// Unsafe in one expression: a line's bytes are used as memory while the line is borrowed.

/// ntdll's own messages in the system's debug log.
enum Log {
    /// A line under construction; what does not fit is cut off.
    struct Line {
        private var bytes = InlineArray<512, UInt8>(repeating: 0)
        private var count = 0

        init() {}

        mutating func add(_ text: StaticString) {
            add(bytesAt: address(of: text), count: text.utf8CodeUnitCount)
        }

        mutating func add(bytesAt source: UInt, count: Int) {
            for index in 0..<count { add(UInt16(Pointer<UInt8>(source)[index])) }
        }

        mutating func add(wideAt source: UInt, count: Int) {
            for index in 0..<count { add(Pointer<UInt16>(source)[index]) }
        }

        mutating func add(hex value: UInt, digits: Int = 1) {
            let text = Digits(UInt64(value), base: 16, isUpper: true)
            for _ in 0..<max(0, digits - text.count) { add(0x30) }
            for index in 0..<text.count { add(text[index]) }
        }

        mutating func add(_ character: UInt16) {
            guard count < 511 else { return }
            bytes[count] = character < 0x80 ? UInt8(character) : 0x3F
            count += 1
        }

        /// Writes the line to the log.
        mutating func send() {
            bytes[count] = 0x0A
            let size = count + 1
            withBuffer { buffer, _ in Services.log(buffer, size) }
        }

        mutating func withBuffer<R>(_ body: (UInt, Int) -> R) -> R {
            unsafe withUnsafeMutableBytes(of: &bytes) {
                body(UInt(bitPattern: $0.baseAddress), $0.count)
            }
        }
    }

    static func line(_ text: StaticString) {
        var line = Line()
        line.add("ntdll: ")
        line.add(text)
        line.send()
    }
}
