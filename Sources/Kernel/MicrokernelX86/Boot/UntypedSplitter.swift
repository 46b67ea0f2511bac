import SeL4ABI

/// Cuts a range of addresses into the naturally aligned powers of two that untyped capabilities can
/// name, lowest first.
public struct UntypedSplitter {
    private var rest: Range<Word>
    private let smallestBits: Int
    private let largestBits: Int

    public init(_ range: Range<Word>, smallestBits: Int, largestBits: Int) {
        rest = range
        self.smallestBits = smallestBits
        self.largestBits = largestBits
    }

    /// The next piece; nil when what is left is smaller than the smallest allowed.
    public mutating func next() -> (address: Word, sizeBits: Int)? {
        let mask = (Word(1) << Word(smallestBits)) - 1
        let start = (rest.lowerBound + mask) & ~mask
        guard start < rest.upperBound else { return nil }
        let length = rest.upperBound - start
        let lengthBits = Word.bitWidth - 1 - length.leadingZeroBitCount
        let alignmentBits = start == 0 ? Word.bitWidth : start.trailingZeroBitCount
        let sizeBits = min(min(lengthBits, alignmentBits), largestBits)
        guard sizeBits >= smallestBits else { return nil }
        rest = start + (Word(1) << Word(sizeBits))..<rest.upperBound
        return (start, sizeBits)
    }
}
