// Unsafe in one expression: a literal's bytes are read at indexes below the length it states.

extension UnicodeString {
    /// A name written in the source, in ASCII.
    public init(_ text: StaticString) {
        self.init()
        units.reserveCapacity(text.utf8CodeUnitCount)
        guard text.hasPointerRepresentation else {
            units.append(UInt16(truncatingIfNeeded: text.unicodeScalar.value))
            return
        }
        for index in 0..<text.utf8CodeUnitCount {
            units.append(UInt16(unsafe text.utf8Start[index]))
        }
    }
}
