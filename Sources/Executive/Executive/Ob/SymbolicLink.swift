import NTABI

/// A name that stands for another path.
final class SymbolicLink: NTObject {
    let target: UnicodeString

    init(to target: UnicodeString) { self.target = target }

    override var type: ObjectType { .symbolicLink }
    override var cost: Int { super.cost + target.byteCount }
}
