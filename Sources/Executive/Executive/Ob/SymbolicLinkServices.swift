import CNT
import NTABI

extension Executive {
    /// `NtCreateSymbolicLinkObject`. Makes a name that stands for another path.
    ///
    /// *Errors:* `.invalidParameter` (an empty target); those of `create`.
    func ntCreateSymbolicLinkObject(
        _ caller: Thread, _ handle: UserPointer<Handle>, _ access: AccessMask,
        _ attributes: ObjectAttributes, _ target: UnicodeString
    ) throws(NTStatus) -> NTStatus {
        if target.isEmpty { throw .invalidParameter }
        // A link of the same name is a collision, not a detour, and with OBJ_OPENIF what is opened.
        var attributes = attributes
        attributes.flags.insert(.openLink)
        return try create(
            SymbolicLink(to: target), at: attributes, for: caller, access: access,
            handleAt: handle)
    }

    /// `NtOpenSymbolicLinkObject`. Opens the link itself, not what it points to.
    func ntOpenSymbolicLinkObject(
        _ caller: Thread, _ handle: UserPointer<Handle>, _ access: AccessMask,
        _ attributes: ObjectAttributes
    ) throws(NTStatus) -> NTStatus {
        var attributes = attributes
        attributes.flags.insert(.openLink)
        return try open(
            SymbolicLink.self, at: attributes, for: caller, access: access, handleAt: handle,
            caseMatters: false)
    }

    /// `NtQuerySymbolicLinkObject`. Copies the target into the caller's string.
    ///
    /// *Access:* SYMBOLIC_LINK_QUERY.
    /// *Errors:* those of the handle; `.accessViolation`; `.bufferTooSmall`, with the size needed in `returnedLength`.
    func ntQuerySymbolicLinkObject(
        _ caller: Thread, _ handle: Handle, _ target: UserPointer<UNICODE_STRING>,
        _ returnedLength: UserPointer<UInt32>?
    ) throws(NTStatus) -> NTStatus {
        let process = caller.process
        let link = try caller.object(
            handle, as: SymbolicLink.self, needing: .symbolicLinkQuery)
        var string = try process.read(target)
        try process.probeForWrite(target)
        let needed = link.target.byteCount
        if let returnedLength { try process.write(UInt32(needed), to: returnedLength) }
        guard Int(string.MaximumLength) >= needed else { throw .bufferTooSmall }
        try process.writeText(link.target, to: UInt(string.Buffer))
        string.Length = UInt16(needed)
        try process.write(string, to: target)
        return .success
    }
}
