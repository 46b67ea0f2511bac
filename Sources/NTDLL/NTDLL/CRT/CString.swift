import NTABI

/// Characters up to a zero, as C programs have them: bytes, or UTF-16.
///
/// What is exported under C's names has names of its own here: a compiler that recognises a loop as, say, `strlen`
/// would otherwise make it call itself.
struct CString<Unit: FixedWidthInteger & UnsignedInteger & BitwiseCopyable> {
    let address: UInt

    init(_ address: UInt) { self.address = address }

    subscript(index: Int) -> Unit {
        get { Pointer<Unit>(address)[index] }
        nonmutating set { Pointer<Unit>(address)[index] = newValue }
    }

    /// Characters before the zero, `limit` at most.
    func count(limit: Int = .max) -> Int {
        var count = 0
        while count < limit, self[count] != 0 { count += 1 }
        return count
    }

    /// Negative, zero or positive as this stands before, at or after the other; at most `limit` characters count.
    func order(_ other: CString, limit: Int = .max, ignoringCase: Bool = false) -> Int32 {
        var index = 0
        while index < limit {
            let (mine, its) = (self[index], other[index])
            let (left, right) = ignoringCase ? (Self.lowercased(mine), Self.lowercased(its)) : (mine, its)
            if left != right { return Int32(left) - Int32(right) }
            if left == 0 { break }
            index += 1
        }
        return 0
    }

    /// Copies at most `limit` characters to `place`, and the zero if it is among them.
    func copy(to place: Int, of target: CString, limit: Int = .max) -> Int {
        var index = 0
        while index < limit {
            target[place + index] = self[index]
            if self[index] == 0 { break }
            index += 1
        }
        return index
    }

    /// Copies exactly `limit` characters: zeros behind this string's end.
    func fill(_ target: CString, limit: Int) {
        for index in copy(to: 0, of: target, limit: limit)..<limit { target[index] = 0 }
    }

    /// Appends at most `limit` characters, and a zero in any case.
    func append(to target: CString, limit: Int = .max) {
        let end = target.count()
        target[end + copy(to: end, of: target, limit: limit)] = 0
    }

    /// The address of the first character like `wanted`, the zero included; 0 if there is none.
    func first(_ wanted: Unit) -> UInt {
        var index = 0
        while self[index] != wanted {
            if self[index] == 0 { return 0 }
            index += 1
        }
        return addressOf(index)
    }

    /// The address of the last character like `wanted`, the zero included; 0 if there is none.
    func last(_ wanted: Unit) -> UInt {
        var index = count()
        while index >= 0 {
            if self[index] == wanted { return addressOf(index) }
            index -= 1
        }
        return 0
    }

    /// Where `wanted` first stands in this; 0 if it does not.
    func find(_ wanted: CString) -> UInt {
        let length = wanted.count()
        var index = 0
        while true {
            if CString(addressOf(index)).order(wanted, limit: length) == 0 { return addressOf(index) }
            if self[index] == 0 { return 0 }
            index += 1
        }
    }

    private func addressOf(_ index: Int) -> UInt { address + UInt(index * MemoryLayout<Unit>.stride) }

    /// ASCII letters only, as C's own locale has it.
    static func lowercased(_ unit: Unit) -> Unit { 0x41...0x5A ~= unit ? unit + 0x20 : unit }
}

typealias ByteString = CString<UInt8>
typealias WideString = CString<UInt16>
