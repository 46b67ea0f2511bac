import NTABI

/// Anything a handle can name. A strong reference is NT's pointer count.
open class NTObject {
    /// Where the object stands in the namespace, while it has a name.
    public internal(set) var directoryEntry: ObjectName?
    /// A permanent object keeps its name without handles.
    public internal(set) var isPermanent = false
    /// How many handles of any process name this object.
    public internal(set) var handleCount = 0

    public init() {}

    /// The object's type: its name, valid access and generic mapping.
    open var type: ObjectType { preconditionFailure("every kind of object has a type") }

    /// Called after the last handle of any process has been closed; the object may live on.
    open func lastHandleClosed(_ executive: Executive) {}

    /// Called when one process closes a handle: files send their cleanup when it was their last.
    open func handleClosed(_ executive: Executive, by process: Process) {}
}

/// The name of an object: the directory that holds it and its last component.
public struct ObjectName {
    public unowned(unsafe) let directory: ObjectDirectory
    public let name: UnicodeString
}
