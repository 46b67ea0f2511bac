import CNT

/// An RTL_BITMAP: so many bits in words of 32, lowest first.
struct Bitmap {
    let count: UInt32
    private let words: Pointer<UInt32>

    init(at address: UInt) {
        let header = Pointer<RTL_BITMAP>(address).value
        count = header.SizeOfBitMap
        words = Pointer(header.Buffer)
    }

    /// What searches and counts answer when there is nothing: -1.
    static let none = UInt32.max

    subscript(bit: UInt32) -> Bool {
        get { words[Int(bit / 32)] >> (bit % 32) & 1 != 0 }
        nonmutating set {
            if newValue { words[Int(bit / 32)] |= 1 << (bit % 32) } else { words[Int(bit / 32)] &= ~(1 << (bit % 32)) }
        }
    }

    func set(_ start: UInt32, _ length: UInt32, to value: Bool) {
        guard start < count else { return }
        for bit in start..<start + min(length, count - start) { self[bit] = value }
    }

    /// How many bits from `start` on are `value`, `limit` at most.
    func run(at start: UInt32, of value: Bool, limit: UInt32 = .max) -> UInt32 {
        var bit = start
        while bit < count, bit - start < limit, self[bit] == value { bit += 1 }
        return bit - start
    }

    func total(of value: Bool) -> UInt32 {
        var total: UInt32 = 0
        for bit in 0..<count where self[bit] == value { total += 1 }
        return total
    }

    /// Where `length` bits of a value follow each other: the first such place from `hint` on, or from the start.
    func find(_ length: UInt32, of value: Bool, from hint: UInt32) -> UInt32 {
        let first = hint < count ? hint : 0
        guard length > 0 else { return first & ~7 }
        return search(length, of: value, from: first, to: count)
            ?? search(length, of: value, from: 0, to: min(count, first + length - 1)) ?? Self.none
    }

    private func search(_ length: UInt32, of value: Bool, from start: UInt32, to end: UInt32) -> UInt32? {
        var bit = start
        while bit < end, end - bit >= length {
            let run = run(at: bit, of: value, limit: length)
            if run == length { return bit }
            bit += run + 1
        }
        return nil
    }

    /// The next run of clear bits from `start` on; of length 0 if there is none.
    func nextClearRun(from start: UInt32) -> (start: UInt32, length: UInt32) {
        guard start < count else { return (count, 0) }
        let first = start + run(at: start, of: true)
        return (first, first < count ? run(at: first, of: false) : 0)
    }
}

/// RtlInitializeBitMap.
@c(RtlInitializeBitMap)
public func rtlInitializeBitMap(_ bitmap: UInt, _ buffer: UInt, _ count: UInt32) {
    Pointer<RTL_BITMAP>(bitmap).value = RTL_BITMAP(SizeOfBitMap: count, Buffer: buffer)
}

/// RtlClearAllBits.
@c(RtlClearAllBits)
public func rtlClearAllBits(_ bitmap: UInt) { fill(bitmap, with: 0) }

/// RtlSetAllBits.
@c(RtlSetAllBits)
public func rtlSetAllBits(_ bitmap: UInt) { fill(bitmap, with: 0xFF) }

private func fill(_ bitmap: UInt, with byte: UInt8) {
    let header = Pointer<RTL_BITMAP>(bitmap).value
    Bytes.fill(header.Buffer, count: (Int(header.SizeOfBitMap) + 31) / 32 * 4, with: byte)
}

/// RtlClearBits.
@c(RtlClearBits)
public func rtlClearBits(_ bitmap: UInt, _ start: UInt32, _ length: UInt32) {
    Bitmap(at: bitmap).set(start, length, to: false)
}

/// RtlSetBits.
@c(RtlSetBits)
public func rtlSetBits(_ bitmap: UInt, _ start: UInt32, _ length: UInt32) {
    Bitmap(at: bitmap).set(start, length, to: true)
}

/// RtlClearBit.
@c(RtlClearBit)
public func rtlClearBit(_ bitmap: UInt, _ bit: UInt32) { Bitmap(at: bitmap).set(bit, 1, to: false) }

/// RtlSetBit.
@c(RtlSetBit)
public func rtlSetBit(_ bitmap: UInt, _ bit: UInt32) { Bitmap(at: bitmap).set(bit, 1, to: true) }

/// RtlTestBit.
@c(RtlTestBit)
public func rtlTestBit(_ bitmap: UInt, _ bit: UInt32) -> UInt8 {
    let bits = Bitmap(at: bitmap)
    return bit < bits.count && bits[bit] ? 1 : 0
}

/// RtlAreBitsClear. Whether all bits of a range are; false for one that is empty or goes beyond the end.
@c(RtlAreBitsClear)
public func rtlAreBitsClear(_ bitmap: UInt, _ start: UInt32, _ length: UInt32) -> UInt8 {
    length > 0 && Bitmap(at: bitmap).run(at: start, of: false, limit: length) == length ? 1 : 0
}

