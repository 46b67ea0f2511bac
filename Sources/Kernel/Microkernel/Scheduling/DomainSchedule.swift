import SeL4ABI

/// Which domain runs how long: a ring of two entries, of which boot fills the first with domain 0
/// for ever.
struct DomainSchedule {
    static var entryCount: Word { 2 }

    struct Entry {
        var domain: Word = 0
        /// In ticks; 0 is for ever in the entry that runs, and the end of the ring in others.
        var duration: Word = 0
    }

    var entries = InlineArray<2, Entry>(repeating: Entry())
    var index = 0
    /// Where the ring starts over.
    var start = 0
    var remaining: Word = 0
    var isExpired = false

    /// Takes one tick from the running entry; true if that ends it.
    mutating func tick() -> Bool {
        if remaining == 0 { return false }
        remaining &-= 1
        if remaining == 0 { isExpired = true }
        return isExpired
    }

    /// Goes to the next entry and returns its domain.
    mutating func advance() -> Word {
        isExpired = false
        index += 1
        if index >= 2 || entries[index & 1].duration == 0 { index = start }
        remaining = entries[index & 1].duration
        return entries[index & 1].domain
    }

    /// Starts over from the start entry; the change takes effect at the next choice.
    mutating func restart(at entry: Int) {
        start = entry
        index = entry - 1
        isExpired = true
    }
}

/// 128 bits.
struct BitSet128 {
    var words = InlineArray<2, Word>(repeating: 0)

    subscript(index: Int) -> Bool {
        get { words[index >> 6 & 1] >> Word(bitPattern: index & 63) & 1 != 0 }
        set {
            let bit: Word = 1 &<< Word(bitPattern: index & 63)
            words[index >> 6 & 1] =
                newValue
                ? words[index >> 6 & 1] | bit : words[index >> 6 & 1] & ~bit
        }
    }
}
