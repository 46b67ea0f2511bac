import NTABI

extension Executive {
    /// Follows the path of `attributes`, which `process` passed.
    ///
    /// Files, keys, directories and links are found whatever the case of their names; of other objects a name's case
    /// counts unless OBJ_CASE_INSENSITIVE is given.
    ///
    /// Errors: those of `Namespace.resolve`, and `.invalidHandle` for a bad root handle.
    func resolve(
        _ attributes: ObjectAttributes, from process: Process, caseMatters: Bool
    ) throws(NTStatus) -> Resolution {
        var start: NTObject?
        if let root = attributes.root {
            start = try process.object(root, as: NTObject.self, needing: [])
        }
        return try namespace.resolve(
            attributes.name ?? UnicodeString(), from: start,
            caseSensitive: caseMatters && !attributes.flags.contains(.caseInsensitive),
            openLink: attributes.flags.contains(.openLink))
    }

    /// Gives a new object its name, if `attributes` have one, and its creator a handle.
    ///
    /// With OBJ_OPENIF and a name that an object of the same type has already, that object is opened instead and
    /// the new one forgotten.
    /// - Returns: `.success`, or `.objectNameExists` if the object existed.
    ///
    /// Errors, in this order: `.accessViolation` (the place for the handle), those of `granted` and `resolve`,
    /// `.objectNameCollision`, `.objectTypeMismatch` (OBJ_OPENIF on another type), those of `openHandle`.
    func create(
        _ object: NTObject, at attributes: ObjectAttributes?, for caller: Thread,
        access: AccessMask, handleAt place: UserPointer<Handle>
    ) throws(NTStatus) -> NTStatus {
        try caller.process.probeForWrite(place)
        let granted = try object.type.granted(access)
        let flags = attributes?.flags ?? []
        guard let attributes, let name = attributes.name, !name.isEmpty else {
            let handle = try caller.process.openHandle(to: object, granted: granted, flags: flags)
            try caller.process.write(handle, to: place)
            return .success
        }
        let caseMatters = object.type.caseMatters
        switch try resolve(attributes, from: caller.process, caseMatters: caseMatters) {
        case .found(let existing):
            guard flags.contains(.openIf) else { throw .objectNameCollision }
            guard existing.type.index == object.type.index else { throw .objectTypeMismatch }
            let handle = try caller.process.openHandle(to: existing, granted: granted, flags: flags)
            try caller.process.write(handle, to: place)
            return .objectNameExists
        case .missing(let directory, let name):
            try caller.process.checkRoom(for: nil, flags)
            object.nameCost = Cost.handle + name.byteCount
            if flags.contains(.permanent) { try makePermanent(object) }
            directory.insert(object, named: name)
            let handle = try caller.process.openHandle(to: object, granted: granted, flags: flags)
            try caller.process.write(handle, to: place)
            return .success
        case .parse:
            throw .objectTypeMismatch
        }
    }

    /// Opens an existing object of type `kind` by name.
    ///
    /// Errors, in this order: `.accessViolation` (the place for the handle), those of `resolve`,
    /// `.objectNameNotFound`, `.objectTypeMismatch`, those of `granted` and `openHandle`.
    func open<Object: NTObject>(
        _ kind: Object.Type, at attributes: ObjectAttributes, for caller: Thread,
        access: AccessMask, handleAt place: UserPointer<Handle>, caseMatters: Bool = true
    ) throws(NTStatus) -> NTStatus {
        try caller.process.probeForWrite(place)
        let object: Object
        switch try resolve(attributes, from: caller.process, caseMatters: caseMatters) {
        case .found(let found as Object): object = found
        case .missing: throw .objectNameNotFound
        case .found, .parse: throw .objectTypeMismatch
        }
        let handle = try caller.process.openHandle(
            to: object, access: access, flags: attributes.flags)
        try caller.process.write(handle, to: place)
        return .success
    }
}

extension Executive {
    /// An object that a program makes keeps its name without handles. Such objects have a quota of their own: nobody's
    /// end takes them away. `.quotaExceeded`.
    func makePermanent(_ object: NTObject) throws(NTStatus) {
        guard !object.isPermanent else { return }
        try permanentObjects.requireRoom()
        permanentObjects.add(object.cost)
        object.isPermanent = true
    }

    func makeTemporary(_ object: NTObject) {
        guard object.isPermanent else { return }
        permanentObjects.remove(object.cost)
        object.isPermanent = false
    }
}

extension Process {
    /// Whether a `T` can be written there; throws what writing it would throw.
    func probeForWrite<T: BitwiseCopyable>(_ place: UserPointer<T>) throws(NTStatus) {
        try probeForWrite(UserBuffer(place.address, MemoryLayout<T>.size))
    }
}
