/// What a handle may be used for: ACCESS_MASK. The low 16 bits mean something else for each type of object.
public struct AccessMask: OptionSet, Sendable, BitwiseCopyable {
    public let rawValue: UInt32
    @inline(__always) public init(rawValue: UInt32) { self.rawValue = rawValue }

    public static let delete = AccessMask(rawValue: 0x0001_0000)
    public static let readControl = AccessMask(rawValue: 0x0002_0000)
    public static let writeDAC = AccessMask(rawValue: 0x0004_0000)
    public static let writeOwner = AccessMask(rawValue: 0x0008_0000)
    public static let synchronize = AccessMask(rawValue: 0x0010_0000)
    public static let standardRequired = AccessMask(rawValue: 0x000F_0000)
    public static let standardAll = AccessMask(rawValue: 0x001F_0000)
    public static let accessSystemSecurity = AccessMask(rawValue: 0x0100_0000)
    public static let maximumAllowed = AccessMask(rawValue: 0x0200_0000)
    public static let genericAll = AccessMask(rawValue: 0x1000_0000)
    public static let genericExecute = AccessMask(rawValue: 0x2000_0000)
    public static let genericWrite = AccessMask(rawValue: 0x4000_0000)
    public static let genericRead = AccessMask(rawValue: 0x8000_0000)
}

// The specific rights, by type of object.
extension AccessMask {
    public static let directoryQuery = AccessMask(rawValue: 1)
    public static let directoryTraverse = AccessMask(rawValue: 2)
    public static let directoryCreateObject = AccessMask(rawValue: 4)
    public static let directoryCreateSubdirectory = AccessMask(rawValue: 8)
    public static let symbolicLinkQuery = AccessMask(rawValue: 1)

    public static let eventQueryState = AccessMask(rawValue: 1)
    public static let eventModifyState = AccessMask(rawValue: 2)
    public static let mutantQueryState = AccessMask(rawValue: 1)
    public static let semaphoreQueryState = AccessMask(rawValue: 1)
    public static let semaphoreModifyState = AccessMask(rawValue: 2)
    public static let timerQueryState = AccessMask(rawValue: 1)
    public static let timerModifyState = AccessMask(rawValue: 2)
    public static let keyedEventWait = AccessMask(rawValue: 1)
    public static let keyedEventWake = AccessMask(rawValue: 2)

    public static let tokenDuplicate = AccessMask(rawValue: 0x02)
    public static let tokenQuery = AccessMask(rawValue: 0x08)
    public static let tokenQuerySource = AccessMask(rawValue: 0x10)
    public static let tokenAdjustPrivileges = AccessMask(rawValue: 0x20)

    public static let processTerminate = AccessMask(rawValue: 0x0001)
    public static let processCreateThread = AccessMask(rawValue: 0x0002)
    public static let processVMOperation = AccessMask(rawValue: 0x0008)
    public static let processVMRead = AccessMask(rawValue: 0x0010)
    public static let processVMWrite = AccessMask(rawValue: 0x0020)
    public static let processDuplicateHandle = AccessMask(rawValue: 0x0040)
    public static let processCreateProcess = AccessMask(rawValue: 0x0080)
    public static let processSetInformation = AccessMask(rawValue: 0x0200)
    public static let processQueryInformation = AccessMask(rawValue: 0x0400)
    public static let processSuspendResume = AccessMask(rawValue: 0x0800)
    public static let processQueryLimitedInformation = AccessMask(rawValue: 0x1000)

    public static let threadTerminate = AccessMask(rawValue: 0x0001)
    public static let threadSuspendResume = AccessMask(rawValue: 0x0002)
    public static let threadAlert = AccessMask(rawValue: 0x0004)
    public static let threadGetContext = AccessMask(rawValue: 0x0008)
    public static let threadSetContext = AccessMask(rawValue: 0x0010)
    public static let threadSetInformation = AccessMask(rawValue: 0x0020)
    public static let threadQueryInformation = AccessMask(rawValue: 0x0040)
    public static let threadQueryLimitedInformation = AccessMask(rawValue: 0x0800)

    public static let sectionQuery = AccessMask(rawValue: 0x01)
    public static let sectionMapWrite = AccessMask(rawValue: 0x02)
    public static let sectionMapRead = AccessMask(rawValue: 0x04)
    public static let sectionMapExecute = AccessMask(rawValue: 0x08)
    public static let sectionExtendSize = AccessMask(rawValue: 0x10)

    public static let keyQueryValue = AccessMask(rawValue: 0x01)
    public static let keySetValue = AccessMask(rawValue: 0x02)
    public static let keyCreateSubKey = AccessMask(rawValue: 0x04)
    public static let keyEnumerateSubKeys = AccessMask(rawValue: 0x08)
    public static let keyNotify = AccessMask(rawValue: 0x10)
    public static let keyCreateLink = AccessMask(rawValue: 0x20)

    public static let fileReadData = AccessMask(rawValue: 0x001)
    public static let fileWriteData = AccessMask(rawValue: 0x002)
    public static let fileAppendData = AccessMask(rawValue: 0x004)
    public static let fileReadEA = AccessMask(rawValue: 0x008)
    public static let fileWriteEA = AccessMask(rawValue: 0x010)
    public static let fileExecute = AccessMask(rawValue: 0x020)
    public static let fileDeleteChild = AccessMask(rawValue: 0x040)
    public static let fileReadAttributes = AccessMask(rawValue: 0x080)
    public static let fileWriteAttributes = AccessMask(rawValue: 0x100)
    /// FILE_LIST_DIRECTORY: the same bit as reading data.
    public static let fileListDirectory = fileReadData
}
