// Generated from Interfaces/nt.services by `neptune generate`. Not to be edited.
// swift-format-ignore-file

/// The numbers of the system services: the labels of the messages that ask for them.
public enum SystemService {
    /// One more than the highest number.
    public static let count: UInt = 116

    public static let ntClose: UInt = 0
    public static let ntDuplicateObject: UInt = 1
    public static let ntMakeTemporaryObject: UInt = 2
    public static let ntMakePermanentObject: UInt = 3
    public static let ntQueryObject: UInt = 4
    public static let ntSetInformationObject: UInt = 5
    public static let ntCreateDirectoryObject: UInt = 6
    public static let ntOpenDirectoryObject: UInt = 7
    public static let ntQueryDirectoryObject: UInt = 8
    public static let ntCreateSymbolicLinkObject: UInt = 9
    public static let ntOpenSymbolicLinkObject: UInt = 10
    public static let ntQuerySymbolicLinkObject: UInt = 11
    public static let ntCreateEvent: UInt = 12
    public static let ntOpenEvent: UInt = 13
    public static let ntSetEvent: UInt = 14
    public static let ntResetEvent: UInt = 15
    public static let ntClearEvent: UInt = 16
    public static let ntPulseEvent: UInt = 17
    public static let ntQueryEvent: UInt = 18
    public static let ntCreateMutant: UInt = 19
    public static let ntOpenMutant: UInt = 20
    public static let ntReleaseMutant: UInt = 21
    public static let ntQueryMutant: UInt = 22
    public static let ntCreateSemaphore: UInt = 23
    public static let ntOpenSemaphore: UInt = 24
    public static let ntReleaseSemaphore: UInt = 25
    public static let ntQuerySemaphore: UInt = 26
    public static let ntCreateTimer: UInt = 27
    public static let ntOpenTimer: UInt = 28
    public static let ntSetTimer: UInt = 29
    public static let ntCancelTimer: UInt = 30
    public static let ntQueryTimer: UInt = 31
    public static let ntQuerySystemTime: UInt = 32
    public static let ntSetSystemTime: UInt = 33
    public static let ntQueryTimerResolution: UInt = 34
    public static let ntQueryPerformanceCounter: UInt = 35
    public static let ntQuerySystemInformation: UInt = 36
    public static let ntShutdownSystem: UInt = 37
    public static let ntDisplayString: UInt = 38
    public static let ntRaiseHardError: UInt = 39
    public static let ntAllocateLocallyUniqueId: UInt = 40
    public static let ntDebugOutput: UInt = 41
    public static let ntWaitForSingleObject: UInt = 42
    public static let ntWaitForMultipleObjects: UInt = 43
    public static let ntSignalAndWaitForSingleObject: UInt = 44
    public static let ntDelayExecution: UInt = 45
    public static let ntYieldExecution: UInt = 46
    public static let ntContinue: UInt = 47
    public static let ntRaiseException: UInt = 48
    public static let ntGetTickCount: UInt = 49
    public static let ntTestAlert: UInt = 50
    public static let ntCreateProcess: UInt = 51
    public static let ntOpenProcess: UInt = 52
    public static let ntTerminateProcess: UInt = 53
    public static let ntQueryInformationProcess: UInt = 54
    public static let ntSetInformationProcess: UInt = 55
    public static let ntCreateThread: UInt = 56
    public static let ntCreateThreadEx: UInt = 57
    public static let ntOpenThread: UInt = 58
    public static let ntTerminateThread: UInt = 59
    public static let ntSuspendThread: UInt = 60
    public static let ntResumeThread: UInt = 61
    public static let ntAlertThread: UInt = 62
    public static let ntQueueApcThread: UInt = 63
    public static let ntGetContextThread: UInt = 64
    public static let ntSetContextThread: UInt = 65
    public static let ntQueryInformationThread: UInt = 66
    public static let ntSetInformationThread: UInt = 67
    public static let ntAllocateVirtualMemory: UInt = 68
    public static let ntFreeVirtualMemory: UInt = 69
    public static let ntProtectVirtualMemory: UInt = 70
    public static let ntQueryVirtualMemory: UInt = 71
    public static let ntReadVirtualMemory: UInt = 72
    public static let ntWriteVirtualMemory: UInt = 73
    public static let ntFlushInstructionCache: UInt = 74
    public static let ntCreateSection: UInt = 75
    public static let ntOpenSection: UInt = 76
    public static let ntMapViewOfSection: UInt = 77
    public static let ntUnmapViewOfSection: UInt = 78
    public static let ntQuerySection: UInt = 79
    public static let ntExtendSection: UInt = 80
    public static let ntCreateFile: UInt = 81
    public static let ntOpenFile: UInt = 82
    public static let ntReadFile: UInt = 83
    public static let ntWriteFile: UInt = 84
    public static let ntDeviceIoControlFile: UInt = 85
    public static let ntFlushBuffersFile: UInt = 86
    public static let ntCancelIoFile: UInt = 87
    public static let ntQueryInformationFile: UInt = 88
    public static let ntSetInformationFile: UInt = 89
    public static let ntQueryDirectoryFile: UInt = 90
    public static let ntQueryAttributesFile: UInt = 91
    public static let ntQueryVolumeInformationFile: UInt = 92
    public static let ntLoadDriver: UInt = 93
    public static let ntUnloadDriver: UInt = 94
    public static let ntCreateKey: UInt = 95
    public static let ntOpenKey: UInt = 96
    public static let ntDeleteKey: UInt = 97
    public static let ntEnumerateKey: UInt = 98
    public static let ntQueryKey: UInt = 99
    public static let ntSetValueKey: UInt = 100
    public static let ntQueryValueKey: UInt = 101
    public static let ntEnumerateValueKey: UInt = 102
    public static let ntDeleteValueKey: UInt = 103
    public static let ntFlushKey: UInt = 104
    public static let ntDriverAttach: UInt = 105
    public static let ntDriverInitialized: UInt = 106
    public static let ntDriverCreateDevice: UInt = 107
    public static let ntDriverSetDevice: UInt = 108
    public static let ntDriverDeleteDevice: UInt = 109
    public static let ntDriverAttachDevice: UInt = 110
    public static let ntDriverConnectInterrupt: UInt = 111
    public static let ntDriverDisconnectInterrupt: UInt = 112
    public static let ntDriverOpenPorts: UInt = 113
    public static let ntDriverMapMemory: UInt = 114
    public static let ntDriverUnmapMemory: UInt = 115

