import NTABI

/// A SECURITY_DESCRIPTOR in memory: who owns something and who may do what with it. Its parts are pointers, or, in one that is
/// self-relative, distances from its start.
struct SecurityDescriptor {
    let address: UInt

    init(at address: UInt) { self.address = address }

    /// The parts, in the order in which they lie; each list has a bit that says whether it is there, and one for whether it is a
    /// default.
    enum Part: UInt {
        case owner = 0, group, auditList, accessList

        var presentBit: UInt16 {
            switch self {
            case .owner, .group: 0
            case .auditList: 0x10
            case .accessList: 0x04
            }
        }

        var defaultBit: UInt16 {
            switch self {
            case .owner: 0x01
            case .group: 0x02
            case .auditList: 0x20
            case .accessList: 0x08
            }
        }
    }

    static let revision: UInt8 = 1
    private static let selfRelative: UInt16 = 0x8000

    var hasKnownRevision: Bool { Pointer<UInt8>(address).value == Self.revision }
    var control: UInt16 {
        get { Pointer<UInt16>(address)[1] }
        nonmutating set { Pointer<UInt16>(address)[1] = newValue }
    }
    private var isSelfRelative: Bool { control & Self.selfRelative != 0 }

    subscript(part: Part) -> UInt {
        if isSelfRelative {
            let distance = UInt(Pointer<UInt32>(address + 4 + 4 * part.rawValue).value)
            return distance == 0 ? 0 : address + distance
        }
        return Pointer<UInt>(address + 8 + 8 * part.rawValue).value
    }

    func initialize() {
        Bytes.fill(address, count: 40)
        Pointer<UInt8>(address).value = Self.revision
    }

    /// Errors: `unknownRevision`, `invalidSecurityDescriptor` (self-relative: nothing can be put in).
    func set(_ part: Part, to place: UInt, isPresent: Bool, isDefault: Bool) throws(NTStatus) {
        guard hasKnownRevision else { throw .unknownRevision }
        guard !isSelfRelative else { throw .invalidSecurityDescriptor }
        control &= ~(part.presentBit | part.defaultBit)
        if isPresent { control |= part.presentBit }
        if isPresent && isDefault { control |= part.defaultBit }
        Pointer<UInt>(address + 8 + 8 * part.rawValue).value = isPresent ? place : 0
    }

    /// Each part is sound, or not there.
    var isValid: Bool {
        guard hasKnownRevision else { return false }
        for part in [Part.owner, .group] where self[part] != 0 && !Sid(at: self[part]).isValid { return false }
        for part in [Part.auditList, .accessList]
        where control & part.presentBit != 0 && self[part] != 0 && !AccessList(at: self[part]).isValid { return false }
        return true
    }

    /// What all of it takes in self-relative form.
    var length: UInt32 {
        var length: UInt32 = isSelfRelative ? 20 : 40
        for part in [Part.owner, .group] where self[part] != 0 { length += (Sid(at: self[part]).length + 3) & ~3 }
        for part in [Part.auditList, .accessList] where control & part.presentBit != 0 && self[part] != 0 {
            length += (UInt32(AccessList(at: self[part]).size) + 3) & ~3
        }
        return length
    }
}

/// RtlCreateSecurityDescriptor. Error: `unknownRevision`.
@c(RtlCreateSecurityDescriptor)
public func rtlCreateSecurityDescriptor(_ descriptor: UInt, _ revision: UInt32) -> UInt32 {
    guard revision == UInt32(SecurityDescriptor.revision) else { return NTStatus.unknownRevision.rawValue }
    SecurityDescriptor(at: descriptor).initialize()
    return 0
}

/// RtlValidSecurityDescriptor.
@c(RtlValidSecurityDescriptor)
public func rtlValidSecurityDescriptor(_ descriptor: UInt) -> UInt8 {
    descriptor != 0 && SecurityDescriptor(at: descriptor).isValid ? 1 : 0
}

/// RtlLengthSecurityDescriptor.
@c(RtlLengthSecurityDescriptor)
public func rtlLengthSecurityDescriptor(_ descriptor: UInt) -> UInt32 { SecurityDescriptor(at: descriptor).length }

