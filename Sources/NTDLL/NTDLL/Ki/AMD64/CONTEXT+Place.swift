import CNT

extension CONTEXT {
    /// The address of the instruction that comes next.
    var instructionPointer: UInt { UInt(Rip) }
}
