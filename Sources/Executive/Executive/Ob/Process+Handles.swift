import NTABI

extension Process {
    /// The object behind a handle of this process.
    ///
    /// Errors, in this order: `.invalidHandle`, `.objectTypeMismatch` (the rights of the wrong kind of object
    /// say nothing), `.accessDenied`. Knows the pseudo handle of the process itself.
    @inline(__always)
    func object<Object: NTObject>(
        _ handle: Handle, as kind: Object.Type, needing access: AccessMask
    ) throws(NTStatus) -> Object {
        guard let entry = handles[handle] else {
            if handle == .currentProcess, let me = self as? Object { return me }
            throw handle == .currentProcess || handle == .currentThread
                ? .objectTypeMismatch : .invalidHandle
        }
        guard let object = entry.object as? Object else { throw .objectTypeMismatch }
        guard entry.access.isSuperset(of: access) else { throw .accessDenied }
        return object
    }

    /// Makes a handle for an object. `access` has been granted by its type.
    ///
    /// Errors: `.processIsTerminating`, `.quotaExceeded`, `.insufficientResources`, `.accessDenied` (another process has it exclusively).
    func openHandle(
        to object: NTObject, granted access: AccessMask, flags: ObjectFlags
    ) throws(NTStatus) -> Handle {
        try checkRoom(for: object, flags)
        if flags.contains(.exclusive) { object.exclusiveOwner = self }
        object.handleCount += 1
        quota.add(Cost.handle + object.cost)
        return handles.insert(
            HandleTable.Entry(
                object: object, access: access,
                attributes: flags.contains(.inherit) ? .inherit : []))
    }

    /// The same with the rights still as the program asked for them.
    func openHandle(
        to object: NTObject, access: AccessMask, flags: ObjectFlags = []
    ) throws(NTStatus) -> Handle {
        try openHandle(to: object, granted: try object.type.granted(access), flags: flags)
    }

    /// Whether `openHandle` would succeed; throws what it would throw.
    func checkRoom(for object: NTObject?, _ flags: ObjectFlags) throws(NTStatus) {
        if isTerminating { throw .processIsTerminating }
        try addressSpace.requireRoom()
        guard handles.hasRoom else { throw .insufficientResources }
        guard let object, object.handleCount > 0 else { return }
        if let owner = object.exclusiveOwner {
            if owner !== self { throw .accessDenied }
        } else if flags.contains(.exclusive) {
            throw .accessDenied
        }
    }

    /// Closes a handle; with the last one a temporary object loses its name.
    ///
    /// Errors: `.invalidHandle`, `.handleNotClosable`.
    func closeHandle(_ handle: Handle, _ executive: Executive) throws(NTStatus) {
        guard let entry = handles[handle] else {
            if handle == .currentProcess || handle == .currentThread { return }
            throw .invalidHandle
        }
        if entry.attributes.contains(.protectFromClose) { throw .handleNotClosable }
        _ = handles.remove(handle)
        release(entry.object, executive)
    }

    /// Closes everything: the process is ending.
    func closeAllHandles(_ executive: Executive) {
        for index in 0..<handles.placeCount {
            if let entry = handles.remove(HandleTable.handle(index)) {
                release(entry.object, executive)
            }
        }
    }

    /// Counts the handles that a new process inherits.
    func countHandles() {
        for index in 0..<handles.placeCount {
            if let entry = handles[HandleTable.handle(index)] { quota.add(Cost.handle + entry.object.cost) }
        }
    }

    private func release(_ object: NTObject, _ executive: Executive) {
        quota.remove(Cost.handle + object.cost)
        object.handleClosed(executive, by: self)
        object.handleCount -= 1
        guard object.handleCount == 0 else { return }
        object.exclusiveOwner = nil
        if !object.isPermanent { object.removeName() }
        object.lastHandleClosed(executive)
    }
}

extension Thread {
    /// The object behind a handle as this thread passes it: knows both pseudo handles.
    @inline(__always)
    func object<Object: NTObject>(
        _ handle: Handle, as kind: Object.Type, needing access: AccessMask
    ) throws(NTStatus) -> Object {
        if handle == .currentThread, let me = self as? Object { return me }
        return try process.object(handle, as: kind, needing: access)
    }
}