private func set(
    _ part: SecurityDescriptor.Part, _ descriptor: UInt, _ place: UInt, _ isPresent: Bool, _ isDefault: UInt8
)
    -> UInt32
{
    status { () throws(NTStatus) in
        try SecurityDescriptor(at: descriptor).set(part, to: place, isPresent: isPresent, isDefault: isDefault != 0)
    }
}

/// RtlSetDaclSecurityDescriptor. Errors: those of `SecurityDescriptor.set`.
@c(RtlSetDaclSecurityDescriptor)
public func rtlSetDaclSecurityDescriptor(_ descriptor: UInt, _ present: UInt8, _ list: UInt, _ isDefault: UInt8)
    -> UInt32
{
    set(.accessList, descriptor, list, present != 0, isDefault)
}

/// RtlSetSaclSecurityDescriptor.
@c(RtlSetSaclSecurityDescriptor)
public func rtlSetSaclSecurityDescriptor(_ descriptor: UInt, _ present: UInt8, _ list: UInt, _ isDefault: UInt8)
    -> UInt32
{
    set(.auditList, descriptor, list, present != 0, isDefault)
}

/// RtlSetOwnerSecurityDescriptor.
@c(RtlSetOwnerSecurityDescriptor)
public func rtlSetOwnerSecurityDescriptor(_ descriptor: UInt, _ sid: UInt, _ isDefault: UInt8) -> UInt32 {
    set(.owner, descriptor, sid, true, isDefault)
}

/// RtlSetGroupSecurityDescriptor.
@c(RtlSetGroupSecurityDescriptor)
public func rtlSetGroupSecurityDescriptor(_ descriptor: UInt, _ sid: UInt, _ isDefault: UInt8) -> UInt32 {
    set(.group, descriptor, sid, true, isDefault)
}

private func get(_ part: SecurityDescriptor.Part, _ descriptor: UInt, _ present: UInt, _ place: UInt, _ isDefault: UInt)
    -> UInt32
{
    let descriptor = SecurityDescriptor(at: descriptor)
    guard descriptor.hasKnownRevision else { return NTStatus.unknownRevision.rawValue }
    let isPresent = part.presentBit == 0 || descriptor.control & part.presentBit != 0
    if present != 0 { Pointer<UInt8>(present).value = isPresent ? 1 : 0 }
    guard isPresent else { return 0 }
    Pointer<UInt>(place).value = descriptor[part]
    Pointer<UInt8>(isDefault).value = descriptor.control & part.defaultBit != 0 ? 1 : 0
    return 0
}

/// RtlGetDaclSecurityDescriptor. Error: `unknownRevision`.
@c(RtlGetDaclSecurityDescriptor)
public func rtlGetDaclSecurityDescriptor(_ descriptor: UInt, _ present: UInt, _ list: UInt, _ isDefault: UInt) -> UInt32
{
    get(.accessList, descriptor, present, list, isDefault)
}

/// RtlGetSaclSecurityDescriptor.
@c(RtlGetSaclSecurityDescriptor)
public func rtlGetSaclSecurityDescriptor(_ descriptor: UInt, _ present: UInt, _ list: UInt, _ isDefault: UInt) -> UInt32
{
    get(.auditList, descriptor, present, list, isDefault)
}

/// RtlGetOwnerSecurityDescriptor.
@c(RtlGetOwnerSecurityDescriptor)
public func rtlGetOwnerSecurityDescriptor(_ descriptor: UInt, _ sid: UInt, _ isDefault: UInt) -> UInt32 {
    get(.owner, descriptor, 0, sid, isDefault)
}

/// RtlGetGroupSecurityDescriptor.
@c(RtlGetGroupSecurityDescriptor)
public func rtlGetGroupSecurityDescriptor(_ descriptor: UInt, _ sid: UInt, _ isDefault: UInt) -> UInt32 {
    get(.group, descriptor, 0, sid, isDefault)
}

/// RtlGetControlSecurityDescriptor. Error: `unknownRevision`.
@c(RtlGetControlSecurityDescriptor)
public func rtlGetControlSecurityDescriptor(_ descriptor: UInt, _ control: UInt, _ revision: UInt) -> UInt32 {
    Pointer<UInt32>(revision).value = UInt32(Pointer<UInt8>(descriptor).value)
    guard SecurityDescriptor(at: descriptor).hasKnownRevision else { return NTStatus.unknownRevision.rawValue }
    Pointer<UInt16>(control).value = SecurityDescriptor(at: descriptor).control
    return 0
}
