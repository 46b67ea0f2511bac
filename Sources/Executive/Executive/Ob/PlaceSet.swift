/// Numbers from 0 up of which some are taken, the lowest free one first: so that a table of what they number can become
/// short again.
struct PlaceSet {
    /// A bit for each number: whether it is taken.
    private var words: [UInt64] = []

    /// Takes the lowest number that is free.
    mutating func take() -> Int {
        var word = 0
        while word < words.count, words[word] == .max { word += 1 }
        if word == words.count { words.append(0) }
        let bit = (~words[word]).trailingZeroBitCount
        words[word] |= 1 << UInt64(bit)
        return word << 6 + bit
    }

    mutating func giveBack(_ number: Int) { words[number >> 6] &= ~(1 << UInt64(number & 63)) }
}

extension Array {
    /// Gives back most of a buffer that has become much too large. For lists that live on after a program has
    /// filled them: called when something was taken out.
    @inline(__always)
    mutating func giveBackRoom() {
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
