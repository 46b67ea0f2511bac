import NTABI

/// TOKEN_INFORMATION_CLASS, as far as it is answered.
private enum TokenInformationClass: UInt32 {
    case user = 1, groups, privileges, owner, primaryGroup
    case source = 7, type, impersonationLevel, statistics
    case sessionID = 12
    case elevationType = 18
    case elevation = 20
    case integrityLevel = 25
}

/// A security identifier: an authority and the numbers below it.
struct SecurityIdentifier {
    let authority: UInt8
    let parts: [UInt32]

    static let everyone = Self(authority: 1, parts: [0])
    static let system = Self(authority: 5, parts: [18])
    static let authenticatedUsers = Self(authority: 5, parts: [11])
    static let administrators = Self(authority: 5, parts: [32, 544])
    static let systemIntegrity = Self(authority: 16, parts: [0x4000])

    var byteCount: Int { 8 + 4 * parts.count }
}

extension ByteWriter {
    fileprivate mutating func put(_ identifier: SecurityIdentifier) {
        put(UInt8(1))
        put(UInt8(identifier.parts.count))
        putZeros(5)
        put(identifier.authority)
        for part in identifier.parts { put(part) }
    }

    /// SID_AND_ATTRIBUTES of some, and the identifiers behind them; the answer will lie at `place`.
    fileprivate mutating func put(_ identifiers: [(SecurityIdentifier, attributes: UInt32)], at place: UInt) {
        var next = place + UInt(count + 16 * identifiers.count)
        for (identifier, attributes) in identifiers {
            put(next)
            put(UInt64(attributes))
            next += UInt(identifier.byteCount)
        }
        for (identifier, _) in identifiers { put(identifier) }
    }
}

extension Executive {
    /// `NtQueryInformationToken`.
    ///
    /// *Access:* TOKEN_QUERY; TOKEN_QUERY_SOURCE for the source.
    /// *Errors:* `.accessViolation` (length); `.invalidInfoClass`; those of the handle; `.bufferTooSmall`, with the length needed.
    func ntQueryInformationToken(
        _ caller: Thread, _ tokenHandle: Handle, _ informationClass: UInt32, _ buffer: UInt, _ length: UInt32,
        _ returnLength: UserPointer<UInt32>
    ) throws(NTStatus) -> NTStatus {
        let process = caller.process
        try process.probeForWrite(returnLength)
        guard let kind = TokenInformationClass(rawValue: informationClass) else { throw .invalidInfoClass }
        let token = try caller.object(
            tokenHandle, as: Token.self, needing: kind == .source ? .tokenQuerySource : .tokenQuery)
        let answer = answer(kind, token, at: buffer)
        try process.write(UInt32(answer.count), to: returnLength)
        guard Int(length) >= answer.count else { throw .bufferTooSmall }
        try process.writeBytes(answer.bytes, to: buffer)
        return .success
    }

    private func answer(_ kind: TokenInformationClass, _ token: Token, at buffer: UInt) -> ByteWriter {
        var answer = ByteWriter()
        let isMandatoryAndEnabled: UInt32 = 7
        let groups: [(SecurityIdentifier, attributes: UInt32)] = [
            (.administrators, 0xE),  // enabled, and owner of what the system makes
            (.everyone, isMandatoryAndEnabled), (.authenticatedUsers, isMandatoryAndEnabled),
            (.systemIntegrity, 0x60),
        ]
        switch kind {
        case .user: answer.put([(.system, 0)], at: buffer)
        case .groups:
            answer.put(UInt64(groups.count))
            answer.put(groups, at: buffer)
        case .privileges: answer = Self.list(token.privileges)
        case .owner:
            answer.put(buffer + 8)
            answer.put(.administrators)
        case .primaryGroup:
            answer.put(buffer + 8)
            answer.put(.system)
        case .source:
            for character in "*SYSTEM*".utf8 { answer.put(character) }
            answer.put(UInt64(0))
        case .type: answer.put(UInt32(1))  // a primary token
        case .impersonationLevel: answer.put(UInt32(0))
        case .statistics:
            answer.put(token.id)
            answer.put(Self.systemLogon)
            answer.put(Int64.max)  // never expires
            answer.put(UInt32(1))
            answer.put(UInt32(0))
            answer.putZeros(8)  // dynamic memory: charged and free
            answer.put(UInt32(groups.count))
            answer.put(UInt32(token.privileges.count))
            answer.put(token.modifiedID)
        case .sessionID: answer.put(UInt32(0))
        case .elevationType: answer.put(UInt32(1))
        case .elevation: answer.put(UInt32(1))
        case .integrityLevel: answer.put([(.systemIntegrity, 0x60)], at: buffer)
        }
        return answer
    }

    /// SYSTEM_LUID: the logon that the system itself is.
    private static let systemLogon: UInt64 = 0x3E7
}
