import CNT
import NTABI

extension Executive {
    /// `NtOpenProcessToken`.
    ///
    /// *Access:* PROCESS_QUERY_LIMITED_INFORMATION.
    /// *Errors:* `.accessViolation`; those of the handle and of a new one.
    func ntOpenProcessToken(
        _ caller: Thread, _ processHandle: Handle, _ desiredAccess: AccessMask, _ tokenHandle: UserPointer<Handle>
    ) throws(NTStatus) -> NTStatus {
        try ntOpenProcessTokenEx(caller, processHandle, desiredAccess, 0, tokenHandle)
    }

    /// `NtOpenProcessTokenEx`. The same with OBJ_ flags for the handle.
    ///
    /// *Errors:* as NtOpenProcessToken.
    func ntOpenProcessTokenEx(
        _ caller: Thread, _ processHandle: Handle, _ desiredAccess: AccessMask, _ handleAttributes: UInt32,
        _ tokenHandle: UserPointer<Handle>
    ) throws(NTStatus) -> NTStatus {
        try caller.process.probeForWrite(tokenHandle)
        let process = try caller.object(processHandle, as: Process.self, needing: .processQueryLimitedInformation)
        let flags = ObjectFlags(rawValue: handleAttributes).intersection(.valid)
        let handle = try caller.process.openHandle(to: process.token, access: desiredAccess, flags: flags)
        try caller.process.write(handle, to: tokenHandle)
        return .success
    }

    /// `NtOpenThreadToken`. Threads have no tokens of their own: nobody impersonates.
    ///
    /// *Access:* THREAD_QUERY_LIMITED_INFORMATION.
    /// *Errors:* `.accessViolation`; those of the handle; `.noToken`.
    func ntOpenThreadToken(
        _ caller: Thread, _ threadHandle: Handle, _ desiredAccess: AccessMask, _ openAsSelf: Bool,
        _ tokenHandle: UserPointer<Handle>
    ) throws(NTStatus) -> NTStatus {
        try caller.process.probeForWrite(tokenHandle)
        _ = try caller.object(threadHandle, as: Thread.self, needing: .threadQueryLimitedInformation)
        throw .noToken
    }

    /// `NtOpenThreadTokenEx`. The same.
    ///
    /// *Errors:* as NtOpenThreadToken.
    func ntOpenThreadTokenEx(
        _ caller: Thread, _ threadHandle: Handle, _ desiredAccess: AccessMask, _ openAsSelf: Bool,
        _ handleAttributes: UInt32, _ tokenHandle: UserPointer<Handle>
    ) throws(NTStatus) -> NTStatus {
        try ntOpenThreadToken(caller, threadHandle, desiredAccess, openAsSelf, tokenHandle)
    }

    /// `NtAdjustPrivilegesToken`. Enables, disables or removes privileges that the token has, and tells how the changed ones
    /// were before.
    ///
    /// *Access:* TOKEN_ADJUST_PRIVILEGES; TOKEN_QUERY for the state before.
    /// *Returns:* `.success`; `.notAllAssigned` if the token has not all that `newState` names.
    /// *Errors:* `.invalidParameter` (no state, or more privileges than there are); `.accessViolation`; those of the handle;
    /// `.bufferTooSmall`, with nothing changed.
    func ntAdjustPrivilegesToken(
        _ caller: Thread, _ tokenHandle: Handle, _ disableAllPrivileges: Bool, _ newState: UInt,
        _ bufferLength: UInt32, _ previousState: UInt, _ returnLength: UserPointer<UInt32>?
    ) throws(NTStatus) -> NTStatus {
        let process = caller.process
        guard disableAllPrivileges || newState != 0 else { throw .invalidParameter }
        let wanted = disableAllPrivileges ? [] : try wantedPrivileges(at: newState, entriesAt: 4, process)
        var access: AccessMask = .tokenAdjustPrivileges
        if previousState != 0 { access.insert(.tokenQuery) }
        let token = try caller.object(tokenHandle, as: Token.self, needing: access)

        var changes: [Token.Held] = []
        var before: [Token.Held] = []
        func note(_ index: Int, _ attributes: PrivilegeAttributes) {
            let held = token.privileges[index]
            guard let change = token.change(at: index, to: attributes),
                !changes.contains(where: { $0.privilege == held.privilege })
            else { return }
            changes.append(change)
            before.append(held)
        }
        var found = 0
        for (luid, attributes) in wanted {
            guard let index = token.index(of: luid) else { continue }
            found += 1
            note(index, attributes)
        }
        if disableAllPrivileges { for index in token.privileges.indices { note(index, []) } }

        if previousState != 0 {
            let answer = Self.list(before)
            guard let returnLength else { throw .accessViolation }
            try process.write(UInt32(answer.count), to: returnLength)
            guard Int(bufferLength) >= answer.count else { throw .bufferTooSmall }
            try process.writeBytes(answer.bytes, to: previousState)
        }
        token.apply(changes, modifiedID: nextLuid)
        nextLuid += 1
        return found == wanted.count ? .success : .notAllAssigned
    }

