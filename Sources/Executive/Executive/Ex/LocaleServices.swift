import NTABI

/// English, as spoken in the United States: the one language there is.
private let onlyLanguage: UInt16 = 0x409

extension Executive {
    /// `NtQueryDefaultLocale`. The user's or the system's.
    ///
    /// *Errors:* `.accessViolation`.
    func ntQueryDefaultLocale(
        _ caller: Thread, _ userProfile: Bool, _ defaultLocaleId: UserPointer<UInt32>
    ) throws(NTStatus) -> NTStatus {
        try caller.process.write(UInt32(onlyLanguage), to: defaultLocaleId)
        return .success
    }

    /// `NtQueryDefaultUILanguage`.
    ///
    /// *Errors:* `.accessViolation`.
    func ntQueryDefaultUILanguage(
        _ caller: Thread, _ defaultUILanguageId: UserPointer<UInt16>
    ) throws(NTStatus) -> NTStatus {
        try caller.process.write(onlyLanguage, to: defaultUILanguageId)
        return .success
    }

    /// `NtQueryInstallUILanguage`.
    ///
    /// *Errors:* `.accessViolation`.
    func ntQueryInstallUILanguage(
        _ caller: Thread, _ installUILanguageId: UserPointer<UInt16>
    ) throws(NTStatus) -> NTStatus {
        try caller.process.write(onlyLanguage, to: installUILanguageId)
        return .success
    }
}
