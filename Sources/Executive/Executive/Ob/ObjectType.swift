import NTABI

/// A type of object: what NtQueryObject and \ObjectTypes show, and how access is understood.
public struct ObjectType: Sendable {
    let name: StaticString
    /// The number NT knows the type by; ascending from 2, as its own are.
    let index: UInt8
    /// Rights an object of this type can be opened with.
    let validAccess: AccessMask
    let mapping: GenericMapping

    private init(
        _ name: StaticString, _ index: UInt8, valid: UInt32, read: UInt32, write: UInt32,
        execute: UInt32, all: UInt32
    ) {
        self.name = name
        self.index = index
        validAccess = AccessMask(rawValue: valid)
        mapping = GenericMapping(
            read: AccessMask(rawValue: read), write: AccessMask(rawValue: write),
            execute: AccessMask(rawValue: execute), all: AccessMask(rawValue: all))
    }

    static let type = ObjectType(
        "Type", 2, valid: 0x1F0001, read: 0x2_0000, write: 0x2_0000, execute: 0x2_0000,
        all: 0xF0001)
    static let directory = ObjectType(
        "Directory", 3, valid: 0xF000F, read: 0x2_0003, write: 0x2_000C, execute: 0x2_0003,
        all: 0xF000F)
    static let symbolicLink = ObjectType(
        "SymbolicLink", 4, valid: 0xF0001, read: 0x2_0001, write: 0x2_0000, execute: 0x2_0001,
        all: 0xF0001)
    static let token = ObjectType(
        "Token", 5, valid: 0x1F01FF, read: 0x2_0008, write: 0x2_00E0, execute: 0x2_0004,
        all: 0xF01FF)
    static let process = ObjectType(
        "Process", 7, valid: 0x1FFFFF, read: 0x2_0410, write: 0x2_0BEA, execute: 0x12_1001,
        all: 0x1FFFFF)
    static let thread = ObjectType(
        "Thread", 8, valid: 0x1FFFFF, read: 0x2_0048, write: 0x2_0037, execute: 0x12_0800,
        all: 0x1FFFFF)
    static let event = ObjectType(
        "Event", 16, valid: 0x1F0003, read: 0x2_0001, write: 0x2_0002, execute: 0x12_0000,
        all: 0x1F0003)
    static let mutant = ObjectType(
        "Mutant", 17, valid: 0x1F0001, read: 0x2_0001, write: 0x2_0000, execute: 0x12_0000,
        all: 0x1F0001)
    static let semaphore = ObjectType(
        "Semaphore", 19, valid: 0x1F0003, read: 0x2_0001, write: 0x2_0002, execute: 0x12_0000,
        all: 0x1F0003)
    static let timer = ObjectType(
        "Timer", 20, valid: 0x1F0003, read: 0x2_0001, write: 0x2_0002, execute: 0x12_0000,
        all: 0x1F0003)
    static let keyedEvent = ObjectType(
        "KeyedEvent", 23, valid: 0x1F0003, read: 0x2_0001, write: 0x2_0002, execute: 0x2_0000,
        all: 0xF0003)
    static let device = ObjectType(
        "Device", 31, valid: 0x1F01FF, read: 0x12_0089, write: 0x12_0116, execute: 0x12_00A0,
        all: 0x1F01FF)
    static let driver = ObjectType(
        "Driver", 32, valid: 0x1F0001, read: 0x12_0089, write: 0x12_0116, execute: 0x12_00A0,
        all: 0x1F0001)
    static let file = ObjectType(
        "File", 37, valid: 0x1F01FF, read: 0x12_0089, write: 0x12_0116, execute: 0x12_00A0,
        all: 0x1F01FF)
    static let section = ObjectType(
        "Section", 42, valid: 0x1F001F, read: 0x2_0005, write: 0x2_0002, execute: 0x2_0008,
        all: 0xF001F)
    static let key = ObjectType(
        "Key", 44, valid: 0x1F003F, read: 0x2_0019, write: 0x2_0006, execute: 0x2_0039,
        all: 0xF003F)

    /// Whether two names that differ only in case are two names.
    var caseMatters: Bool { index != Self.directory.index && index != Self.symbolicLink.index }

    /// Every type there is: the content of \ObjectTypes.
    static let allTypes: [ObjectType] = [
        .type, .directory, .symbolicLink, .token, .process, .thread, .event, .mutant, .semaphore, .timer,
        .keyedEvent, .device, .driver, .file, .section, .key,
    ]
}

/// What the four generic rights mean for one type.
public struct GenericMapping: Sendable {
    let read: AccessMask
    let write: AccessMask
    let execute: AccessMask
    let all: AccessMask
}

extension ObjectType {
    /// The rights a handle gets that was asked for with `desired`.
    ///
    /// There are no security descriptors: whatever the type has is granted. Throws `.privilegeNotHeld`
    /// for the right to read audit lists, `.accessDenied` for bits that the type does not know.
    func granted(_ desired: AccessMask) throws(NTStatus) -> AccessMask {
        var access = desired
        if desired.rawValue >> 25 != 0 { access = mapped(desired) }
        if access.contains(.accessSystemSecurity) { throw .privilegeNotHeld }
        guard validAccess.isSuperset(of: access) else { throw .accessDenied }
        return access
    }

    private func mapped(_ desired: AccessMask) -> AccessMask {
        var access = AccessMask(rawValue: desired.rawValue & 0x01FF_FFFF)
        if desired.contains(.genericRead) { access.formUnion(mapping.read) }
        if desired.contains(.genericWrite) { access.formUnion(mapping.write) }
        if desired.contains(.genericExecute) { access.formUnion(mapping.execute) }
        if desired.contains(.genericAll) || desired.contains(.maximumAllowed) {
            access.formUnion(mapping.all)
        }
        return access
    }
}

/// The object of \ObjectTypes that stands for a type.
final class TypeObject: NTObject {
    let described: ObjectType

    init(_ described: ObjectType) {
        self.described = described
        super.init()
        isPermanent = true
    }

    override var type: ObjectType { .type }
}
