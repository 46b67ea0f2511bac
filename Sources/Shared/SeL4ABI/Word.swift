/// The machine word of the seL4 ABI.
public typealias Word = UInt
