import CNT
import NTABI
import Registry

extension Executive {
    /// `NtCreateKey`. Opens a key, or makes it in a parent that exists.
    ///
    /// *Errors:* `.accessViolation`; `.invalidParameter` (unknown options); those of `locateKey` and `granted`; `.objectNameCollision`
    /// (REG_OPTION_CREATE_LINK and a key that is there); `.objectNameNotFound` (no parent, or a link that leads nowhere);
    /// `.objectNameInvalid`; `.keyDeleted` (the parent); `.accessDenied` (a new root key, a key in a link); `.registryQuotaLimit`; those of `openHandle`.
    func ntCreateKey(
        _ caller: Thread, _ handle: UserPointer<Handle>, _ access: AccessMask,
        _ attributes: ObjectAttributes, _ titleIndex: UInt32, _ classString: UInt,
        _ options: UInt32, _ disposition: UserPointer<UInt32>?
    ) throws(NTStatus) -> NTStatus {
        let process = caller.process
        try process.probeForWrite(handle)
        if let disposition { try process.probeForWrite(disposition) }
        let options = CreateKeyOptions(rawValue: options)
        guard CreateKeyOptions.valid.isSuperset(of: options) else { throw .invalidParameter }
        let className = try captureOptionalString(classString, from: caller) ?? UnicodeString()
        let granted = try ObjectType.key.granted(access)
        try process.checkRoom(for: nil, attributes.flags)

        let makesLink = options.contains(.createLink)
        let (parent, name) = try locateKey(
            attributes, process,
            openLink: makesLink || options.contains(.openLink) || attributes.flags.contains(.openLink))
        let existing = name.isEmpty ? parent : parent.subkey(name)
        if existing != nil, makesLink { throw .objectNameCollision }
        let node: KeyNode
        if let existing {
            node = existing
        } else {
            node = try makeKey(name, className, isLink: makesLink, in: parent)
        }
        let opened = try process.openHandle(
            to: Key(node), granted: granted, flags: attributes.flags)
        try process.write(opened, to: handle)
        let outcome = existing == nil ? REG_CREATED_NEW_KEY : REG_OPENED_EXISTING_KEY
        if let disposition { try process.write(outcome, to: disposition) }
        return .success
    }

    /// `NtOpenKey`. Opens a key that exists; with OBJ_OPENLINK a link itself.
    ///
    /// *Errors:* `.accessViolation`; those of `locateKey`; `.objectNameNotFound`; `.keyDeleted`; those of
    /// `granted` and `openHandle`.
    func ntOpenKey(
        _ caller: Thread, _ handle: UserPointer<Handle>, _ access: AccessMask,
        _ attributes: ObjectAttributes
    ) throws(NTStatus) -> NTStatus {
        try ntOpenKeyEx(caller, handle, access, attributes, 0)
    }

    /// `NtOpenKeyEx`. The same with options: REG_OPTION_OPEN_LINK and REG_OPTION_BACKUP_RESTORE, which changes nothing.
    ///
    /// *Errors:* `.invalidParameter` (other options); those of NtOpenKey.
    func ntOpenKeyEx(
        _ caller: Thread, _ handle: UserPointer<Handle>, _ access: AccessMask,
        _ attributes: ObjectAttributes, _ options: UInt32
    ) throws(NTStatus) -> NTStatus {
        try caller.process.probeForWrite(handle)
        let options = CreateKeyOptions(rawValue: options)
        guard CreateKeyOptions([.backupRestore, .openLink]).isSuperset(of: options) else { throw .invalidParameter }
        let (parent, name) = try locateKey(
            attributes, caller.process, openLink: options.contains(.openLink) || attributes.flags.contains(.openLink))
        guard let node = name.isEmpty ? parent : parent.subkey(name) else {
            throw .objectNameNotFound
        }
        let opened = try caller.process.openHandle(
            to: Key(node), access: access, flags: attributes.flags)
        try caller.process.write(opened, to: handle)
        return .success
    }

    /// `NtDeleteKey`. Takes a key without subkeys out of the registry.
    ///
    /// *Access:* DELETE.
    /// *Errors:* those of the handle; `.keyDeleted`; `.cannotDelete` (subkeys, or a root key).
    func ntDeleteKey(_ caller: Thread, _ handle: Handle) throws(NTStatus) -> NTStatus {
        let node = try caller.object(handle, as: Key.self, needing: .delete).living()
        guard node.subkeys.isEmpty, let parent = node.parent, parent !== registry.root else {
            throw .cannotDelete
        }
        registry.release(node.values.reduce(node.charge) { $0 + $1.charge })
        node.delete()
        parent.lastWriteTime = clock.systemTime
        return .success
    }

    /// `NtFlushKey`. What was written is as safe as it gets: there is no file behind the registry.
    ///
    /// *Errors:* those of the handle; `.keyDeleted`.
    func ntFlushKey(_ caller: Thread, _ handle: Handle) throws(NTStatus) -> NTStatus {
        _ = try caller.object(handle, as: Key.self, needing: []).living()
        return .success
    }

    private func makeKey(
        _ name: UnicodeString, _ className: UnicodeString, isLink: Bool, in parent: KeyNode
    ) throws(NTStatus) -> KeyNode {
        guard parent !== registry.root, !parent.isLink else { throw .accessDenied }
        try registry.charge(128 + name.byteCount + className.byteCount)
        let node = parent.addSubkey(name, className: className, isLink: isLink)
        node.lastWriteTime = clock.systemTime
        parent.lastWriteTime = node.lastWriteTime
        return node
    }
}

/// The REG_OPTION_ flags.
private struct CreateKeyOptions: OptionSet {
    let rawValue: UInt32
    static let volatile = CreateKeyOptions(rawValue: 1)
    static let createLink = CreateKeyOptions(rawValue: 2)
    static let backupRestore = CreateKeyOptions(rawValue: 4)
    static let openLink = CreateKeyOptions(rawValue: 8)
    static let valid: CreateKeyOptions = [.volatile, .createLink, .backupRestore, .openLink]
}
