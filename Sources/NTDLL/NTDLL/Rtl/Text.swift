import CNT
import NTABI

/// Characters that lie somewhere in this process, borrowed: of one byte or of two, without a terminator.
struct Text {
    let source: TextSource
    let count: Int

    init(_ source: TextSource, count: Int) {
        self.source = source
        self.count = count
    }

    /// The characters of a UNICODE_STRING at this address; none for a null address.
    init(unicodeString address: UInt) {
        guard address != 0 else {
            self.init(.wide(0), count: 0)
            return
        }
        self.init(Pointer<UNICODE_STRING>(address).value)
    }

    init(_ string: UNICODE_STRING) {
        self.init(.wide(string.Buffer), count: Int(string.Length / 2))
    }

    init(_ literal: StaticString) {
        self.init(.bytes(address(of: literal)), count: literal.utf8CodeUnitCount)
    }

    /// UTF-16 up to a zero.
    init(zeroTerminated address: UInt) {
        var count = 0
        while Pointer<UInt16>(address)[count] != 0 { count += 1 }
        self.init(.wide(address), count: count)
    }

    subscript(index: Int) -> UInt16 { source[index] }

    /// The characters from `start` up to `end`.
    func part(_ start: Int, _ end: Int) -> Text {
        switch source {
        case .bytes(let address): Text(.bytes(address + UInt(start)), count: end - start)
        case .wide(let address): Text(.wide(address + UInt(start * 2)), count: end - start)
        }
    }

    /// Where the character stands last, if it does.
    func lastIndex(of character: UInt16) -> Int? {
        var index = count - 1
        while index >= 0 {
            if self[index] == character { return index }
            index -= 1
        }
        return nil
    }

    /// Whether both are the same but for case.
    func isSameName(as other: Text) -> Bool { order(other, ignoringCase: true) == 0 && count == other.count }

    /// Negative, zero or positive as this stands before, at or after the other text.
    func order(_ other: Text, ignoringCase: Bool) -> Int {
        for index in 0..<min(count, other.count) {
            let mine = ignoringCase ? UnicodeString.upcased(self[index]) : self[index]
            let its = ignoringCase ? UnicodeString.upcased(other[index]) : other[index]
            if mine != its { return Int(mine) - Int(its) }
        }
        return count - other.count
    }

    /// Whether the first characters are those of `prefix`.
    func begins(with prefix: Text, ignoringCase: Bool) -> Bool {
        prefix.count <= count && prefix.order(part(0, prefix.count), ignoringCase: ignoringCase) == 0
    }
}
