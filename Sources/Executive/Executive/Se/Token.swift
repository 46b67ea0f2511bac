import NTABI

/// Who a process is and what it may do beyond the handles that it has. There is one user, the system itself, so tokens differ
/// in their privileges alone. A process begins with a copy of its creator's.
final class Token: NTObject {
    struct Held {
        let privilege: Privilege
        var attributes: PrivilegeAttributes
    }

    /// TOKEN_STATISTICS.TokenId and ModifiedId.
    let id: Int64
    private(set) var modifiedID: Int64
    private(set) var privileges: [Held]

    /// A copy, or the token of the system.
    init(copying other: Token?, id: Int64) {
        self.id = id
        modifiedID = id
        privileges =
            other?.privileges
            ?? Privilege.ofTheSystem.map { Held(privilege: $0, attributes: [.enabled, .enabledByDefault]) }
    }

    override var type: ObjectType { .token }

    func isEnabled(_ privilege: Privilege) -> Bool {
        privileges.contains { $0.privilege == privilege && $0.attributes.contains(.enabled) }
    }

    /// Whether the token has a privilege, enabled or not; the number is that of a program.
    func index(of luid: UInt64) -> Int? {
        privileges.firstIndex { UInt64($0.privilege.rawValue) == luid }
    }

    /// What the privilege at `index` would become; nil if that is what it is.
    func change(at index: Int, to wanted: PrivilegeAttributes) -> Held? {
        var held = privileges[index]
        if held.attributes.contains(.enabled) == wanted.contains(.enabled), !wanted.contains(.removed) { return nil }
        if wanted.contains(.enabled) { held.attributes.insert(.enabled) } else { held.attributes.remove(.enabled) }
        if wanted.contains(.removed) { held.attributes = .removed }
        return held
    }

    func apply(_ changes: [Held], modifiedID: Int64) {
        guard !changes.isEmpty else { return }
        self.modifiedID = modifiedID
        for change in changes {
            guard let index = index(of: UInt64(change.privilege.rawValue)) else { continue }
            if change.attributes.contains(.removed) {
                privileges.remove(at: index)
            } else {
                privileges[index] = change
            }
        }
    }
}

extension Executive {
    /// A token of its own for a new process.
    func makeToken(copying other: Token?) -> Token {
        defer { nextLuid += 1 }
        return Token(copying: other, id: nextLuid)
    }

    /// Throws `.privilegeNotHeld`.
    func require(_ privilege: Privilege, of caller: Thread) throws(NTStatus) {
        guard caller.process.token.isEnabled(privilege) else { throw .privilegeNotHeld }
    }
}
