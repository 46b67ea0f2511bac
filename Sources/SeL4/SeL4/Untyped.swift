public import SeL4ABI

/// Memory from which kernel objects are made.
public struct Untyped: Capability {
    public let pointer: CapabilityPointer
    @inline(__always) public init(_ pointer: CapabilityPointer) { self.pointer = pointer }

    /// Untyped_Retype: `count` objects into the empty slots from `offset` on of the CNode that `index` and
    /// `depth` name in `root`; depth 0 means `root` itself. `sizeBits` counts for untypeds and CNodes only.
    public func retype(
        _ type: ObjectType, sizeBits: Int = 0, root: CNode, index: Word, depth: Word,
        offset: Word, count: Word
    ) throws(InvocationError) {
        IPCBuffer.own.setCapability(0, root.pointer)
        IPCBuffer.own[4] = offset
        IPCBuffer.own[5] = count
        try invoke(
            .untypedRetype, length: 6, capabilities: 1,
            RunningKernel.number(of: type), Word(sizeBits), index, depth)
    }
}
