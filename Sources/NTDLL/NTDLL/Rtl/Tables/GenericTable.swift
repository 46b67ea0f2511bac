import CNT

/// RTL_GENERIC_TABLE: elements of any kind in the order that the program's routine says, in a splay tree, and in the order in
/// which they came.
///
/// An element's data lies behind its links: those of the tree, then those of the list.
struct GenericTable {
    private struct Header: BitwiseCopyable {
        var root: UInt
        var list: LIST_ENTRY64
        var orderedPointer: UInt
        var orderedElement: UInt32
        var count: UInt32
        var compare: UInt
        var allocate: UInt
        var free: UInt
        var context: UInt
    }

    private let header: Pointer<Header>
    private static let listOffset: UInt = 24
    private static let dataOffset: UInt = 40

    init(at address: UInt) { header = Pointer(address) }

    var count: UInt32 { header.value.count }
    var root: SplayNode { SplayNode(header.value.root) }
    var isEmpty: Bool { header.value.root == 0 }
    private var list: LinkedList { LinkedList(at: header.address + 8) }

    func initialize(compare: UInt, allocate: UInt, free: UInt, context: UInt) {
        header.value = Header(
            root: 0, list: LIST_ENTRY64(), orderedPointer: 0, orderedElement: 0, count: 0, compare: compare,
            allocate: allocate, free: free, context: context)
        list.initialize()
        forgetOrder()
    }

    static func data(of node: SplayNode) -> UInt { node.isNone ? 0 : node.address + dataOffset }

    /// The node of an element like `data`, or the one to hang it under.
    func find(_ data: UInt) -> (node: SplayNode, result: TableSearch) {
        SplayNode(header.value.root).search { node in
            Calls.three(header.value.compare, header.address, data, Self.data(of: node))
        }
    }

    func bringUp(_ node: SplayNode) {
        guard !node.isNone else { return }
        node.splay()
        header.value.root = node.address
    }

    /// Adds an element where a search ended; the place of its data, or 0 without memory for it.
    func insert(_ data: UInt, size: UInt32, at place: SplayNode, _ result: TableSearch) -> UInt {
        let memory = Calls.pointer(header.value.allocate, header.address, UInt(size) + Self.dataOffset)
        guard memory != 0 else { return 0 }
        let node = SplayNode(memory)
        node.initialize()
        switch result {
        case .insertAsLeft: place.setLeft(node)
        case .insertAsRight: place.setRight(node)
        case .emptyTree, .found: header.value.root = memory
        }
        list.append(memory + Self.listOffset)
        header.value.count += 1
        Bytes.copy(to: memory + Self.dataOffset, from: data, count: Int(size))
        bringUp(node)
        return memory + Self.dataOffset
    }

    /// Whether there was such an element; it is gone.
    func delete(_ data: UInt) -> Bool {
        let (node, result) = find(data)
        guard result == .found else { return false }
        header.value.root = node.delete().address
        LinkedList.remove(node.address + Self.listOffset)
        header.value.count -= 1
        forgetOrder()
        _ = Calls.two(header.value.free, header.address, node.address)
        return true
    }

    /// What the header says of the element that was last asked for by number: none.
    private func forgetOrder() {
        header.value.orderedPointer = list.head.address
        header.value.orderedElement = 0
    }

    /// The element behind `node` in order; the first behind none.
    func next(_ node: SplayNode) -> SplayNode {
        if node.isNone { return isEmpty ? node : SplayNode(header.value.root).leftmost }
        return node.successor
    }

    /// The element that came as number `index`, from 0.
    func element(_ index: UInt32) -> UInt {
        guard index < count else { return 0 }
        var entry = list.head.value.Flink
        for _ in 0..<index { entry = Pointer<LIST_ENTRY64>(entry).value.Flink }
        return entry - Self.listOffset + Self.dataOffset
    }
}

/// RtlInitializeGenericTable.
@c(RtlInitializeGenericTable)
public func rtlInitializeGenericTable(
    _ table: UInt, _ compare: UInt, _ allocate: UInt, _ free: UInt, _ context: UInt
) {
    GenericTable(at: table).initialize(compare: compare, allocate: allocate, free: free, context: context)
}

