/// RTL_BALANCED_LINKS.
struct BalancedLinks: BitwiseCopyable {
    var parent: UInt
    var left: UInt
    var right: UInt
    /// How much higher the right side is than the left: -1, 0 or 1 between two changes.
    var balance: Int8
    var reserved: (UInt8, UInt8, UInt8)
}

/// A node of a binary tree that is kept balanced. The tree's root hangs as the right child under an anchor, which is its own
/// parent. 0 is no node.
struct BalancedNode: Equatable, TableNode {
    let address: UInt

    init(_ address: UInt) { self.address = address }

    private var links: Pointer<BalancedLinks> { Pointer(address) }
    var isNone: Bool { address == 0 }
    var isAnchor: Bool { parent == self }
    var left: BalancedNode { BalancedNode(links.value.left) }
    var right: BalancedNode { BalancedNode(links.value.right) }
    private(set) var parent: BalancedNode {
        get { BalancedNode(links.value.parent) }
        nonmutating set { links.value.parent = newValue.address }
    }
    private var balance: Int8 {
        get { links.value.balance }
        nonmutating set { links.value.balance = newValue }
    }

    /// As an anchor without a tree, or as a node of no tree.
    func initialize() {
        links.value = BalancedLinks(parent: address, left: 0, right: 0, balance: 0, reserved: (0, 0, 0))
    }

    private func child(isRight: Bool) -> BalancedNode { isRight ? right : left }

    private func setChild(_ child: BalancedNode, isRight: Bool) {
        if isRight { links.value.right = child.address } else { links.value.left = child.address }
        if !child.isNone { child.parent = self }
    }

    private var isRightChild: Bool { parent.right == self }

    /// Hangs `node` under this one. Returns whether the tree is higher for it.
    func insert(_ node: BalancedNode, isRight: Bool) -> Bool {
        setChild(node, isRight: isRight)
        var node = node
        while !node.parent.isAnchor {
            let above = node.parent
            above.balance += node.isRightChild ? 1 : -1
            if above.balance == 0 { return false }
            if above.balance == 2 || above.balance == -2 {
                _ = above.rotate()
                return false
            }
            node = above
        }
        return true
    }

    /// Takes the node out. Returns whether the tree is lower for it.
    func remove() -> Bool {
        if !left.isNone, !right.isNone { changePlaces(with: right.leftmost) }
        let only = left.isNone ? right : left
        var above = parent
        var wasRight = isRightChild
        above.setChild(only, isRight: wasRight)
        while !above.isAnchor {
            above.balance += wasRight ? -1 : 1
            var top = above
            if above.balance == 2 || above.balance == -2 { top = above.rotate() }
            if top.balance != 0 { return false }
            wasRight = top.isRightChild
            above = top.parent
        }
        return true
    }

    /// Puts `other`, a node below, here, and this one there.
    private func changePlaces(with other: BalancedNode) {
        let mine = links.value
        let its = other.links.value
        let wasRight = isRightChild
        let itWasRight = other.isRightChild
        let above = parent
        let itsAbove = other.parent
        other.balance = mine.balance
        balance = its.balance
        above.setChild(other, isRight: wasRight)
        other.setChild(BalancedNode(mine.left), isRight: false)
        if itsAbove == self {
            other.setChild(self, isRight: itWasRight)
            if !itWasRight { other.setChild(BalancedNode(mine.right), isRight: true) }
        } else {
            other.setChild(BalancedNode(mine.right), isRight: true)
            itsAbove.setChild(self, isRight: itWasRight)
        }
        setChild(BalancedNode(its.left), isRight: false)
        setChild(BalancedNode(its.right), isRight: true)
    }

    /// Lowers the higher side of a node that is out of balance. Returns what stands in its place.
    private func rotate() -> BalancedNode {
        let isRight = balance > 0
        let higher: Int8 = isRight ? 1 : -1
        let heavy = child(isRight: isRight)
        if heavy.balance == -higher {
            let middle = heavy.child(isRight: !isRight)
            middle.raise()
            middle.raise()
            balance = middle.balance == higher ? -higher : 0
            heavy.balance = middle.balance == -higher ? higher : 0
            middle.balance = 0
            return middle
        }
        heavy.raise()
        balance = heavy.balance == 0 ? higher : 0
        heavy.balance = heavy.balance == 0 ? -higher : 0
        return heavy
    }

    /// Changes places with its parent, which becomes its child.
    private func raise() {
        let below = parent
        let isRight = isRightChild
        let above = below.parent
        let belowWasRight = below.isRightChild
        below.setChild(child(isRight: !isRight), isRight: isRight)
        above.setChild(self, isRight: belowWasRight)
        setChild(below, isRight: !isRight)
    }

    var leftmost: BalancedNode {
        var node = self
        while !node.left.isNone { node = node.left }
        return node
    }

    private var rightmost: BalancedNode {
        var node = self
        while !node.right.isNone { node = node.right }
        return node
    }

    /// The next node in order, or none.
    var successor: BalancedNode {
        if !right.isNone { return right.leftmost }
        var node = self
        while !node.parent.isAnchor, node.isRightChild { node = node.parent }
        return node.parent.isAnchor ? BalancedNode(0) : node.parent
    }

    var predecessor: BalancedNode {
        if !left.isNone { return left.rightmost }
        var node = self
        while !node.parent.isAnchor, !node.isRightChild { node = node.parent }
        return node.parent.isAnchor ? BalancedNode(0) : node.parent
    }
}
