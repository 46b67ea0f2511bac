import NTABI

/// A right to do what concerns the whole system: a LUID with the privilege's well-known number.
enum Privilege: UInt32, CaseIterable {
    case createToken = 2, assignPrimaryToken, lockMemory, increaseQuota
    case actAsSystem = 7, security, takeOwnership, loadDriver, systemProfile, systemTime, profileSingleProcess
    case increaseBasePriority, createPageFile, createPermanent, backup, restore, shutdown, debug, audit
    case systemEnvironment, changeNotify, remoteShutdown, undock
    case manageVolume = 28, impersonate, createGlobal
    case increaseWorkingSet = 33, timeZone, createSymbolicLink

    /// What every token of the system begins with. The machine is nobody else's domain, so some have no use here.
    static let ofTheSystem = allCases.filter { $0 != .createToken && $0 != .remoteShutdown && $0 != .undock }
}

/// The SE_PRIVILEGE_ attributes.
struct PrivilegeAttributes: OptionSet {
    let rawValue: UInt32
    static let enabledByDefault = PrivilegeAttributes(rawValue: 1)
    static let enabled = PrivilegeAttributes(rawValue: 2)
    /// Asks that the privilege be taken out of the token for good.
    static let removed = PrivilegeAttributes(rawValue: 4)
}