/// RtlInsertElementGenericTable. The place of an element's data in the table, new or, if one like it was there, old; null without
/// memory. `isNew` may be null.
@c(RtlInsertElementGenericTable)
public func rtlInsertElementGenericTable(_ table: UInt, _ data: UInt, _ size: UInt32, _ isNew: UInt) -> UInt {
    let (node, result) = GenericTable(at: table).find(data)
    return rtlInsertElementGenericTableFull(table, data, size, isNew, node.address, result.rawValue)
}

/// RtlInsertElementGenericTableFull. The same where RtlLookupElementGenericTableFull ended.
@c(RtlInsertElementGenericTableFull)
public func rtlInsertElementGenericTableFull(
    _ table: UInt, _ data: UInt, _ size: UInt32, _ isNew: UInt, _ node: UInt, _ result: UInt32
) -> UInt {
    let table = GenericTable(at: table)
    let ended = TableSearch(rawValue: result) ?? .emptyTree
    var place: UInt
    if ended == .found {
        table.bringUp(SplayNode(node))
        place = GenericTable.data(of: SplayNode(node))
    } else {
        place = table.insert(data, size: size, at: SplayNode(node), ended)
    }
    if isNew != 0 { Pointer<UInt8>(isNew).value = ended != .found && place != 0 ? 1 : 0 }
    return place
}

/// RtlDeleteElementGenericTable. Whether there was such an element.
@c(RtlDeleteElementGenericTable)
public func rtlDeleteElementGenericTable(_ table: UInt, _ data: UInt) -> UInt8 {
    GenericTable(at: table).delete(data) ? 1 : 0
}

/// RtlLookupElementGenericTable. The data of the element like this one, or null.
@c(RtlLookupElementGenericTable)
public func rtlLookupElementGenericTable(_ table: UInt, _ data: UInt) -> UInt {
    let table = GenericTable(at: table)
    let (node, result) = table.find(data)
    table.bringUp(node)
    return result == .found ? GenericTable.data(of: node) : 0
}

/// RtlLookupElementGenericTableFull. The same, and where the search ended.
@c(RtlLookupElementGenericTableFull)
public func rtlLookupElementGenericTableFull(_ table: UInt, _ data: UInt, _ node: UInt, _ result: UInt) -> UInt {
    let table = GenericTable(at: table)
    let ended = table.find(data)
    table.bringUp(ended.node)
    Pointer<UInt>(node).value = ended.node.address
    Pointer<UInt32>(result).value = ended.result.rawValue
    return ended.result == .found ? GenericTable.data(of: ended.node) : 0
}

/// RtlEnumerateGenericTable. The first element, or the next since the last call, in order; null at the end.
@c(RtlEnumerateGenericTable)
public func rtlEnumerateGenericTable(_ table: UInt, _ restart: UInt8) -> UInt {
    let table = GenericTable(at: table)
    // What was given last is the root.
    let last = restart != 0 ? SplayNode(0) : table.root
    let next = table.next(last)
    table.bringUp(next)
    return GenericTable.data(of: next)
}

/// RtlEnumerateGenericTableWithoutSplaying. The same with the place kept by the caller, null for the start.
@c(RtlEnumerateGenericTableWithoutSplaying)
public func rtlEnumerateGenericTableWithoutSplaying(_ table: UInt, _ restartKey: UInt) -> UInt {
    let next = GenericTable(at: table).next(SplayNode(Pointer<UInt>(restartKey).value))
    if !next.isNone { Pointer<UInt>(restartKey).value = next.address }
    return GenericTable.data(of: next)
}

/// RtlGetElementGenericTable. The element that came as number `index`, from 0; null if there are not so many.
@c(RtlGetElementGenericTable)
public func rtlGetElementGenericTable(_ table: UInt, _ index: UInt32) -> UInt { GenericTable(at: table).element(index) }

/// RtlNumberGenericTableElements.
@c(RtlNumberGenericTableElements)
public func rtlNumberGenericTableElements(_ table: UInt) -> UInt32 { GenericTable(at: table).count }

/// RtlIsGenericTableEmpty.
@c(RtlIsGenericTableEmpty)
public func rtlIsGenericTableEmpty(_ table: UInt) -> UInt8 { GenericTable(at: table).isEmpty ? 1 : 0 }
