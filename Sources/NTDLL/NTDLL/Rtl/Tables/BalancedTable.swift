import CNT

/// RTL_AVL_TABLE: elements in the order that the program's routine says, in a balanced tree. An element's data lies behind its
/// links.
struct BalancedTable {
    private struct Header: BitwiseCopyable {
        var anchor: BalancedLinks
        var orderedPointer: UInt
        var orderedElement: UInt32
        var count: UInt32
        var depth: UInt32
        var restartKey: UInt
        var deleteCount: UInt32
        var compare: UInt
        var allocate: UInt
        var free: UInt
        var context: UInt
    }

    private let header: Pointer<Header>
    private static let dataOffset: UInt = 32

    init(at address: UInt) { header = Pointer(address) }

    private var anchor: BalancedNode { BalancedNode(header.address) }
    var count: UInt32 { header.value.count }
    /// Where RtlEnumerateGenericTableAvl is.
    var restartKey: BalancedNode {
        get { BalancedNode(header.value.restartKey) }
        nonmutating set { header.value.restartKey = newValue.address }
    }

    func initialize(compare: UInt, allocate: UInt, free: UInt, context: UInt) {
        header.value = Header(
            anchor: BalancedLinks(parent: 0, left: 0, right: 0, balance: 0, reserved: (0, 0, 0)), orderedPointer: 0,
            orderedElement: 0, count: 0, depth: 0, restartKey: 0, deleteCount: 0, compare: compare, allocate: allocate,
            free: free, context: context)
        anchor.initialize()
    }

    static func data(of node: BalancedNode) -> UInt { node.isNone ? 0 : node.address + dataOffset }

    private func compare(_ data: UInt, _ node: BalancedNode) -> Int32 {
        Calls.three(header.value.compare, header.address, data, Self.data(of: node))
    }

    /// The node of an element like `data`, or the one to hang it under.
    func find(_ data: UInt) -> (node: BalancedNode, result: TableSearch) {
        anchor.right.search { compare(data, $0) }
    }

    /// The first in order of the elements that are like `data`, of which a routine that compares coarsely may see several.
    func firstMatch(_ data: UInt) -> BalancedNode {
        let (found, result) = find(data)
        guard result == .found else { return BalancedNode(0) }
        var node = found
        while true {
            let before = node.predecessor
            guard !before.isNone, compare(data, before) == TableOrder.equal else { return node }
            node = before
        }
    }

    /// Adds an element where a search ended; the place of its data, or 0 without memory for it.
    func insert(_ data: UInt, size: UInt32, at place: BalancedNode, _ result: TableSearch) -> UInt {
        let memory = Calls.pointer(header.value.allocate, header.address, UInt(size) + Self.dataOffset)
        guard memory != 0 else { return 0 }
        let node = BalancedNode(memory)
        node.initialize()
        Bytes.copy(to: memory + Self.dataOffset, from: data, count: Int(size))
        let parent = result == .emptyTree ? anchor : place
        if parent.insert(node, isRight: result != .insertAsLeft) { header.value.depth += 1 }
        header.value.count += 1
        header.value.orderedPointer = 0
        header.value.orderedElement = 0
        return memory + Self.dataOffset
    }

    /// Whether there was such an element; it is gone.
    func delete(_ data: UInt) -> Bool {
        let (node, result) = find(data)
        guard result == .found else { return false }
        if restartKey == node { restartKey = node.predecessor }
        if node.remove() { header.value.depth -= 1 }
        header.value.count -= 1
        header.value.deleteCount += 1
        header.value.orderedPointer = 0
        header.value.orderedElement = 0
        _ = Calls.two(header.value.free, header.address, node.address)
        return true
    }

    /// The element behind `node` in order; the first behind none.
    func next(_ node: BalancedNode) -> BalancedNode {
        if !node.isNone { return node.successor }
        return anchor.right.isNone ? node : anchor.right.leftmost
    }
}

/// RtlInitializeGenericTableAvl.
@c(RtlInitializeGenericTableAvl)
public func rtlInitializeGenericTableAvl(
    _ table: UInt, _ compare: UInt, _ allocate: UInt, _ free: UInt, _ context: UInt
) {
    BalancedTable(at: table).initialize(compare: compare, allocate: allocate, free: free, context: context)
}

/// RtlInsertElementGenericTableAvl. The place of an element's data in the table, new or, if one like it was there, old; null
/// without memory. `isNew` may be null.
@c(RtlInsertElementGenericTableAvl)
public func rtlInsertElementGenericTableAvl(_ table: UInt, _ data: UInt, _ size: UInt32, _ isNew: UInt) -> UInt {
    let (node, result) = BalancedTable(at: table).find(data)
    return rtlInsertElementGenericTableFullAvl(table, data, size, isNew, node.address, result.rawValue)
}

