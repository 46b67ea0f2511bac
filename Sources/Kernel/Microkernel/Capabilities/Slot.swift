import SeL4ABI

extension Kernel {
    /// A capability slot: 32 bytes in a CNode or thread.
    ///
    /// Words 0–1 hold the capability, words 2–3 its place in the derivation list: the previous
    /// slot, and the next slot with two marks in its low bits. An empty slot is all zero.
    public struct Slot: MemoryObject {
        public typealias Board = M
        public let address: PhysicalAddress
        @inline(__always) public init(_ address: PhysicalAddress) { self.address = address }

        @inline(__always) public var capability: Capability {
            get { Capability(word0: load(0), word1: load(8)) }
            nonmutating set {
                store(0, newValue.word0)
                store(8, newValue.word1)
            }
        }

        @inline(__always) public var isEmpty: Bool { load(0) >> Capability.kindShift == 0 }

        @inline(__always) var previous: Slot {
            get { Slot(PhysicalAddress(load(16))) }
            nonmutating set { store(16, newValue.address.rawValue) }
        }

        @inline(__always) var next: Slot {
            get { Slot(PhysicalAddress(load(24) & ~3)) }
            nonmutating set { store(24, newValue.address.rawValue | load(24) & 3) }
        }

        /// Whether the slots behind this one can be its descendants: it was made by retyping, or
        /// its badge differs from the one it was minted from.
        @inline(__always) var isRevocable: Bool { load(24) & 1 != 0 }

        /// Whether this is the capability that brought a badge into being, so that no other with
        /// the same badge is its parent.
        @inline(__always) var isFirstBadged: Bool { load(24) & 2 != 0 }

        @inline(__always) func setMarks(revocable: Bool, firstBadged: Bool) {
            store(24, load(24) & ~3 | (revocable ? 1 : 0) | (firstBadged ? 2 : 0))
        }

        @inline(__always) func setLinks(
            previous: Slot, next: Slot, revocable: Bool, firstBadged: Bool
        ) {
            store(16, previous.address.rawValue)
            setNext(next, revocable: revocable, firstBadged: firstBadged)
        }

        /// Leaves the slot empty and in no tree.
        @inline(__always) func clear() {
            capability = .null
            setLinks(previous: .none, next: .none, revocable: false, firstBadged: false)
        }

        /// Sets the word of the next slot and the marks.
        @inline(__always) func setNext(_ next: Slot, revocable: Bool, firstBadged: Bool) {
            store(24, next.address.rawValue | (revocable ? 1 : 0) | (firstBadged ? 2 : 0))
        }

        /// The slot `index` places further on in the same object.
        @inline(__always) public func advanced(by index: Word) -> Slot {
            Slot(PhysicalAddress(address.rawValue &+ index << Word(ObjectSize.slotBits)))
        }
    }
}
