import NTABI

/// An ACL in memory: revision, size and count, and the entries behind.
struct AccessList {
    let address: UInt
    static let headerSize: UInt = 8

    init(at address: UInt) { self.address = address }

    var revision: UInt8 { Pointer<UInt8>(address).value }
    var size: UInt16 { Pointer<UInt16>(address)[1] }
    var count: UInt16 {
        get { Pointer<UInt16>(address)[2] }
        nonmutating set { Pointer<UInt16>(address)[2] = newValue }
    }
    private var end: UInt { address + UInt(size) }

    func initialize(size: UInt32, revision: UInt32) {
        Pointer<UInt8>(address)[0] = UInt8(revision)
        Pointer<UInt8>(address)[1] = 0
        Pointer<UInt16>(address)[1] = UInt16(size & ~3)
        count = 0
        Pointer<UInt16>(address)[3] = 0
    }

    /// Where entry `index` lies, or the free place behind the last; nil if what stands before goes beyond the end.
    func entry(_ index: UInt16) -> UInt? {
        var place = address + Self.headerSize
        for _ in 0..<index {
            guard place + 4 <= end else { return nil }
            place += UInt(max(Pointer<UInt16>(place)[1], 4))
        }
        return place <= end ? place : nil
    }

    var isValid: Bool { 2...4 ~= revision && UInt(size) >= Self.headerSize && entry(count) != nil }

    /// Adds an entry that names an identifier.
    ///
    /// Errors: `invalidAcl`, `invalidSid`, `revisionMismatch`, `allottedSpaceExceeded`.
    func add(type: UInt8, flags: UInt8, revision: UInt32, access: UInt32, sid: UInt) throws(NTStatus) {
        guard rtlValidSid(sid) != 0 else { throw .invalidSid }
        guard revision <= 4, UInt32(self.revision) <= 4 else { throw .revisionMismatch }
        guard isValid, let place = entry(count) else { throw .invalidAcl }
        let length = 8 + UInt(Sid(at: sid).length)
        guard place + length <= end else { throw .allottedSpaceExceeded }
        Pointer<UInt8>(place)[0] = type
        Pointer<UInt8>(place)[1] = flags
        Pointer<UInt16>(place)[1] = UInt16(length)
        Pointer<UInt32>(place)[1] = access
        Bytes.copy(to: place + 8, from: sid, count: Int(length - 8))
        count += 1
    }
}

/// RtlCreateAcl. Errors: `bufferTooSmall`; `invalidParameter` (revision, or more than 64 KB).
@c(RtlCreateAcl)
public func rtlCreateAcl(_ list: UInt, _ size: UInt32, _ revision: UInt32) -> UInt32 {
    guard size >= 8 else { return NTStatus.bufferTooSmall.rawValue }
    guard 2...4 ~= revision, size <= 0xFFFF else { return NTStatus.invalidParameter.rawValue }
    AccessList(at: list).initialize(size: size, revision: revision)
    return 0
}

/// RtlValidAcl.
@c(RtlValidAcl)
public func rtlValidAcl(_ list: UInt) -> UInt8 { AccessList(at: list).isValid ? 1 : 0 }

/// RtlAddAccessAllowedAce. Errors: those of `AccessList.add`.
@c(RtlAddAccessAllowedAce)
public func rtlAddAccessAllowedAce(_ list: UInt, _ revision: UInt32, _ access: UInt32, _ sid: UInt) -> UInt32 {
    rtlAddAccessAllowedAceEx(list, revision, 0, access, sid)
}

/// RtlAddAccessAllowedAceEx. The same with flags for inheritance.
@c(RtlAddAccessAllowedAceEx)
public func rtlAddAccessAllowedAceEx(
    _ list: UInt, _ revision: UInt32, _ flags: UInt32, _ access: UInt32, _ sid: UInt
) -> UInt32 {
    status { () throws(NTStatus) in
        try AccessList(at: list).add(
            type: 0, flags: UInt8(truncatingIfNeeded: flags), revision: revision, access: access, sid: sid)
    }
}

/// RtlAddAccessDeniedAce. Errors: those of `AccessList.add`.
@c(RtlAddAccessDeniedAce)
public func rtlAddAccessDeniedAce(_ list: UInt, _ revision: UInt32, _ access: UInt32, _ sid: UInt) -> UInt32 {
    status { () throws(NTStatus) in
        try AccessList(at: list).add(type: 1, flags: 0, revision: revision, access: access, sid: sid)
    }
}

/// RtlGetAce. Where an entry lies. Error: `invalidParameter` (no list, or not so many entries).
@c(RtlGetAce)
public func rtlGetAce(_ list: UInt, _ index: UInt32, _ entry: UInt) -> UInt32 {
    guard AccessList(at: list).isValid, index < UInt32(AccessList(at: list).count),
        let place = AccessList(at: list).entry(UInt16(index))
    else { return NTStatus.invalidParameter.rawValue }
    Pointer<UInt>(entry).value = place
    return 0
}

/// RtlFirstFreeAce. Where the next entry would begin; whether the list is sound.
@c(RtlFirstFreeAce)
public func rtlFirstFreeAce(_ list: UInt, _ place: UInt) -> UInt8 {
    let free = AccessList(at: list).entry(AccessList(at: list).count)
    Pointer<UInt>(place).value = free ?? 0
    return free == nil ? 0 : 1
}

/// RtlMapGenericMask. Turns generic rights into those that a GENERIC_MAPPING says.
@c(RtlMapGenericMask)
public func rtlMapGenericMask(_ access: UInt, _ mapping: UInt) {
    let mask = Pointer<UInt32>(access)
    let rights = Pointer<UInt32>(mapping)
    for (index, bit) in [UInt32(31), 30, 29, 28].enumerated() where mask.value >> bit & 1 != 0 {
        mask.value |= rights[index]
    }
    mask.value &= 0x0FFF_FFFF
}

/// RtlAreAllAccessesGranted.
@c(RtlAreAllAccessesGranted)
public func rtlAreAllAccessesGranted(_ granted: UInt32, _ wanted: UInt32) -> UInt8 { wanted & ~granted == 0 ? 1 : 0 }

/// RtlAreAnyAccessesGranted.
@c(RtlAreAnyAccessesGranted)
public func rtlAreAnyAccessesGranted(_ granted: UInt32, _ wanted: UInt32) -> UInt8 { wanted & granted != 0 ? 1 : 0 }
