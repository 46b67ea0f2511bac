// Generated from Interfaces/nt.services by `neptune generate`. Not to be edited.
// swift-format-ignore-file

/// The numbers of the system services: the labels of the messages that ask for them.
public enum SystemService {
    /// One more than the highest number.
    public static let count: UInt = 142

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
    public static let ntCompareObjects: UInt = 12
    public static let ntCreateEvent: UInt = 13
    public static let ntOpenEvent: UInt = 14
    public static let ntSetEvent: UInt = 15
    public static let ntResetEvent: UInt = 16
    public static let ntClearEvent: UInt = 17
    public static let ntPulseEvent: UInt = 18
    public static let ntQueryEvent: UInt = 19
    public static let ntCreateMutant: UInt = 20
    public static let ntOpenMutant: UInt = 21
    public static let ntReleaseMutant: UInt = 22
    public static let ntQueryMutant: UInt = 23
    public static let ntCreateSemaphore: UInt = 24
    public static let ntOpenSemaphore: UInt = 25
    public static let ntReleaseSemaphore: UInt = 26
    public static let ntQuerySemaphore: UInt = 27
    public static let ntCreateTimer: UInt = 28
    public static let ntOpenTimer: UInt = 29
    public static let ntSetTimer: UInt = 30
    public static let ntCancelTimer: UInt = 31
    public static let ntQueryTimer: UInt = 32
    public static let ntQuerySystemTime: UInt = 33
    public static let ntSetSystemTime: UInt = 34
    public static let ntQueryTimerResolution: UInt = 35
    public static let ntQueryPerformanceCounter: UInt = 36
    public static let ntQuerySystemInformation: UInt = 37
    public static let ntShutdownSystem: UInt = 38
    public static let ntDisplayString: UInt = 39
    public static let ntRaiseHardError: UInt = 40
    public static let ntAllocateLocallyUniqueId: UInt = 41
    public static let ntDebugOutput: UInt = 42
    public static let ntCreateKeyedEvent: UInt = 43
    public static let ntOpenKeyedEvent: UInt = 44
    public static let ntWaitForKeyedEvent: UInt = 45
    public static let ntReleaseKeyedEvent: UInt = 46
    public static let ntSetTimerResolution: UInt = 47
    public static let ntQueryDefaultLocale: UInt = 48
    public static let ntQueryDefaultUILanguage: UInt = 49
    public static let ntQueryInstallUILanguage: UInt = 50
    public static let ntWaitForSingleObject: UInt = 51
    public static let ntWaitForMultipleObjects: UInt = 52
    public static let ntSignalAndWaitForSingleObject: UInt = 53
    public static let ntDelayExecution: UInt = 54
    public static let ntYieldExecution: UInt = 55
    public static let ntContinue: UInt = 56
    public static let ntRaiseException: UInt = 57
    public static let ntGetTickCount: UInt = 58
    public static let ntTestAlert: UInt = 59
    public static let ntAlertThreadByThreadId: UInt = 60
    public static let ntWaitForAlertByThreadId: UInt = 61
    public static let ntCreateProcess: UInt = 62
    public static let ntOpenProcess: UInt = 63
    public static let ntTerminateProcess: UInt = 64
    public static let ntQueryInformationProcess: UInt = 65
    public static let ntSetInformationProcess: UInt = 66
    public static let ntCreateThread: UInt = 67
    public static let ntCreateThreadEx: UInt = 68
    public static let ntOpenThread: UInt = 69
    public static let ntTerminateThread: UInt = 70
    public static let ntSuspendThread: UInt = 71
    public static let ntResumeThread: UInt = 72
    public static let ntAlertThread: UInt = 73
    public static let ntAlertResumeThread: UInt = 74
    public static let ntSuspendProcess: UInt = 75
    public static let ntResumeProcess: UInt = 76
    public static let ntQueueApcThread: UInt = 77
    public static let ntGetContextThread: UInt = 78
    public static let ntSetContextThread: UInt = 79
    public static let ntQueryInformationThread: UInt = 80
    public static let ntSetInformationThread: UInt = 81
    public static let ntOpenProcessToken: UInt = 82
    public static let ntOpenProcessTokenEx: UInt = 83
    public static let ntOpenThreadToken: UInt = 84
    public static let ntOpenThreadTokenEx: UInt = 85
    public static let ntAdjustPrivilegesToken: UInt = 86
    public static let ntQueryInformationToken: UInt = 87
    public static let ntPrivilegeCheck: UInt = 88
    public static let ntAllocateVirtualMemory: UInt = 89
    public static let ntFreeVirtualMemory: UInt = 90
    public static let ntProtectVirtualMemory: UInt = 91
    public static let ntQueryVirtualMemory: UInt = 92
    public static let ntReadVirtualMemory: UInt = 93
    public static let ntWriteVirtualMemory: UInt = 94
    public static let ntFlushInstructionCache: UInt = 95
    public static let ntCreateSection: UInt = 96
    public static let ntOpenSection: UInt = 97
    public static let ntMapViewOfSection: UInt = 98
    public static let ntUnmapViewOfSection: UInt = 99
    public static let ntQuerySection: UInt = 100
    public static let ntExtendSection: UInt = 101
    public static let ntCreateFile: UInt = 102
    public static let ntOpenFile: UInt = 103
    public static let ntReadFile: UInt = 104
    public static let ntWriteFile: UInt = 105
    public static let ntDeviceIoControlFile: UInt = 106
    public static let ntFsControlFile: UInt = 107
    public static let ntFlushBuffersFile: UInt = 108
    public static let ntCancelIoFile: UInt = 109
    public static let ntCancelIoFileEx: UInt = 110
    public static let ntQueryInformationFile: UInt = 111
    public static let ntSetInformationFile: UInt = 112
    public static let ntQueryDirectoryFile: UInt = 113
    public static let ntQueryAttributesFile: UInt = 114
    public static let ntQueryFullAttributesFile: UInt = 115
    public static let ntQueryVolumeInformationFile: UInt = 116
    public static let ntLoadDriver: UInt = 117
    public static let ntUnloadDriver: UInt = 118
    public static let ntCreateKey: UInt = 119
    public static let ntOpenKey: UInt = 120
    public static let ntOpenKeyEx: UInt = 121
    public static let ntDeleteKey: UInt = 122
    public static let ntEnumerateKey: UInt = 123
    public static let ntQueryKey: UInt = 124
    public static let ntSetValueKey: UInt = 125
    public static let ntQueryValueKey: UInt = 126
    public static let ntEnumerateValueKey: UInt = 127
    public static let ntDeleteValueKey: UInt = 128
    public static let ntFlushKey: UInt = 129
    public static let ntDriverAttach: UInt = 130
    public static let ntDriverInitialized: UInt = 131
    public static let ntDriverCreateDevice: UInt = 132
    public static let ntDriverSetDevice: UInt = 133
    public static let ntDriverSetShutdown: UInt = 134
    public static let ntDriverDeleteDevice: UInt = 135
    public static let ntDriverAttachDevice: UInt = 136
    public static let ntDriverConnectInterrupt: UInt = 137
    public static let ntDriverDisconnectInterrupt: UInt = 138
    public static let ntDriverOpenPorts: UInt = 139
    public static let ntDriverMapMemory: UInt = 140
    public static let ntDriverUnmapMemory: UInt = 141

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
        case 12: "NtCompareObjects"
        case 13: "NtCreateEvent"
        case 14: "NtOpenEvent"
        case 15: "NtSetEvent"
        case 16: "NtResetEvent"
        case 17: "NtClearEvent"
        case 18: "NtPulseEvent"
        case 19: "NtQueryEvent"
        case 20: "NtCreateMutant"
        case 21: "NtOpenMutant"
        case 22: "NtReleaseMutant"
        case 23: "NtQueryMutant"
        case 24: "NtCreateSemaphore"
        case 25: "NtOpenSemaphore"
        case 26: "NtReleaseSemaphore"
        case 27: "NtQuerySemaphore"
        case 28: "NtCreateTimer"
        case 29: "NtOpenTimer"
        case 30: "NtSetTimer"
        case 31: "NtCancelTimer"
        case 32: "NtQueryTimer"
        case 33: "NtQuerySystemTime"
        case 34: "NtSetSystemTime"
        case 35: "NtQueryTimerResolution"
        case 36: "NtQueryPerformanceCounter"
        case 37: "NtQuerySystemInformation"
        case 38: "NtShutdownSystem"
        case 39: "NtDisplayString"
        case 40: "NtRaiseHardError"
        case 41: "NtAllocateLocallyUniqueId"
        case 42: "NtDebugOutput"
        case 43: "NtCreateKeyedEvent"
        case 44: "NtOpenKeyedEvent"
        case 45: "NtWaitForKeyedEvent"
        case 46: "NtReleaseKeyedEvent"
        case 47: "NtSetTimerResolution"
        case 48: "NtQueryDefaultLocale"
        case 49: "NtQueryDefaultUILanguage"
        case 50: "NtQueryInstallUILanguage"
        case 51: "NtWaitForSingleObject"
        case 52: "NtWaitForMultipleObjects"
        case 53: "NtSignalAndWaitForSingleObject"
        case 54: "NtDelayExecution"
        case 55: "NtYieldExecution"
        case 56: "NtContinue"
        case 57: "NtRaiseException"
        case 58: "NtGetTickCount"
        case 59: "NtTestAlert"
        case 60: "NtAlertThreadByThreadId"
        case 61: "NtWaitForAlertByThreadId"
        case 62: "NtCreateProcess"
        case 63: "NtOpenProcess"
        case 64: "NtTerminateProcess"
        case 65: "NtQueryInformationProcess"
        case 66: "NtSetInformationProcess"
        case 67: "NtCreateThread"
        case 68: "NtCreateThreadEx"
        case 69: "NtOpenThread"
        case 70: "NtTerminateThread"
        case 71: "NtSuspendThread"
        case 72: "NtResumeThread"
        case 73: "NtAlertThread"
        case 74: "NtAlertResumeThread"
        case 75: "NtSuspendProcess"
        case 76: "NtResumeProcess"
        case 77: "NtQueueApcThread"
        case 78: "NtGetContextThread"
        case 79: "NtSetContextThread"
        case 80: "NtQueryInformationThread"
        case 81: "NtSetInformationThread"
        case 82: "NtOpenProcessToken"
        case 83: "NtOpenProcessTokenEx"
        case 84: "NtOpenThreadToken"
        case 85: "NtOpenThreadTokenEx"
        case 86: "NtAdjustPrivilegesToken"
        case 87: "NtQueryInformationToken"
        case 88: "NtPrivilegeCheck"
        case 89: "NtAllocateVirtualMemory"
        case 90: "NtFreeVirtualMemory"
        case 91: "NtProtectVirtualMemory"
        case 92: "NtQueryVirtualMemory"
        case 93: "NtReadVirtualMemory"
        case 94: "NtWriteVirtualMemory"
        case 95: "NtFlushInstructionCache"
        case 96: "NtCreateSection"
        case 97: "NtOpenSection"
        case 98: "NtMapViewOfSection"
        case 99: "NtUnmapViewOfSection"
        case 100: "NtQuerySection"
        case 101: "NtExtendSection"
        case 102: "NtCreateFile"
        case 103: "NtOpenFile"
        case 104: "NtReadFile"
        case 105: "NtWriteFile"
        case 106: "NtDeviceIoControlFile"
        case 107: "NtFsControlFile"
        case 108: "NtFlushBuffersFile"
        case 109: "NtCancelIoFile"
        case 110: "NtCancelIoFileEx"
        case 111: "NtQueryInformationFile"
        case 112: "NtSetInformationFile"
        case 113: "NtQueryDirectoryFile"
        case 114: "NtQueryAttributesFile"
        case 115: "NtQueryFullAttributesFile"
        case 116: "NtQueryVolumeInformationFile"
        case 117: "NtLoadDriver"
        case 118: "NtUnloadDriver"
        case 119: "NtCreateKey"
        case 120: "NtOpenKey"
        case 121: "NtOpenKeyEx"
        case 122: "NtDeleteKey"
        case 123: "NtEnumerateKey"
        case 124: "NtQueryKey"
        case 125: "NtSetValueKey"
        case 126: "NtQueryValueKey"
        case 127: "NtEnumerateValueKey"
        case 128: "NtDeleteValueKey"
        case 129: "NtFlushKey"
        case 130: "NtDriverAttach"
        case 131: "NtDriverInitialized"
        case 132: "NtDriverCreateDevice"
        case 133: "NtDriverSetDevice"
        case 134: "NtDriverSetShutdown"
        case 135: "NtDriverDeleteDevice"
        case 136: "NtDriverAttachDevice"
        case 137: "NtDriverConnectInterrupt"
        case 138: "NtDriverDisconnectInterrupt"
        case 139: "NtDriverOpenPorts"
        case 140: "NtDriverMapMemory"
        case 141: "NtDriverUnmapMemory"
        default: nil
        }
    }
}