    /// The name of a service, as ntdll exports it; nil for a number that none has.
    public static func name(of number: UInt) -> StaticString? {
        switch number {
        case 0: "NtClose"
        case 1: "NtDuplicateObject"
        case 2: "NtMakeTemporaryObject"
        case 3: "NtMakePermanentObject"
        case 4: "NtQueryObject"
        case 5: "NtSetInformationObject"
        case 6: "NtCreateDirectoryObject"
        case 7: "NtOpenDirectoryObject"
        case 8: "NtQueryDirectoryObject"
        case 9: "NtCreateSymbolicLinkObject"
        case 10: "NtOpenSymbolicLinkObject"
        case 11: "NtQuerySymbolicLinkObject"
        case 12: "NtCreateEvent"
        case 13: "NtOpenEvent"
        case 14: "NtSetEvent"
        case 15: "NtResetEvent"
        case 16: "NtClearEvent"
        case 17: "NtPulseEvent"
        case 18: "NtQueryEvent"
        case 19: "NtCreateMutant"
        case 20: "NtOpenMutant"
        case 21: "NtReleaseMutant"
        case 22: "NtQueryMutant"
        case 23: "NtCreateSemaphore"
        case 24: "NtOpenSemaphore"
        case 25: "NtReleaseSemaphore"
        case 26: "NtQuerySemaphore"
        case 27: "NtCreateTimer"
        case 28: "NtOpenTimer"
        case 29: "NtSetTimer"
        case 30: "NtCancelTimer"
        case 31: "NtQueryTimer"
        case 32: "NtQuerySystemTime"
        case 33: "NtSetSystemTime"
        case 34: "NtQueryTimerResolution"
        case 35: "NtQueryPerformanceCounter"
        case 36: "NtQuerySystemInformation"
        case 37: "NtShutdownSystem"
        case 38: "NtDisplayString"
        case 39: "NtRaiseHardError"
        case 40: "NtAllocateLocallyUniqueId"
        case 41: "NtDebugOutput"
        case 42: "NtWaitForSingleObject"
        case 43: "NtWaitForMultipleObjects"
        case 44: "NtSignalAndWaitForSingleObject"
        case 45: "NtDelayExecution"
        case 46: "NtYieldExecution"
        case 47: "NtContinue"
        case 48: "NtRaiseException"
        case 49: "NtGetTickCount"
        case 50: "NtTestAlert"
        case 51: "NtCreateProcess"
        case 52: "NtOpenProcess"
        case 53: "NtTerminateProcess"
        case 54: "NtQueryInformationProcess"
        case 55: "NtSetInformationProcess"
        case 56: "NtCreateThread"
        case 57: "NtCreateThreadEx"
        case 58: "NtOpenThread"
        case 59: "NtTerminateThread"
        case 60: "NtSuspendThread"
        case 61: "NtResumeThread"
        case 62: "NtAlertThread"
        case 63: "NtQueueApcThread"
        case 64: "NtGetContextThread"
        case 65: "NtSetContextThread"
        case 66: "NtQueryInformationThread"
        case 67: "NtSetInformationThread"
        case 68: "NtAllocateVirtualMemory"
        case 69: "NtFreeVirtualMemory"
        case 70: "NtProtectVirtualMemory"
        case 71: "NtQueryVirtualMemory"
        case 72: "NtReadVirtualMemory"
        case 73: "NtWriteVirtualMemory"
        case 74: "NtFlushInstructionCache"
        case 75: "NtCreateSection"
        case 76: "NtOpenSection"
        case 77: "NtMapViewOfSection"
        case 78: "NtUnmapViewOfSection"
        case 79: "NtQuerySection"
        case 80: "NtExtendSection"
        case 81: "NtCreateFile"
        case 82: "NtOpenFile"
        case 83: "NtReadFile"
        case 84: "NtWriteFile"
        case 85: "NtDeviceIoControlFile"
        case 86: "NtFlushBuffersFile"
        case 87: "NtCancelIoFile"
        case 88: "NtQueryInformationFile"
        case 89: "NtSetInformationFile"
        case 90: "NtQueryDirectoryFile"
        case 91: "NtQueryAttributesFile"
        case 92: "NtQueryVolumeInformationFile"
        case 93: "NtLoadDriver"
        case 94: "NtUnloadDriver"
        case 95: "NtCreateKey"
        case 96: "NtOpenKey"
        case 97: "NtDeleteKey"
        case 98: "NtEnumerateKey"
        case 99: "NtQueryKey"
        case 100: "NtSetValueKey"
        case 101: "NtQueryValueKey"
        case 102: "NtEnumerateValueKey"
        case 103: "NtDeleteValueKey"
        case 104: "NtFlushKey"
        case 105: "NtDriverAttach"
        case 106: "NtDriverInitialized"
        case 107: "NtDriverCreateDevice"
        case 108: "NtDriverSetDevice"
        case 109: "NtDriverDeleteDevice"
        case 110: "NtDriverAttachDevice"
        case 111: "NtDriverConnectInterrupt"
        case 112: "NtDriverDisconnectInterrupt"
        case 113: "NtDriverOpenPorts"
        case 114: "NtDriverMapMemory"
        case 115: "NtDriverUnmapMemory"
        default: nil
        }
    }
}