/// RtlInsertElementGenericTableFullAvl. The same where RtlLookupElementGenericTableFullAvl ended.
@c(RtlInsertElementGenericTableFullAvl)
public func rtlInsertElementGenericTableFullAvl(
    _ table: UInt, _ data: UInt, _ size: UInt32, _ isNew: UInt, _ node: UInt, _ result: UInt32
) -> UInt {
    let ended = TableSearch(rawValue: result) ?? .emptyTree
    let place =
        ended == .found
        ? BalancedTable.data(of: BalancedNode(node))
        : BalancedTable(at: table).insert(data, size: size, at: BalancedNode(node), ended)
    if isNew != 0 { Pointer<UInt8>(isNew).value = ended != .found && place != 0 ? 1 : 0 }
    return place
}

/// RtlDeleteElementGenericTableAvl. Whether there was such an element.
@c(RtlDeleteElementGenericTableAvl)
public func rtlDeleteElementGenericTableAvl(_ table: UInt, _ data: UInt) -> UInt8 {
    BalancedTable(at: table).delete(data) ? 1 : 0
}

/// RtlLookupElementGenericTableAvl. The data of the element like this one, or null.
@c(RtlLookupElementGenericTableAvl)
public func rtlLookupElementGenericTableAvl(_ table: UInt, _ data: UInt) -> UInt {
    let (node, result) = BalancedTable(at: table).find(data)
    return result == .found ? BalancedTable.data(of: node) : 0
}

/// RtlLookupElementGenericTableFullAvl. The same, and where the search ended.
@c(RtlLookupElementGenericTableFullAvl)
public func rtlLookupElementGenericTableFullAvl(_ table: UInt, _ data: UInt, _ node: UInt, _ result: UInt) -> UInt {
    let ended = BalancedTable(at: table).find(data)
    Pointer<UInt>(node).value = ended.node.address
    Pointer<UInt32>(result).value = ended.result.rawValue
    return ended.result == .found ? BalancedTable.data(of: ended.node) : 0
}

/// RtlLookupFirstMatchingElementGenericTableAvl. The first of the elements like this one, and the place to go on from.
@c(RtlLookupFirstMatchingElementGenericTableAvl)
public func rtlLookupFirstMatchingElementGenericTableAvl(_ table: UInt, _ data: UInt, _ restartKey: UInt) -> UInt {
    let node = BalancedTable(at: table).firstMatch(data)
    Pointer<UInt>(restartKey).value = node.address
    return BalancedTable.data(of: node)
}

/// RtlEnumerateGenericTableAvl. The first element, or the next since the last call, in order; null at the end.
@c(RtlEnumerateGenericTableAvl)
public func rtlEnumerateGenericTableAvl(_ table: UInt, _ restart: UInt8) -> UInt {
    let table = BalancedTable(at: table)
    let next = table.next(restart != 0 ? BalancedNode(0) : table.restartKey)
    if !next.isNone { table.restartKey = next }
    return BalancedTable.data(of: next)
}

/// RtlEnumerateGenericTableWithoutSplayingAvl. The same with the place kept by the caller, null for the start.
@c(RtlEnumerateGenericTableWithoutSplayingAvl)
public func rtlEnumerateGenericTableWithoutSplayingAvl(_ table: UInt, _ restartKey: UInt) -> UInt {
    let next = BalancedTable(at: table).next(BalancedNode(Pointer<UInt>(restartKey).value))
    if !next.isNone { Pointer<UInt>(restartKey).value = next.address }
    return BalancedTable.data(of: next)
}

/// RtlGetElementGenericTableAvl. The element with `index` others before it in order; null if there are not so many.
@c(RtlGetElementGenericTableAvl)
public func rtlGetElementGenericTableAvl(_ table: UInt, _ index: UInt32) -> UInt {
    let table = BalancedTable(at: table)
    guard index < table.count else { return 0 }
    var node = table.next(BalancedNode(0))
    for _ in 0..<index { node = node.successor }
    return BalancedTable.data(of: node)
}

/// RtlNumberGenericTableElementsAvl.
@c(RtlNumberGenericTableElementsAvl)
public func rtlNumberGenericTableElementsAvl(_ table: UInt) -> UInt32 { BalancedTable(at: table).count }

/// RtlIsGenericTableEmptyAvl.
@c(RtlIsGenericTableEmptyAvl)
public func rtlIsGenericTableEmptyAvl(_ table: UInt) -> UInt8 { BalancedTable(at: table).count == 0 ? 1 : 0 }
