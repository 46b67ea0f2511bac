import NTABI

/// A directory of the object namespace: names to objects, in alphabetical order.
///
/// Names that differ only in case may stand side by side; a lookup that minds the case tells them apart, one
/// that does not finds the first.
public final class ObjectDirectory: NTObject {
    /// Ordered by the upper-case form of the name.
    private var entries: [(name: UnicodeString, object: NTObject)] = []

    public override var type: ObjectType { .directory }

    /// Number of objects in it.
    var count: Int { entries.count }

    /// The object at a place of the order; `index` is less than `count`.
    subscript(index: Int) -> (name: UnicodeString, object: NTObject) { entries[index] }

    func lookup(_ name: UnicodeString, caseSensitive: Bool) -> NTObject? {
        var index = firstPlace(for: name)
        while index < entries.count, entries[index].name.isSameName(as: name) {
            if !caseSensitive || entries[index].name == name { return entries[index].object }
            index += 1
        }
        return nil
    }

    /// Enters an object that has no name yet. The name is not in the directory: the caller has looked.
    func insert(_ object: NTObject, named name: UnicodeString) {
        precondition(object.directoryEntry == nil, "an object has one name")
        entries.insert((name, object), at: firstPlace(for: name))
        object.directoryEntry = ObjectName(directory: self, name: name)
    }

    /// Takes the object's name away; nothing happens if it has none here.
    func remove(_ object: NTObject) {
        guard let entry = object.directoryEntry, entry.directory === self else { return }
        object.directoryEntry = nil
        var index = firstPlace(for: entry.name)
        while index < entries.count, entries[index].object !== object { index += 1 }
        if index < entries.count { entries.remove(at: index) }
        entries.giveBackRoom()
    }

    /// Where the first entry stands that is not before `name`.
    private func firstPlace(for name: UnicodeString) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].name.precedes(name) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
