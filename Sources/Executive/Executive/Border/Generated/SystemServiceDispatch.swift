// Generated from Interfaces/nt.services by `neptune generate`. Not to be edited.
// swift-format-ignore-file

import CNT
import NTABI

extension Executive {
    /// Runs the system service `number` for `caller`.
    ///
    /// All arguments are read before the service runs. Throws `.invalidSystemService` for a
    /// number that no service has, `.notImplemented` for one that is listed only.
    func dispatch(
        number: UInt, arguments words: ServiceArguments, caller: Thread
    ) throws(NTStatus) -> NTStatus {
        switch number {
        case 0: throw .notImplemented  // NtClose
        case 1: throw .notImplemented  // NtDuplicateObject
        case 2: throw .notImplemented  // NtMakeTemporaryObject
        case 3: throw .notImplemented  // NtMakePermanentObject
        case 4: throw .notImplemented  // NtQueryObject
        case 5: throw .notImplemented  // NtSetInformationObject
        case 6: throw .notImplemented  // NtCreateDirectoryObject
        case 7: throw .notImplemented  // NtOpenDirectoryObject
        case 8: throw .notImplemented  // NtQueryDirectoryObject
        case 9: throw .notImplemented  // NtCreateSymbolicLinkObject
        case 10: throw .notImplemented  // NtOpenSymbolicLinkObject
        case 11: throw .notImplemented  // NtQuerySymbolicLinkObject
        case 12: throw .notImplemented  // NtCreateEvent
        case 13: throw .notImplemented  // NtOpenEvent
        case 14: throw .notImplemented  // NtSetEvent
        case 15: throw .notImplemented  // NtResetEvent
        case 16: throw .notImplemented  // NtClearEvent
        case 17: throw .notImplemented  // NtPulseEvent
        case 18: throw .notImplemented  // NtQueryEvent
        case 19: throw .notImplemented  // NtCreateMutant
        case 20: throw .notImplemented  // NtOpenMutant
        case 21: throw .notImplemented  // NtReleaseMutant
        case 22: throw .notImplemented  // NtQueryMutant
        case 23: throw .notImplemented  // NtCreateSemaphore
        case 24: throw .notImplemented  // NtOpenSemaphore
        case 25: throw .notImplemented  // NtReleaseSemaphore
        case 26: throw .notImplemented  // NtQuerySemaphore
        case 27: throw .notImplemented  // NtCreateTimer
        case 28: throw .notImplemented  // NtOpenTimer
        case 29: throw .notImplemented  // NtSetTimer
        case 30: throw .notImplemented  // NtCancelTimer
        case 31: throw .notImplemented  // NtQueryTimer
        case 32: throw .notImplemented  // NtQuerySystemTime
        case 33: throw .notImplemented  // NtSetSystemTime
        case 34: throw .notImplemented  // NtQueryTimerResolution
        case 35: throw .notImplemented  // NtQueryPerformanceCounter
        case 36: throw .notImplemented  // NtQuerySystemInformation
        case 37: throw .notImplemented  // NtShutdownSystem
        case 38: throw .notImplemented  // NtDisplayString
        case 39: throw .notImplemented  // NtRaiseHardError
        case 40: throw .notImplemented  // NtAllocateLocallyUniqueId
        case 41: throw .notImplemented  // NtDebugOutput
        case 42: throw .notImplemented  // NtWaitForSingleObject
        case 43: throw .notImplemented  // NtWaitForMultipleObjects
        case 44: throw .notImplemented  // NtSignalAndWaitForSingleObject
        case 45: throw .notImplemented  // NtDelayExecution
        case 46: throw .notImplemented  // NtYieldExecution
        case 47: throw .notImplemented  // NtContinue
        case 48: throw .notImplemented  // NtRaiseException
        case 49: throw .notImplemented  // NtGetTickCount
        case 50: throw .notImplemented  // NtTestAlert
        case 51: throw .notImplemented  // NtCreateProcess
        case 52: throw .notImplemented  // NtOpenProcess
        case 53: throw .notImplemented  // NtTerminateProcess
        case 54: throw .notImplemented  // NtQueryInformationProcess
        case 55: throw .notImplemented  // NtSetInformationProcess
        case 56: throw .notImplemented  // NtCreateThread
        case 57: throw .notImplemented  // NtCreateThreadEx
        case 58: throw .notImplemented  // NtOpenThread
        case 59: throw .notImplemented  // NtTerminateThread
        case 60: throw .notImplemented  // NtSuspendThread
        case 61: throw .notImplemented  // NtResumeThread
        case 62: throw .notImplemented  // NtAlertThread
        case 63: throw .notImplemented  // NtGetContextThread
        case 64: throw .notImplemented  // NtSetContextThread
        case 65: throw .notImplemented  // NtQueryInformationThread
        case 66: throw .notImplemented  // NtSetInformationThread
        case 67: throw .notImplemented  // NtAllocateVirtualMemory
        case 68: throw .notImplemented  // NtFreeVirtualMemory
        case 69: throw .notImplemented  // NtProtectVirtualMemory
        case 70: throw .notImplemented  // NtQueryVirtualMemory
        case 71: throw .notImplemented  // NtReadVirtualMemory
        case 72: throw .notImplemented  // NtWriteVirtualMemory
        case 73: throw .notImplemented  // NtFlushInstructionCache
        case 74: throw .notImplemented  // NtCreateSection
        case 75: throw .notImplemented  // NtOpenSection
        case 76: throw .notImplemented  // NtMapViewOfSection
        case 77: throw .notImplemented  // NtUnmapViewOfSection
        case 78: throw .notImplemented  // NtQuerySection
        case 79: throw .notImplemented  // NtExtendSection
        case 80: throw .notImplemented  // NtCreateFile
        case 81: throw .notImplemented  // NtOpenFile
        case 82: throw .notImplemented  // NtReadFile
        case 83: throw .notImplemented  // NtWriteFile
        case 84: throw .notImplemented  // NtDeviceIoControlFile
        case 85: throw .notImplemented  // NtFlushBuffersFile
        case 86: throw .notImplemented  // NtCancelIoFile
        case 87: throw .notImplemented  // NtQueryInformationFile
        case 88: throw .notImplemented  // NtSetInformationFile
        case 89: throw .notImplemented  // NtQueryDirectoryFile
        case 90: throw .notImplemented  // NtQueryAttributesFile
        case 91: throw .notImplemented  // NtQueryVolumeInformationFile
        case 92: throw .notImplemented  // NtLoadDriver
        case 93: throw .notImplemented  // NtUnloadDriver
        case 94: throw .notImplemented  // NtCreateKey
        case 95: throw .notImplemented  // NtOpenKey
        case 96: throw .notImplemented  // NtDeleteKey
        case 97: throw .notImplemented  // NtEnumerateKey
        case 98: throw .notImplemented  // NtQueryKey
        case 99: throw .notImplemented  // NtSetValueKey
        case 100: throw .notImplemented  // NtQueryValueKey
        case 101: throw .notImplemented  // NtEnumerateValueKey
        case 102: throw .notImplemented  // NtDeleteValueKey
        case 103: throw .notImplemented  // NtFlushKey
        case 104: throw .notImplemented  // NtDriverAttach
        case 105: throw .notImplemented  // NtDriverInitialized
        case 106: throw .notImplemented  // NtDriverCreateDevice
        case 107: throw .notImplemented  // NtDriverSetDevice
        case 108: throw .notImplemented  // NtDriverDeleteDevice
        case 109: throw .notImplemented  // NtDriverAttachDevice
        case 110: throw .notImplemented  // NtDriverConnectInterrupt
        case 111: throw .notImplemented  // NtDriverDisconnectInterrupt
        case 112: throw .notImplemented  // NtDriverOpenPorts
        case 113: throw .notImplemented  // NtDriverMapMemory
        case 114: throw .notImplemented  // NtDriverUnmapMemory
        default: throw .invalidSystemService
        }
    }

}