    /// A count, and `offset` bytes from there as many LUID_AND_ATTRIBUTES: TOKEN_PRIVILEGES or PRIVILEGE_SET.
    private func wantedPrivileges(
        at place: UInt, entriesAt offset: UInt, _ process: Process
    ) throws(NTStatus) -> [(luid: UInt64, attributes: PrivilegeAttributes)] {
        let count = try process.read(UserPointer<UInt32>(required: place))
        guard count <= 64 else { throw .invalidParameter }
        var wanted: [(luid: UInt64, attributes: PrivilegeAttributes)] = []
        for index in 0..<UInt(count) {
            let entry = place &+ offset &+ index * 12
            let low = try process.read(UserPointer<UInt32>(required: entry))
            let high = try process.read(UserPointer<UInt32>(required: entry &+ 4))
            let attributes = try process.read(UserPointer<UInt32>(required: entry &+ 8))
            wanted.append((UInt64(high) << 32 | UInt64(low), PrivilegeAttributes(rawValue: attributes)))
        }
        return wanted
    }

    /// TOKEN_PRIVILEGES.
    static func list(_ privileges: [Token.Held]) -> ByteWriter {
        var answer = ByteWriter()
        answer.put(UInt32(privileges.count))
        for held in privileges {
            answer.put(UInt64(held.privilege.rawValue))
            answer.put(held.attributes.rawValue)
        }
        return answer
    }

    /// `NtPrivilegeCheck`. Whether the token has all, or one, of a PRIVILEGE_SET enabled; those that are get marked as used.
    ///
    /// *Access:* TOKEN_QUERY.
    /// *Errors:* `.accessViolation`; `.invalidParameter` (more privileges than there are); those of the handle.
    func ntPrivilegeCheck(
        _ caller: Thread, _ clientToken: Handle, _ requiredPrivileges: UInt, _ result: UserPointer<UInt8>
    ) throws(NTStatus) -> NTStatus {
        let process = caller.process
        try process.probeForWrite(result)
        let wanted = try wantedPrivileges(at: requiredPrivileges, entriesAt: 8, process)
        let needsAll = try process.read(UserPointer<UInt32>(required: requiredPrivileges &+ 4)) & 1 != 0
        let token = try caller.object(clientToken, as: Token.self, needing: .tokenQuery)
        var held = 0
        for index in wanted.indices {
            guard let place = token.index(of: wanted[index].luid),
                token.privileges[place].attributes.contains(.enabled)
            else { continue }
            held += 1
            let usedForAccess: UInt32 = 0x8000_0000
            try process.write(
                wanted[index].attributes.rawValue | usedForAccess,
                to: UserPointer<UInt32>(required: requiredPrivileges &+ 8 &+ UInt(index) * 12 &+ 8))
        }
        let answer: UInt8 = (needsAll ? held == wanted.count : held > 0) ? 1 : 0
        try process.write(answer, to: result)
        return .success
    }
}
