/// Numbers from 0 up of which some are taken, the lowest free one first: so that a table of what they number can become
/// short again.
struct PlaceSet {
    /// A bit for each number: whether it is taken. Mostly there are few, and the first word is all.
    private var first: UInt64 = 0
    private var more: [UInt64] = []

    /// Takes the lowest number that is free.
    @inline(__always)
    mutating func take() -> Int {
        if first == .max { return takeBeyond() }
        defer { first |= first + 1 }
        return (~first).trailingZeroBitCount
    }

    @inline(never)
    private mutating func takeBeyond() -> Int {
        var word = 0
        while word < more.count, more[word] == .max { word += 1 }
        if word == more.count { more.append(0) }
        defer { more[word] |= more[word] + 1 }
        return (word + 1) << 6 + (~more[word]).trailingZeroBitCount
    }

    @inline(__always)
    mutating func giveBack(_ number: Int) {
        let bit: UInt64 = 1 << UInt64(number & 63)
        if number < 64 { first &= ~bit } else { more[number >> 6 - 1] &= ~bit }
    }
}

extension Array {
    /// Gives back most of a buffer that has become much too large, and all of it when nothing is left. For lists that live
    /// on after a program has filled them: called when something was taken out.
    @inline(__always)
    mutating func giveBackRoom() {
        if isEmpty { self = [] }
        guard capacity * MemoryLayout<Element>.stride > 1024, capacity >= 4 * count else { return }
        shrink()
    }

    @inline(never)
    private mutating func shrink() {
        var smaller: [Element] = []
        smaller.reserveCapacity(2 * count)
        for element in self { smaller.append(element) }
        self = smaller
    }
}
