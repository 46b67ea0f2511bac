/// `OBJECT_ATTRIBUTES` after capture: where an object is to be found or put, and how its handle behaves.
public struct ObjectAttributes: Sendable {
    /// The directory, key or file that `name` starts from; nil: the root of the namespace.
    public var root: Handle?
    public var name: UnicodeString?
    public var flags: ObjectFlags

    public init(
        root: Handle? = nil, name: UnicodeString? = nil, flags: ObjectFlags = []
    ) {
        self.root = root
        self.name = name
        self.flags = flags
    }
}

/// The OBJ_ flags.
public struct ObjectFlags: OptionSet, Sendable, BitwiseCopyable {
    public let rawValue: UInt32
    @inline(__always) public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Children made with this handle table get the handle too.
    public static let inherit = ObjectFlags(rawValue: 0x02)
    /// The object keeps its name without handles.
    public static let permanent = ObjectFlags(rawValue: 0x10)
    /// Only one process may have the object open.
    public static let exclusive = ObjectFlags(rawValue: 0x20)
    public static let caseInsensitive = ObjectFlags(rawValue: 0x40)
    /// Creating a name that exists opens it.
    public static let openIf = ObjectFlags(rawValue: 0x80)
    /// The last component is opened as a link, not followed.
    public static let openLink = ObjectFlags(rawValue: 0x100)
    public static let kernelHandle = ObjectFlags(rawValue: 0x200)
    public static let forceAccessCheck = ObjectFlags(rawValue: 0x400)
    /// OBJ_VALID_ATTRIBUTES of Windows 10.
    public static let valid = ObjectFlags(rawValue: 0x1FF2)
}
