import NTABI

/// Anything a handle can name. A strong reference is NT's pointer count.
open class NTObject {
    /// Where the object stands in the namespace, while it has a name.
    public internal(set) var directoryEntry: ObjectName?
    /// A permanent object keeps its name without handles.
    public internal(set) var isPermanent = false
    /// How many handles of any process name this object.
    public internal(set) var handleCount = 0
    /// The one process that may have handles to an object opened with OBJ_EXCLUSIVE.
    final var exclusiveOwner: Process?
    /// What the name counts, from when it was given: also after it is gone.
    final var nameCost = 0

    public init() {}

    /// The object's type: its name, valid access and generic mapping.
    open var type: ObjectType { preconditionFailure("every kind of object has a type") }

    /// Whether names go on behind this object, in a namespace of its own: devices, keys.
    open var parsesNames: Bool { false }

    /// What a handle counts for the object; it never changes while there are handles.
    open var cost: Int { Cost.object + nameCost }

    /// What NtQueryObject calls the object; empty if it has no name.
    open var fullName: UnicodeString { path }

    /// Called after the last handle of any process has been closed; the object may live on.
    open func lastHandleClosed(_ executive: Executive) {}

    /// Called when one process closes a handle, before it is gone from the count.
    open func handleClosed(_ executive: Executive, by process: Process) {}
}

/// The name of an object: the directory that holds it and its last component.
///
/// The directory lives as long as one of its objects has a name in it.
public struct ObjectName {
    public let directory: ObjectDirectory
    public let name: UnicodeString
}

extension NTObject {
    /// The whole path of a named object; empty without a name.
    final var path: UnicodeString {
        guard let entry = directoryEntry else { return UnicodeString() }
        var parts: [UnicodeString] = [entry.name]
        var directory: NTObject = entry.directory
        while let next = directory.directoryEntry {
            parts.append(next.name)
            directory = next.directory
        }
        var path = UnicodeString()
        for part in parts.reversed() {
            path.units.append(UnicodeString.backslash)
            path.append(part)
        }
        return path
    }

    /// Gives up the object's name, if it has one.
    final func removeName() {
        guard let entry = directoryEntry else { return }
        entry.directory.remove(self)
    }
}
