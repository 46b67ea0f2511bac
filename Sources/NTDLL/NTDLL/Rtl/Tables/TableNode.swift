/// What a table's comparison says of two elements: RTL_GENERIC_COMPARE_RESULTS.
enum TableOrder {
    static let less: Int32 = 0
    static let greater: Int32 = 1
    static let equal: Int32 = 2
}

/// Where a search ended: TABLE_SEARCH_RESULT.
enum TableSearch: UInt32 {
    case emptyTree = 0, found, insertAsLeft, insertAsRight
}

/// A node of either kind of table's tree.
protocol TableNode {
    var isNone: Bool { get }
    var left: Self { get }
    var right: Self { get }
}

extension TableNode {
    /// Looks from here down for the element that `order` calls equal: its node, or the one to hang it under.
    func search(_ order: (Self) -> Int32) -> (node: Self, result: TableSearch) {
        guard !isNone else { return (self, .emptyTree) }
        var node = self
        while true {
            switch order(node) {
            case TableOrder.less:
                if node.left.isNone { return (node, .insertAsLeft) }
                node = node.left
            case TableOrder.greater:
                if node.right.isNone { return (node, .insertAsRight) }
                node = node.right
            default: return (node, .found)
            }
        }
    }
}
