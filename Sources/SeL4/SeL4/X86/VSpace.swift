public import SeL4ABI

/// The root of an address space: a page map level 4.
public struct PML4: Capability {
    public let pointer: CapabilityPointer
    @inline(__always) public init(_ pointer: CapabilityPointer) { self.pointer = pointer }
}

/// A paging structure below the root; which one is told by `TranslationLevel`.
public struct TranslationTable: Capability {
    public let pointer: CapabilityPointer
    @inline(__always) public init(_ pointer: CapabilityPointer) { self.pointer = pointer }

    /// PDPT_Map, PageDirectory_Map or PageTable_Map.
    public func map(
        _ level: TranslationLevel, in root: PML4, at address: Word
    ) throws(InvocationError) {
        IPCBuffer.own.setCapability(0, root.pointer)
        try invoke(level.mapLabel, length: 2, capabilities: 1, address, 0)
    }

    /// Takes the table out of its address space and clears it.
    public func unmap(_ level: TranslationLevel) throws(InvocationError) {
        try invoke(level.unmapLabel)
    }
}

/// The levels of address translation between root and page.
public enum TranslationLevel: UInt8, Sendable {
    case pageTable, pageDirectory, pdpt

    /// The level that is missing when a mapping fails with so many address bits left to translate.
    public init?(bitsLeft: Word) {
        switch bitsLeft {
        case 21: self = .pageTable
        case 30: self = .pageDirectory
        case 39: self = .pdpt
        default: return nil
        }
    }

    public var objectType: ObjectType {
        switch self {
        case .pageTable: .pageTable
        case .pageDirectory: .pageDirectory
        case .pdpt: .pdpt
        }
    }

    var mapLabel: InvocationLabel {
        switch self {
        case .pageTable: .pageTableMap
        case .pageDirectory: .pageDirectoryMap
        case .pdpt: .pdptMap
        }
    }

    var unmapLabel: InvocationLabel {
        switch self {
        case .pageTable: .pageTableUnmap
        case .pageDirectory: .pageDirectoryUnmap
        case .pdpt: .pdptUnmap
        }
    }
}

/// A frame of memory, mapped at most once a capability.
public struct Page: Capability {
    public let pointer: CapabilityPointer
    @inline(__always) public init(_ pointer: CapabilityPointer) { self.pointer = pointer }

    /// Page_Map. Mapping again at the same place changes rights and attributes.
    public func map(
        in root: PML4, at address: Word, rights: CapabilityRights,
        attributes: VMAttributes = .writeBack
    ) throws(InvocationError) {
        IPCBuffer.own.setCapability(0, root.pointer)
        try invoke(
            .pageMap, length: 3, capabilities: 1, address, rights.rawValue, attributes.rawValue)
    }

    /// Page_Unmap; a frame that is not mapped is no error.
    public func unmap() throws(InvocationError) { try invoke(.pageUnmap) }
}

/// A pool of address space identifiers.
public struct ASIDPool: Capability {
    public let pointer: CapabilityPointer
    @inline(__always) public init(_ pointer: CapabilityPointer) { self.pointer = pointer }

    /// ASIDPool_Assign: makes a root usable.
    public func assign(_ root: PML4) throws(InvocationError) {
        IPCBuffer.own.setCapability(0, root.pointer)
        try invoke(.asidPoolAssign, capabilities: 1)
    }
}

/// The right to make ASID pools.
public struct ASIDControl: Capability {
    public let pointer: CapabilityPointer
    @inline(__always) public init(_ pointer: CapabilityPointer) { self.pointer = pointer }

    /// ASIDControl_MakePool from a 4 KiB untyped.
    public func makePool(
        from untyped: Untyped, into slot: CapabilityPointer, of root: CNode
    ) throws(InvocationError) {
        IPCBuffer.own.setCapability(0, untyped.pointer)
        IPCBuffer.own.setCapability(1, root.pointer)
        try invoke(
            .asidControlMakePool, length: 2, capabilities: 2, slot.rawValue, CNode.fullDepth)
    }
}
