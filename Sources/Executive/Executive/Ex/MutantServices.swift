import CNT
import NTABI

extension Executive {
    /// `NtCreateMutant`. The creator owns it at once if it asks to.
    func ntCreateMutant(
        _ caller: Thread, _ handle: UserPointer<Handle>, _ access: AccessMask,
        _ attributes: ObjectAttributes?, _ initialOwner: Bool
    ) throws(NTStatus) -> NTStatus {
        let mutant = Mutant(owner: nil)
        let status = try create(
            mutant, at: attributes, for: caller, access: access, handleAt: handle)
        if initialOwner, status == .success { _ = mutant.satisfyWait(of: caller) }
        return status
    }

    /// `NtOpenMutant`.
    func ntOpenMutant(
        _ caller: Thread, _ handle: UserPointer<Handle>, _ access: AccessMask,
        _ attributes: ObjectAttributes
    ) throws(NTStatus) -> NTStatus {
        try open(Mutant.self, at: attributes, for: caller, access: access, handleAt: handle)
    }

    /// `NtReleaseMutant`. Gives one acquisition back.
    ///
    /// *Errors:* those of the handle; `.mutantNotOwned`; `.accessViolation`, with the mutant released.
    func ntReleaseMutant(
        _ caller: Thread, _ handle: Handle, _ previousCount: UserPointer<Int32>?
    ) throws(NTStatus) -> NTStatus {
        let mutant = try caller.object(handle, as: Mutant.self, needing: [])
        let before = try mutant.release(by: caller, self)
        if let previousCount { try caller.process.write(before, to: previousCount) }
        return .success
    }

    /// `NtQueryMutant`. MUTANT_BASIC_INFORMATION.
    ///
    /// *Access:* MUTANT_QUERY_STATE.
    /// *Errors:* `.invalidInfoClass`; those of the handle; `.infoLengthMismatch`; `.accessViolation`.
    func ntQueryMutant(
        _ caller: Thread, _ handle: Handle, _ informationClass: UInt32, _ buffer: UInt,
        _ length: UInt32, _ returnLength: UserPointer<UInt32>?
    ) throws(NTStatus) -> NTStatus {
        guard informationClass == 0 else { throw .invalidInfoClass }
        let mutant = try caller.object(handle, as: Mutant.self, needing: .mutantQueryState)
        return try caller.process.answer(
            MUTANT_BASIC_INFORMATION(
                CurrentCount: mutant.count, OwnedByCaller: mutant.owner === caller ? 1 : 0,
                AbandonedState: mutant.isAbandoned ? 1 : 0),
            at: buffer, length: length, returnLength: returnLength)
    }
}
