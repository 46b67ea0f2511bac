/// RTL_SPLAY_LINKS: the parent, or itself for the root, and the children.
struct SplayLinks: BitwiseCopyable {
    var parent: UInt
    var left: UInt
    var right: UInt
}

/// A node of a binary tree whose root is what was last looked for. 0 is no node.
struct SplayNode: Equatable, TableNode {
    let address: UInt

    init(_ address: UInt) { self.address = address }

    private var links: Pointer<SplayLinks> { Pointer(address) }
    var isNone: Bool { address == 0 }

    var left: SplayNode {
        get { SplayNode(links.value.left) }
        nonmutating set { links.value.left = newValue.address }
    }
    var right: SplayNode {
        get { SplayNode(links.value.right) }
        nonmutating set { links.value.right = newValue.address }
    }
    /// The root is its own parent.
    var parent: SplayNode {
        get { SplayNode(links.value.parent) }
        nonmutating set { links.value.parent = newValue.address }
    }
    var isRoot: Bool { parent == self }
    private var isLeft: Bool { parent.left == self }

    /// Makes it a tree of its own.
    func initialize() { links.value = SplayLinks(parent: address, left: 0, right: 0) }

    func setLeft(_ child: SplayNode) {
        left = child
        if !child.isNone { child.parent = self }
    }

    func setRight(_ child: SplayNode) {
        right = child
        if !child.isNone { child.parent = self }
    }

    /// Changes places with its parent.
    private func rotate() {
        let below = parent
        let above = below.parent
        let wasRoot = below.isRoot
        let wasLeft = !wasRoot && below.isLeft
        if isLeft {
            below.setLeft(right)
            setRight(below)
        } else {
            below.setRight(left)
            setLeft(below)
        }
        if wasRoot {
            parent = self
        } else if wasLeft {
            above.setLeft(self)
        } else {
            above.setRight(self)
        }
    }

    /// Brings the node to the root, two levels at a time.
    func splay() {
        while !isRoot {
            let below = parent
            if !below.isRoot {
                if isLeft == below.isLeft { below.rotate() } else { rotate() }
            }
            rotate()
        }
    }

    var root: SplayNode {
        var node = self
        while !node.isRoot { node = node.parent }
        return node
    }

    var leftmost: SplayNode {
        var node = self
        while !node.left.isNone { node = node.left }
        return node
    }

    var rightmost: SplayNode {
        var node = self
        while !node.right.isNone { node = node.right }
        return node
    }

    /// The node behind this one in the order of the tree.
    var successor: SplayNode {
        if !right.isNone { return right.leftmost }
        var node = self
        while !node.isRoot, !node.isLeft { node = node.parent }
        return node.isRoot ? SplayNode(0) : node.parent
    }

    var predecessor: SplayNode {
        if !left.isNone { return left.rightmost }
        var node = self
        while !node.isRoot, node.isLeft { node = node.parent }
        return node.isRoot ? SplayNode(0) : node.parent
    }

    /// Takes the node out. Returns the root of what is left.
    func delete() -> SplayNode {
        splay()
        let (before, behind) = (left, right)
        if before.isNone {
            if !behind.isNone { behind.parent = behind }
            return behind
        }
        before.parent = before
        let last = before.rightmost
        last.splay()
        last.setRight(behind)
        return last
    }
}

/// RtlSplay. Brings a node to the root of its tree, and returns it.
@c(RtlSplay)
public func rtlSplay(_ links: UInt) -> UInt {
    SplayNode(links).splay()
    return links
}

/// RtlDelete. Takes a node out of its tree; returns the new root, or null.
@c(RtlDelete)
public func rtlDelete(_ links: UInt) -> UInt { SplayNode(links).delete().address }

/// RtlDeleteNoSplay. The same, for callers that keep the root elsewhere.
@c(RtlDeleteNoSplay)
public func rtlDeleteNoSplay(_ links: UInt, _ root: UInt) {
    Pointer<UInt>(root).value = SplayNode(links).delete().address
}

/// RtlSubtreeSuccessor. The next node below this one, or null.
@c(RtlSubtreeSuccessor)
public func rtlSubtreeSuccessor(_ links: UInt) -> UInt {
    let right = SplayNode(links).right
    return right.isNone ? 0 : right.leftmost.address
}

/// RtlSubtreePredecessor.
@c(RtlSubtreePredecessor)
public func rtlSubtreePredecessor(_ links: UInt) -> UInt {
    let left = SplayNode(links).left
    return left.isNone ? 0 : left.rightmost.address
}

/// RtlRealSuccessor. The next node of the tree, or null.
@c(RtlRealSuccessor)
public func rtlRealSuccessor(_ links: UInt) -> UInt { SplayNode(links).successor.address }

/// RtlRealPredecessor.
@c(RtlRealPredecessor)
public func rtlRealPredecessor(_ links: UInt) -> UInt { SplayNode(links).predecessor.address }
