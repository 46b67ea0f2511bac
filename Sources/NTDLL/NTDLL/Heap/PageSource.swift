/// Where a heap gets its memory from: the executive, or on the host a stand-in.
protocol PageSource {
    /// Reserves whole pages; nil if there are none.
    static func reserve(_ size: Int) -> UInt?
    /// Makes reserved pages usable; they read as zero.
    static func commit(_ address: UInt, _ size: Int) -> Bool
    /// Gives back what one `reserve` gave.
    static func release(_ address: UInt)
}