/// RtlAreBitsSet.
@c(RtlAreBitsSet)
public func rtlAreBitsSet(_ bitmap: UInt, _ start: UInt32, _ length: UInt32) -> UInt8 {
    length > 0 && Bitmap(at: bitmap).run(at: start, of: true, limit: length) == length ? 1 : 0
}

/// RtlNumberOfSetBits.
@c(RtlNumberOfSetBits)
public func rtlNumberOfSetBits(_ bitmap: UInt) -> UInt32 { Bitmap(at: bitmap).total(of: true) }

/// RtlNumberOfClearBits.
@c(RtlNumberOfClearBits)
public func rtlNumberOfClearBits(_ bitmap: UInt) -> UInt32 { Bitmap(at: bitmap).total(of: false) }

/// RtlFindClearBits. Where so many clear bits follow each other, from `hint` on if possible; -1 for nowhere.
@c(RtlFindClearBits)
public func rtlFindClearBits(_ bitmap: UInt, _ length: UInt32, _ hint: UInt32) -> UInt32 {
    Bitmap(at: bitmap).find(length, of: false, from: hint)
}

/// RtlFindSetBits.
@c(RtlFindSetBits)
public func rtlFindSetBits(_ bitmap: UInt, _ length: UInt32, _ hint: UInt32) -> UInt32 {
    Bitmap(at: bitmap).find(length, of: true, from: hint)
}

/// RtlFindClearBitsAndSet.
@c(RtlFindClearBitsAndSet)
public func rtlFindClearBitsAndSet(_ bitmap: UInt, _ length: UInt32, _ hint: UInt32) -> UInt32 {
    let place = rtlFindClearBits(bitmap, length, hint)
    if place != Bitmap.none { rtlSetBits(bitmap, place, length) }
    return place
}

/// RtlFindSetBitsAndClear.
@c(RtlFindSetBitsAndClear)
public func rtlFindSetBitsAndClear(_ bitmap: UInt, _ length: UInt32, _ hint: UInt32) -> UInt32 {
    let place = rtlFindSetBits(bitmap, length, hint)
    if place != Bitmap.none { rtlClearBits(bitmap, place, length) }
    return place
}

/// RtlFindNextForwardRunClear. The length of the next run of clear bits from `start` on, and where it begins.
@c(RtlFindNextForwardRunClear)
public func rtlFindNextForwardRunClear(_ bitmap: UInt, _ start: UInt32, _ place: UInt) -> UInt32 {
    let run = Bitmap(at: bitmap).nextClearRun(from: start)
    Pointer<UInt32>(place).value = run.start
    return run.length
}

/// RtlFindFirstRunClear.
@c(RtlFindFirstRunClear)
public func rtlFindFirstRunClear(_ bitmap: UInt, _ place: UInt) -> UInt32 {
    rtlFindNextForwardRunClear(bitmap, 0, place)
}

/// RtlFindLongestRunClear.
@c(RtlFindLongestRunClear)
public func rtlFindLongestRunClear(_ bitmap: UInt, _ place: UInt) -> UInt32 {
    let bits = Bitmap(at: bitmap)
    var longest: (start: UInt32, length: UInt32) = (0, 0)
    var next = bits.nextClearRun(from: 0)
    while next.length > 0 {
        if next.length > longest.length { longest = next }
        next = bits.nextClearRun(from: next.start + next.length)
    }
    Pointer<UInt32>(place).value = longest.start
    return longest.length
}

/// RtlFindClearRuns. Up to `limit` runs of clear bits as pairs of start and length: the first, or the longest in falling order
/// of length. Returns how many there are.
@c(RtlFindClearRuns)
public func rtlFindClearRuns(_ bitmap: UInt, _ runs: UInt, _ limit: UInt32, _ longestFirst: UInt8) -> UInt32 {
    let bits = Bitmap(at: bitmap)
    let pairs = Pointer<UInt32>(runs)
    var count = 0
    var next = bits.nextClearRun(from: 0)
    while next.length > 0, longestFirst != 0 || count < Int(limit) {
        var place = count
        if longestFirst != 0 {
            while place > 0, pairs[2 * place - 1] < next.length { place -= 1 }
        }
        if place < Int(limit) {
            count = min(count + 1, Int(limit))
            for index in stride(from: count - 1, to: place, by: -1) {
                pairs[2 * index] = pairs[2 * index - 2]
                pairs[2 * index + 1] = pairs[2 * index - 1]
            }
            pairs[2 * place] = next.start
            pairs[2 * place + 1] = next.length
        }
        next = bits.nextClearRun(from: next.start + next.length)
    }
    return UInt32(count)
}

/// RtlFindMostSignificantBit. The number of the highest bit that is set; -1 for zero.
@c(RtlFindMostSignificantBit)
public func rtlFindMostSignificantBit(_ value: UInt64) -> Int8 { Int8(63 - value.leadingZeroBitCount) }

/// RtlFindLeastSignificantBit. The number of the lowest bit that is set; -1 for zero.
@c(RtlFindLeastSignificantBit)
public func rtlFindLeastSignificantBit(_ value: UInt64) -> Int8 {
    value == 0 ? -1 : Int8(value.trailingZeroBitCount)
}
