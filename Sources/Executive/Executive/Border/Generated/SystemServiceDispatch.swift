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
        case 0: try callClose(words, caller)
        case 1: try callDuplicateObject(words, caller)
        case 2: try callMakeTemporaryObject(words, caller)
        case 3: try callMakePermanentObject(words, caller)
        case 4: try callQueryObject(words, caller)
        case 5: try callSetInformationObject(words, caller)
        case 6: try callCreateDirectoryObject(words, caller)
        case 7: try callOpenDirectoryObject(words, caller)
        case 8: try callQueryDirectoryObject(words, caller)
        case 9: try callCreateSymbolicLinkObject(words, caller)
        case 10: try callOpenSymbolicLinkObject(words, caller)
        case 11: try callQuerySymbolicLinkObject(words, caller)
        case 12: try callCompareObjects(words, caller)
        case 13: try callCreateEvent(words, caller)
        case 14: try callOpenEvent(words, caller)
        case 15: try callSetEvent(words, caller)
        case 16: try callResetEvent(words, caller)
        case 17: try callClearEvent(words, caller)
        case 18: try callPulseEvent(words, caller)
        case 19: try callQueryEvent(words, caller)
        case 20: try callCreateMutant(words, caller)
        case 21: try callOpenMutant(words, caller)
        case 22: try callReleaseMutant(words, caller)
        case 23: try callQueryMutant(words, caller)
        case 24: try callCreateSemaphore(words, caller)
        case 25: try callOpenSemaphore(words, caller)
        case 26: try callReleaseSemaphore(words, caller)
        case 27: try callQuerySemaphore(words, caller)
        case 28: try callCreateTimer(words, caller)
        case 29: try callOpenTimer(words, caller)
        case 30: try callSetTimer(words, caller)
        case 31: try callCancelTimer(words, caller)
        case 32: try callQueryTimer(words, caller)
        case 33: try callQuerySystemTime(words, caller)
        case 34: try callSetSystemTime(words, caller)
        case 35: try callQueryTimerResolution(words, caller)
        case 36: try callQueryPerformanceCounter(words, caller)
        case 37: try callQuerySystemInformation(words, caller)
        case 38: try callShutdownSystem(words, caller)
        case 39: try callDisplayString(words, caller)
        case 40: try callRaiseHardError(words, caller)
        case 41: try callAllocateLocallyUniqueId(words, caller)
        case 42: try callDebugOutput(words, caller)
        case 43: try callCreateKeyedEvent(words, caller)
        case 44: try callOpenKeyedEvent(words, caller)
        case 45: try callWaitForKeyedEvent(words, caller)
        case 46: try callReleaseKeyedEvent(words, caller)
        case 47: try callSetTimerResolution(words, caller)
        case 48: try callQueryDefaultLocale(words, caller)
        case 49: try callQueryDefaultUILanguage(words, caller)
        case 50: try callQueryInstallUILanguage(words, caller)
        case 51: try callWaitForSingleObject(words, caller)
        case 52: try callWaitForMultipleObjects(words, caller)
        case 53: try callSignalAndWaitForSingleObject(words, caller)
        case 54: try callDelayExecution(words, caller)
        case 55: try callYieldExecution(words, caller)
        case 56: try callContinue(words, caller)
        case 57: try callRaiseException(words, caller)
        case 58: try callGetTickCount(words, caller)
        case 59: try callTestAlert(words, caller)
        case 60: try callAlertThreadByThreadId(words, caller)
        case 61: try callWaitForAlertByThreadId(words, caller)
        case 62: try callCreateProcess(words, caller)
        case 63: try callOpenProcess(words, caller)
        case 64: try callTerminateProcess(words, caller)
        case 65: try callQueryInformationProcess(words, caller)
        case 66: try callSetInformationProcess(words, caller)
        case 67: try callCreateThread(words, caller)
        case 68: try callCreateThreadEx(words, caller)
        case 69: try callOpenThread(words, caller)
        case 70: try callTerminateThread(words, caller)
        case 71: try callSuspendThread(words, caller)
        case 72: try callResumeThread(words, caller)
        case 73: try callAlertThread(words, caller)
        case 74: try callAlertResumeThread(words, caller)
        case 75: try callSuspendProcess(words, caller)
        case 76: try callResumeProcess(words, caller)
        case 77: try callQueueApcThread(words, caller)
        case 78: try callGetContextThread(words, caller)
        case 79: try callSetContextThread(words, caller)
        case 80: try callQueryInformationThread(words, caller)
        case 81: try callSetInformationThread(words, caller)
        case 82: try callOpenProcessToken(words, caller)
        case 83: try callOpenProcessTokenEx(words, caller)
        case 84: try callOpenThreadToken(words, caller)
        case 85: try callOpenThreadTokenEx(words, caller)
        case 86: try callAdjustPrivilegesToken(words, caller)
        case 87: try callQueryInformationToken(words, caller)
        case 88: try callPrivilegeCheck(words, caller)
        case 89: try callAllocateVirtualMemory(words, caller)
        case 90: try callFreeVirtualMemory(words, caller)
        case 91: try callProtectVirtualMemory(words, caller)
        case 92: try callQueryVirtualMemory(words, caller)
        case 93: try callReadVirtualMemory(words, caller)
        case 94: try callWriteVirtualMemory(words, caller)
        case 95: try callFlushInstructionCache(words, caller)
        case 96: try callCreateSection(words, caller)
        case 97: try callOpenSection(words, caller)
        case 98: try callMapViewOfSection(words, caller)
        case 99: try callUnmapViewOfSection(words, caller)
        case 100: try callQuerySection(words, caller)
        case 101: try callExtendSection(words, caller)
        case 102: try callCreateFile(words, caller)
        case 103: try callOpenFile(words, caller)
        case 104: try callReadFile(words, caller)
        case 105: try callWriteFile(words, caller)
        case 106: try callDeviceIoControlFile(words, caller)
        case 107: try callFsControlFile(words, caller)
        case 108: try callFlushBuffersFile(words, caller)
        case 109: try callCancelIoFile(words, caller)
        case 110: try callCancelIoFileEx(words, caller)
        case 111: try callQueryInformationFile(words, caller)
        case 112: try callSetInformationFile(words, caller)
        case 113: try callQueryDirectoryFile(words, caller)
        case 114: try callQueryAttributesFile(words, caller)
        case 115: try callQueryFullAttributesFile(words, caller)
        case 116: try callQueryVolumeInformationFile(words, caller)
        case 117: try callLoadDriver(words, caller)
        case 118: try callUnloadDriver(words, caller)
        case 119: try callCreateKey(words, caller)
        case 120: try callOpenKey(words, caller)
        case 121: try callOpenKeyEx(words, caller)
        case 122: try callDeleteKey(words, caller)
        case 123: try callEnumerateKey(words, caller)
        case 124: try callQueryKey(words, caller)
        case 125: try callSetValueKey(words, caller)
        case 126: try callQueryValueKey(words, caller)
        case 127: try callEnumerateValueKey(words, caller)
        case 128: try callDeleteValueKey(words, caller)
        case 129: try callFlushKey(words, caller)
        case 130: try callDriverAttach(words, caller)
        case 131: try callDriverInitialized(words, caller)
        case 132: try callDriverCreateDevice(words, caller)
        case 133: try callDriverSetDevice(words, caller)
        case 134: try callDriverSetShutdown(words, caller)
        case 135: try callDriverDeleteDevice(words, caller)
        case 136: try callDriverAttachDevice(words, caller)
        case 137: try callDriverConnectInterrupt(words, caller)
        case 138: try callDriverDisconnectInterrupt(words, caller)
        case 139: try callDriverOpenPorts(words, caller)
        case 140: try callDriverMapMemory(words, caller)
        case 141: try callDriverUnmapMemory(words, caller)
        default: throw .invalidSystemService
        }
    }

    @inline(never)
    private func callClose(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntClose(
            caller,
            Handle(rawValue: words[0])
        )
    }

    @inline(never)
    private func callDuplicateObject(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntDuplicateObject(
            caller,
            Handle(rawValue: words[0]),
            Handle(rawValue: words[1]),
            optionalHandle(words[2]),
            UserPointer(words[3]),
            AccessMask(rawValue: UInt32(truncatingIfNeeded: words[4])),
            UInt32(truncatingIfNeeded: words[5]),
            UInt32(truncatingIfNeeded: words[6])
        )
    }

    @inline(never)
    private func callMakeTemporaryObject(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntMakeTemporaryObject(
            caller,
            Handle(rawValue: words[0])
        )
    }

    @inline(never)
    private func callMakePermanentObject(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntMakePermanentObject(
            caller,
            Handle(rawValue: words[0])
        )
    }

    @inline(never)
    private func callQueryObject(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntQueryObject(
            caller,
            optionalHandle(words[0]),
            UInt32(truncatingIfNeeded: words[1]),
            words[2],
            UInt32(truncatingIfNeeded: words[3]),
            UserPointer(words[4])
        )
    }

    @inline(never)
    private func callSetInformationObject(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntSetInformationObject(
            caller,
            Handle(rawValue: words[0]),
            UInt32(truncatingIfNeeded: words[1]),
            words[2],
            UInt32(truncatingIfNeeded: words[3])
        )
    }

    @inline(never)
    private func callCreateDirectoryObject(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntCreateDirectoryObject(
            caller,
            UserPointer(required: words[0]),
            AccessMask(rawValue: UInt32(truncatingIfNeeded: words[1])),
            try captureAttributes(words[2], from: caller)
        )
    }

    @inline(never)
    private func callOpenDirectoryObject(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntOpenDirectoryObject(
            caller,
            UserPointer(required: words[0]),
            AccessMask(rawValue: UInt32(truncatingIfNeeded: words[1])),
            try captureAttributes(words[2], from: caller)
        )
    }

    @inline(never)
    private func callQueryDirectoryObject(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntQueryDirectoryObject(
            caller,
            Handle(rawValue: words[0]),
            words[1],
            UInt32(truncatingIfNeeded: words[2]),
            UInt8(truncatingIfNeeded: words[3]) != 0,
            UInt8(truncatingIfNeeded: words[4]) != 0,
            UserPointer(required: words[5]),
            UserPointer(words[6])
        )
    }

    @inline(never)
    private func callCreateSymbolicLinkObject(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        let word3 = words[3]
        return try ntCreateSymbolicLinkObject(
            caller,
            UserPointer(required: words[0]),
            AccessMask(rawValue: UInt32(truncatingIfNeeded: words[1])),
            try captureAttributes(words[2], from: caller),
            try captureString(word3, from: caller)
        )
    }

    @inline(never)
    private func callOpenSymbolicLinkObject(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntOpenSymbolicLinkObject(
            caller,
            UserPointer(required: words[0]),
            AccessMask(rawValue: UInt32(truncatingIfNeeded: words[1])),
            try captureAttributes(words[2], from: caller)
        )
    }

    @inline(never)
    private func callQuerySymbolicLinkObject(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntQuerySymbolicLinkObject(
            caller,
            Handle(rawValue: words[0]),
            UserPointer(required: words[1]),
            UserPointer(words[2])
        )
    }

    @inline(never)
    private func callCompareObjects(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntCompareObjects(
            caller,
            Handle(rawValue: words[0]),
            Handle(rawValue: words[1])
        )
    }

    @inline(never)
    private func callCreateEvent(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        let word3 = words[3]
        let word4 = words[4]
        return try ntCreateEvent(
            caller,
            UserPointer(required: words[0]),
            AccessMask(rawValue: UInt32(truncatingIfNeeded: words[1])),
            try captureOptionalAttributes(words[2], from: caller),
            UInt32(truncatingIfNeeded: word3),
            UInt8(truncatingIfNeeded: word4) != 0
        )
    }

    @inline(never)
    private func callOpenEvent(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntOpenEvent(
            caller,
            UserPointer(required: words[0]),
            AccessMask(rawValue: UInt32(truncatingIfNeeded: words[1])),
            try captureAttributes(words[2], from: caller)
        )
    }

    @inline(never)
    private func callSetEvent(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntSetEvent(
            caller,
            Handle(rawValue: words[0]),
            UserPointer(words[1])
        )
    }

    @inline(never)
    private func callResetEvent(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntResetEvent(
            caller,
            Handle(rawValue: words[0]),
            UserPointer(words[1])
        )
    }

    @inline(never)
    private func callClearEvent(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntClearEvent(
            caller,
            Handle(rawValue: words[0])
        )
    }

    @inline(never)
    private func callPulseEvent(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntPulseEvent(
            caller,
            Handle(rawValue: words[0]),
            UserPointer(words[1])
        )
    }

    @inline(never)
    private func callQueryEvent(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntQueryEvent(
            caller,
            Handle(rawValue: words[0]),
            UInt32(truncatingIfNeeded: words[1]),
            words[2],
            UInt32(truncatingIfNeeded: words[3]),
            UserPointer(words[4])
        )
    }

    @inline(never)
    private func callCreateMutant(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        let word3 = words[3]
        return try ntCreateMutant(
            caller,
            UserPointer(required: words[0]),
            AccessMask(rawValue: UInt32(truncatingIfNeeded: words[1])),
            try captureOptionalAttributes(words[2], from: caller),
            UInt8(truncatingIfNeeded: word3) != 0
        )
    }

    @inline(never)
    private func callOpenMutant(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntOpenMutant(
            caller,
            UserPointer(required: words[0]),
            AccessMask(rawValue: UInt32(truncatingIfNeeded: words[1])),
            try captureAttributes(words[2], from: caller)
        )
    }

    @inline(never)
    private func callReleaseMutant(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntReleaseMutant(
            caller,
            Handle(rawValue: words[0]),
            UserPointer(words[1])
        )
    }

    @inline(never)
    private func callQueryMutant(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntQueryMutant(
            caller,
            Handle(rawValue: words[0]),
            UInt32(truncatingIfNeeded: words[1]),
            words[2],
            UInt32(truncatingIfNeeded: words[3]),
            UserPointer(words[4])
        )
    }

    @inline(never)
    private func callCreateSemaphore(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        let word3 = words[3]
        let word4 = words[4]
        return try ntCreateSemaphore(
            caller,
            UserPointer(required: words[0]),
            AccessMask(rawValue: UInt32(truncatingIfNeeded: words[1])),
            try captureOptionalAttributes(words[2], from: caller),
            Int32(truncatingIfNeeded: word3),
            Int32(truncatingIfNeeded: word4)
        )
    }

    @inline(never)
    private func callOpenSemaphore(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntOpenSemaphore(
            caller,
            UserPointer(required: words[0]),
            AccessMask(rawValue: UInt32(truncatingIfNeeded: words[1])),
            try captureAttributes(words[2], from: caller)
        )
    }

    @inline(never)
    private func callReleaseSemaphore(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntReleaseSemaphore(
            caller,
            Handle(rawValue: words[0]),
            Int32(truncatingIfNeeded: words[1]),
            UserPointer(words[2])
        )
    }

    @inline(never)
    private func callQuerySemaphore(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntQuerySemaphore(
            caller,
            Handle(rawValue: words[0]),
            UInt32(truncatingIfNeeded: words[1]),
            words[2],
            UInt32(truncatingIfNeeded: words[3]),
            UserPointer(words[4])
        )
    }

    @inline(never)
    private func callCreateTimer(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        let word3 = words[3]
        return try ntCreateTimer(
            caller,
            UserPointer(required: words[0]),
            AccessMask(rawValue: UInt32(truncatingIfNeeded: words[1])),
            try captureOptionalAttributes(words[2], from: caller),
            UInt32(truncatingIfNeeded: word3)
        )
    }

    @inline(never)
    private func callOpenTimer(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntOpenTimer(
            caller,
            UserPointer(required: words[0]),
            AccessMask(rawValue: UInt32(truncatingIfNeeded: words[1])),
            try captureAttributes(words[2], from: caller)
        )
    }

    @inline(never)
    private func callSetTimer(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntSetTimer(
            caller,
            Handle(rawValue: words[0]),
            UserPointer(required: words[1]),
            words[2],
            words[3],
            UInt8(truncatingIfNeeded: words[4]) != 0,
            Int32(truncatingIfNeeded: words[5]),
            UserPointer(words[6])
        )
    }

    @inline(never)
    private func callCancelTimer(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntCancelTimer(
            caller,
            Handle(rawValue: words[0]),
            UserPointer(words[1])
        )
    }

    @inline(never)
    private func callQueryTimer(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntQueryTimer(
            caller,
            Handle(rawValue: words[0]),
            UInt32(truncatingIfNeeded: words[1]),
            words[2],
            UInt32(truncatingIfNeeded: words[3]),
            UserPointer(words[4])
        )
    }

    @inline(never)
    private func callQuerySystemTime(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntQuerySystemTime(
            caller,
            UserPointer(required: words[0])
        )
    }

    @inline(never)
    private func callSetSystemTime(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntSetSystemTime(
            caller,
            UserPointer(required: words[0]),
            UserPointer(words[1])
        )
    }

    @inline(never)
    private func callQueryTimerResolution(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntQueryTimerResolution(
            caller,
            UserPointer(required: words[0]),
            UserPointer(required: words[1]),
            UserPointer(required: words[2])
        )
    }

    @inline(never)
    private func callQueryPerformanceCounter(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntQueryPerformanceCounter(
            caller,
            UserPointer(required: words[0]),
            UserPointer(words[1])
        )
    }

    @inline(never)
    private func callQuerySystemInformation(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntQuerySystemInformation(
            caller,
            UInt32(truncatingIfNeeded: words[0]),
            words[1],
            UInt32(truncatingIfNeeded: words[2]),
            UserPointer(words[3])
        )
    }

    @inline(never)
    private func callShutdownSystem(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntShutdownSystem(
            caller,
            UInt32(truncatingIfNeeded: words[0])
        )
    }

    @inline(never)
    private func callDisplayString(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntDisplayString(
            caller,
            try captureString(words[0], from: caller)
        )
    }

    @inline(never)
    private func callRaiseHardError(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntRaiseHardError(
            caller,
            UInt32(truncatingIfNeeded: words[0]),
            UInt32(truncatingIfNeeded: words[1]),
            UInt32(truncatingIfNeeded: words[2]),
            words[3],
            UInt32(truncatingIfNeeded: words[4]),
            UserPointer(required: words[5])
        )
    }

    @inline(never)
    private func callAllocateLocallyUniqueId(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntAllocateLocallyUniqueId(
            caller,
            UserPointer(required: words[0])
        )
    }

    @inline(never)
    private func callDebugOutput(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntDebugOutput(
            caller,
            words[0],
            UInt32(truncatingIfNeeded: words[1])
        )
    }

    @inline(never)
    private func callCreateKeyedEvent(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        let word3 = words[3]
        return try ntCreateKeyedEvent(
            caller,
            UserPointer(required: words[0]),
            AccessMask(rawValue: UInt32(truncatingIfNeeded: words[1])),
            try captureOptionalAttributes(words[2], from: caller),
            UInt32(truncatingIfNeeded: word3)
        )
    }

    @inline(never)
    private func callOpenKeyedEvent(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntOpenKeyedEvent(
            caller,
            UserPointer(required: words[0]),
            AccessMask(rawValue: UInt32(truncatingIfNeeded: words[1])),
            try captureAttributes(words[2], from: caller)
        )
    }

    @inline(never)
    private func callWaitForKeyedEvent(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntWaitForKeyedEvent(
            caller,
            optionalHandle(words[0]),
            words[1],
            UInt8(truncatingIfNeeded: words[2]) != 0,
            UserPointer(words[3])
        )
    }

    @inline(never)
    private func callReleaseKeyedEvent(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntReleaseKeyedEvent(
            caller,
            optionalHandle(words[0]),
            words[1],
            UInt8(truncatingIfNeeded: words[2]) != 0,
            UserPointer(words[3])
        )
    }

    @inline(never)
    private func callSetTimerResolution(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntSetTimerResolution(
            caller,
            UInt32(truncatingIfNeeded: words[0]),
            UInt8(truncatingIfNeeded: words[1]) != 0,
            UserPointer(required: words[2])
        )
    }

    @inline(never)
    private func callQueryDefaultLocale(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntQueryDefaultLocale(
            caller,
            UInt8(truncatingIfNeeded: words[0]) != 0,
            UserPointer(required: words[1])
        )
    }

    @inline(never)
    private func callQueryDefaultUILanguage(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntQueryDefaultUILanguage(
            caller,
            UserPointer(required: words[0])
        )
    }

    @inline(never)
    private func callQueryInstallUILanguage(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntQueryInstallUILanguage(
            caller,
            UserPointer(required: words[0])
        )
    }

    @inline(never)
    private func callWaitForSingleObject(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntWaitForSingleObject(
            caller,
            Handle(rawValue: words[0]),
            UInt8(truncatingIfNeeded: words[1]) != 0,
            UserPointer(words[2])
        )
    }

    @inline(never)
    private func callWaitForMultipleObjects(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntWaitForMultipleObjects(
            caller,
            UInt32(truncatingIfNeeded: words[0]),
            words[1],
            UInt32(truncatingIfNeeded: words[2]),
            UInt8(truncatingIfNeeded: words[3]) != 0,
            UserPointer(words[4])
        )
    }

    @inline(never)
    private func callSignalAndWaitForSingleObject(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntSignalAndWaitForSingleObject(
            caller,
            Handle(rawValue: words[0]),
            Handle(rawValue: words[1]),
            UInt8(truncatingIfNeeded: words[2]) != 0,
            UserPointer(words[3])
        )
    }

    @inline(never)
    private func callDelayExecution(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntDelayExecution(
            caller,
            UInt8(truncatingIfNeeded: words[0]) != 0,
            UserPointer(required: words[1])
        )
    }

    @inline(never)
    private func callYieldExecution(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntYieldExecution(
            caller
        )
    }

    @inline(never)
    private func callContinue(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntContinue(
            caller,
            words[0],
            UInt8(truncatingIfNeeded: words[1]) != 0
        )
    }

    @inline(never)
    private func callRaiseException(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntRaiseException(
            caller,
            words[0],
            words[1],
            UInt8(truncatingIfNeeded: words[2]) != 0
        )
    }

    @inline(never)
    private func callGetTickCount(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntGetTickCount(
            caller
        )
    }

    @inline(never)
    private func callTestAlert(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntTestAlert(
            caller
        )
    }

    @inline(never)
    private func callAlertThreadByThreadId(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntAlertThreadByThreadId(
            caller,
            words[0]
        )
    }

    @inline(never)
    private func callWaitForAlertByThreadId(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntWaitForAlertByThreadId(
            caller,
            words[0],
            UserPointer(words[1])
        )
    }

    @inline(never)
    private func callCreateProcess(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        let word3 = words[3]
        let word4 = words[4]
        let word5 = words[5]
        let word6 = words[6]
        let word7 = words[7]
        return try ntCreateProcess(
            caller,
            UserPointer(required: words[0]),
            AccessMask(rawValue: UInt32(truncatingIfNeeded: words[1])),
            try captureOptionalAttributes(words[2], from: caller),
            Handle(rawValue: word3),
            UInt8(truncatingIfNeeded: word4) != 0,
            optionalHandle(word5),
            optionalHandle(word6),
            optionalHandle(word7)
        )
    }

    @inline(never)
    private func callOpenProcess(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        let word3 = words[3]
        return try ntOpenProcess(
            caller,
            UserPointer(required: words[0]),
            AccessMask(rawValue: UInt32(truncatingIfNeeded: words[1])),
            try captureAttributes(words[2], from: caller),
            UserPointer(word3)
        )
    }

    @inline(never)
    private func callTerminateProcess(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntTerminateProcess(
            caller,
            optionalHandle(words[0]),
            UInt32(truncatingIfNeeded: words[1])
        )
    }

    @inline(never)
    private func callQueryInformationProcess(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntQueryInformationProcess(
            caller,
            Handle(rawValue: words[0]),
            UInt32(truncatingIfNeeded: words[1]),
            words[2],
            UInt32(truncatingIfNeeded: words[3]),
            UserPointer(words[4])
        )
    }

    @inline(never)
    private func callSetInformationProcess(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntSetInformationProcess(
            caller,
            Handle(rawValue: words[0]),
            UInt32(truncatingIfNeeded: words[1]),
            words[2],
            UInt32(truncatingIfNeeded: words[3])
        )
    }

    @inline(never)
    private func callCreateThread(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        let word3 = words[3]
        let word4 = words[4]
        let word5 = words[5]
        let word6 = words[6]
        let word7 = words[7]
        return try ntCreateThread(
            caller,
            UserPointer(required: words[0]),
            AccessMask(rawValue: UInt32(truncatingIfNeeded: words[1])),
            try captureOptionalAttributes(words[2], from: caller),
            Handle(rawValue: word3),
            UserPointer(word4),
            word5,
            word6,
            UInt8(truncatingIfNeeded: word7) != 0
        )
    }

    @inline(never)
    private func callCreateThreadEx(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        let word3 = words[3]
        let word4 = words[4]
        let word5 = words[5]
        let word6 = words[6]
        let word7 = words[7]
        let word8 = words[8]
        let word9 = words[9]
        let word10 = words[10]
        return try ntCreateThreadEx(
            caller,
            UserPointer(required: words[0]),
            AccessMask(rawValue: UInt32(truncatingIfNeeded: words[1])),
            try captureOptionalAttributes(words[2], from: caller),
            Handle(rawValue: word3),
            word4,
            word5,
            UInt32(truncatingIfNeeded: word6),
            word7,
            word8,
            word9,
            word10
        )
    }

    @inline(never)
    private func callOpenThread(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        let word3 = words[3]
        return try ntOpenThread(
            caller,
            UserPointer(required: words[0]),
            AccessMask(rawValue: UInt32(truncatingIfNeeded: words[1])),
            try captureAttributes(words[2], from: caller),
            UserPointer(word3)
        )
    }

    @inline(never)
    private func callTerminateThread(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntTerminateThread(
            caller,
            optionalHandle(words[0]),
            UInt32(truncatingIfNeeded: words[1])
        )
    }

    @inline(never)
    private func callSuspendThread(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntSuspendThread(
            caller,
            Handle(rawValue: words[0]),
            UserPointer(words[1])
        )
    }

    @inline(never)
    private func callResumeThread(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntResumeThread(
            caller,
            Handle(rawValue: words[0]),
            UserPointer(words[1])
        )
    }

    @inline(never)
    private func callAlertThread(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntAlertThread(
            caller,
            Handle(rawValue: words[0])
        )
    }

    @inline(never)
    private func callAlertResumeThread(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntAlertResumeThread(
            caller,
            Handle(rawValue: words[0]),
            UserPointer(words[1])
        )
    }

    @inline(never)
    private func callSuspendProcess(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntSuspendProcess(
            caller,
            Handle(rawValue: words[0])
        )
    }

    @inline(never)
    private func callResumeProcess(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntResumeProcess(
            caller,
            Handle(rawValue: words[0])
        )
    }

    @inline(never)
    private func callQueueApcThread(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntQueueApcThread(
            caller,
            Handle(rawValue: words[0]),
            words[1],
            words[2],
            words[3],
            words[4]
        )
    }

    @inline(never)
    private func callGetContextThread(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntGetContextThread(
            caller,
            Handle(rawValue: words[0]),
            words[1]
        )
    }

    @inline(never)
    private func callSetContextThread(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntSetContextThread(
            caller,
            Handle(rawValue: words[0]),
            words[1]
        )
    }

    @inline(never)
    private func callQueryInformationThread(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntQueryInformationThread(
            caller,
            Handle(rawValue: words[0]),
            UInt32(truncatingIfNeeded: words[1]),
            words[2],
            UInt32(truncatingIfNeeded: words[3]),
            UserPointer(words[4])
        )
    }

    @inline(never)
    private func callSetInformationThread(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntSetInformationThread(
            caller,
            Handle(rawValue: words[0]),
            UInt32(truncatingIfNeeded: words[1]),
            words[2],
            UInt32(truncatingIfNeeded: words[3])
        )
    }

    @inline(never)
    private func callOpenProcessToken(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntOpenProcessToken(
            caller,
            Handle(rawValue: words[0]),
            AccessMask(rawValue: UInt32(truncatingIfNeeded: words[1])),
            UserPointer(required: words[2])
        )
    }

    @inline(never)
    private func callOpenProcessTokenEx(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntOpenProcessTokenEx(
            caller,
            Handle(rawValue: words[0]),
            AccessMask(rawValue: UInt32(truncatingIfNeeded: words[1])),
            UInt32(truncatingIfNeeded: words[2]),
            UserPointer(required: words[3])
        )
    }

    @inline(never)
    private func callOpenThreadToken(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntOpenThreadToken(
            caller,
            Handle(rawValue: words[0]),
            AccessMask(rawValue: UInt32(truncatingIfNeeded: words[1])),
            UInt8(truncatingIfNeeded: words[2]) != 0,
            UserPointer(required: words[3])
        )
    }

    @inline(never)
    private func callOpenThreadTokenEx(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntOpenThreadTokenEx(
            caller,
            Handle(rawValue: words[0]),
            AccessMask(rawValue: UInt32(truncatingIfNeeded: words[1])),
            UInt8(truncatingIfNeeded: words[2]) != 0,
            UInt32(truncatingIfNeeded: words[3]),
            UserPointer(required: words[4])
        )
    }

    @inline(never)
    private func callAdjustPrivilegesToken(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntAdjustPrivilegesToken(
            caller,
            Handle(rawValue: words[0]),
            UInt8(truncatingIfNeeded: words[1]) != 0,
            words[2],
            UInt32(truncatingIfNeeded: words[3]),
            words[4],
            UserPointer(words[5])
        )
    }

    @inline(never)
    private func callQueryInformationToken(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntQueryInformationToken(
            caller,
            Handle(rawValue: words[0]),
            UInt32(truncatingIfNeeded: words[1]),
            words[2],
            UInt32(truncatingIfNeeded: words[3]),
            UserPointer(required: words[4])
        )
    }

    @inline(never)
    private func callPrivilegeCheck(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntPrivilegeCheck(
            caller,
            Handle(rawValue: words[0]),
            words[1],
            UserPointer(required: words[2])
        )
    }

    @inline(never)
    private func callAllocateVirtualMemory(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntAllocateVirtualMemory(
            caller,
            Handle(rawValue: words[0]),
            UserPointer(required: words[1]),
            words[2],
            UserPointer(required: words[3]),
            UInt32(truncatingIfNeeded: words[4]),
            UInt32(truncatingIfNeeded: words[5])
        )
    }

    @inline(never)
    private func callFreeVirtualMemory(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntFreeVirtualMemory(
            caller,
            Handle(rawValue: words[0]),
            UserPointer(required: words[1]),
            UserPointer(required: words[2]),
            UInt32(truncatingIfNeeded: words[3])
        )
    }

    @inline(never)
    private func callProtectVirtualMemory(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntProtectVirtualMemory(
            caller,
            Handle(rawValue: words[0]),
            UserPointer(required: words[1]),
            UserPointer(required: words[2]),
            UInt32(truncatingIfNeeded: words[3]),
            UserPointer(required: words[4])
        )
    }

    @inline(never)
    private func callQueryVirtualMemory(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntQueryVirtualMemory(
            caller,
            Handle(rawValue: words[0]),
            words[1],
            UInt32(truncatingIfNeeded: words[2]),
            words[3],
            words[4],
            UserPointer(words[5])
        )
    }

    @inline(never)
    private func callReadVirtualMemory(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntReadVirtualMemory(
            caller,
            Handle(rawValue: words[0]),
            words[1],
            words[2],
            words[3],
            UserPointer(words[4])
        )
    }

    @inline(never)
    private func callWriteVirtualMemory(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntWriteVirtualMemory(
            caller,
            Handle(rawValue: words[0]),
            words[1],
            words[2],
            words[3],
            UserPointer(words[4])
        )
    }

    @inline(never)
    private func callFlushInstructionCache(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntFlushInstructionCache(
            caller,
            Handle(rawValue: words[0]),
            words[1],
            words[2]
        )
    }

    @inline(never)
    private func callCreateSection(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        let word3 = words[3]
        let word4 = words[4]
        let word5 = words[5]
        let word6 = words[6]
        return try ntCreateSection(
            caller,
            UserPointer(required: words[0]),
            AccessMask(rawValue: UInt32(truncatingIfNeeded: words[1])),
            try captureOptionalAttributes(words[2], from: caller),
            UserPointer(word3),
            UInt32(truncatingIfNeeded: word4),
            UInt32(truncatingIfNeeded: word5),
            optionalHandle(word6)
        )
    }

    @inline(never)
    private func callOpenSection(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntOpenSection(
            caller,
            UserPointer(required: words[0]),
            AccessMask(rawValue: UInt32(truncatingIfNeeded: words[1])),
            try captureAttributes(words[2], from: caller)
        )
    }

    @inline(never)
    private func callMapViewOfSection(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntMapViewOfSection(
            caller,
            Handle(rawValue: words[0]),
            Handle(rawValue: words[1]),
            UserPointer(required: words[2]),
            words[3],
            words[4],
            UserPointer(words[5]),
            UserPointer(required: words[6]),
            UInt32(truncatingIfNeeded: words[7]),
            UInt32(truncatingIfNeeded: words[8]),
            UInt32(truncatingIfNeeded: words[9])
        )
    }

    @inline(never)
    private func callUnmapViewOfSection(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntUnmapViewOfSection(
            caller,
            Handle(rawValue: words[0]),
            words[1]
        )
    }

    @inline(never)
    private func callQuerySection(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntQuerySection(
            caller,
            Handle(rawValue: words[0]),
            UInt32(truncatingIfNeeded: words[1]),
            words[2],
            words[3],
            UserPointer(words[4])
        )
    }

    @inline(never)
    private func callExtendSection(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntExtendSection(
            caller,
            Handle(rawValue: words[0]),
            UserPointer(required: words[1])
        )
    }

    @inline(never)
    private func callCreateFile(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        let word3 = words[3]
        let word4 = words[4]
        let word5 = words[5]
        let word6 = words[6]
        let word7 = words[7]
        let word8 = words[8]
        let word9 = words[9]
        let word10 = words[10]
        return try ntCreateFile(
            caller,
            UserPointer(required: words[0]),
            AccessMask(rawValue: UInt32(truncatingIfNeeded: words[1])),
            try captureAttributes(words[2], from: caller),
            UserPointer(required: word3),
            UserPointer(word4),
            UInt32(truncatingIfNeeded: word5),
            UInt32(truncatingIfNeeded: word6),
            UInt32(truncatingIfNeeded: word7),
            UInt32(truncatingIfNeeded: word8),
            word9,
            UInt32(truncatingIfNeeded: word10)
        )
    }

    @inline(never)
    private func callOpenFile(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        let word3 = words[3]
        let word4 = words[4]
        let word5 = words[5]
        return try ntOpenFile(
            caller,
            UserPointer(required: words[0]),
            AccessMask(rawValue: UInt32(truncatingIfNeeded: words[1])),
            try captureAttributes(words[2], from: caller),
            UserPointer(required: word3),
            UInt32(truncatingIfNeeded: word4),
            UInt32(truncatingIfNeeded: word5)
        )
    }

    @inline(never)
    private func callReadFile(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntReadFile(
            caller,
            Handle(rawValue: words[0]),
            optionalHandle(words[1]),
            words[2],
            words[3],
            UserPointer(required: words[4]),
            words[5],
            UInt32(truncatingIfNeeded: words[6]),
            UserPointer(words[7]),
            UserPointer(words[8])
        )
    }

    @inline(never)
    private func callWriteFile(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntWriteFile(
            caller,
            Handle(rawValue: words[0]),
            optionalHandle(words[1]),
            words[2],
            words[3],
            UserPointer(required: words[4]),
            words[5],
            UInt32(truncatingIfNeeded: words[6]),
            UserPointer(words[7]),
            UserPointer(words[8])
        )
    }

    @inline(never)
    private func callDeviceIoControlFile(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntDeviceIoControlFile(
            caller,
            Handle(rawValue: words[0]),
            optionalHandle(words[1]),
            words[2],
            words[3],
            UserPointer(required: words[4]),
            UInt32(truncatingIfNeeded: words[5]),
            words[6],
            UInt32(truncatingIfNeeded: words[7]),
            words[8],
            UInt32(truncatingIfNeeded: words[9])
        )
    }

    @inline(never)
    private func callFsControlFile(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntFsControlFile(
            caller,
            Handle(rawValue: words[0]),
            optionalHandle(words[1]),
            words[2],
            words[3],
            UserPointer(required: words[4]),
            UInt32(truncatingIfNeeded: words[5]),
            words[6],
            UInt32(truncatingIfNeeded: words[7]),
            words[8],
            UInt32(truncatingIfNeeded: words[9])
        )
    }

    @inline(never)
    private func callFlushBuffersFile(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntFlushBuffersFile(
            caller,
            Handle(rawValue: words[0]),
            UserPointer(required: words[1])
        )
    }

    @inline(never)
    private func callCancelIoFile(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntCancelIoFile(
            caller,
            Handle(rawValue: words[0]),
            UserPointer(required: words[1])
        )
    }

    @inline(never)
    private func callCancelIoFileEx(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntCancelIoFileEx(
            caller,
            Handle(rawValue: words[0]),
            words[1],
            UserPointer(required: words[2])
        )
    }

    @inline(never)
    private func callQueryInformationFile(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntQueryInformationFile(
            caller,
            Handle(rawValue: words[0]),
            UserPointer(required: words[1]),
            words[2],
            UInt32(truncatingIfNeeded: words[3]),
            UInt32(truncatingIfNeeded: words[4])
        )
    }

    @inline(never)
    private func callSetInformationFile(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntSetInformationFile(
            caller,
            Handle(rawValue: words[0]),
            UserPointer(required: words[1]),
            words[2],
            UInt32(truncatingIfNeeded: words[3]),
            UInt32(truncatingIfNeeded: words[4])
        )
    }

    @inline(never)
    private func callQueryDirectoryFile(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntQueryDirectoryFile(
            caller,
            Handle(rawValue: words[0]),
            optionalHandle(words[1]),
            words[2],
            words[3],
            UserPointer(required: words[4]),
            words[5],
            UInt32(truncatingIfNeeded: words[6]),
            UInt32(truncatingIfNeeded: words[7]),
            UInt8(truncatingIfNeeded: words[8]) != 0,
            words[9],
            UInt8(truncatingIfNeeded: words[10]) != 0
        )
    }

    @inline(never)
    private func callQueryAttributesFile(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        let word1 = words[1]
        return try ntQueryAttributesFile(
            caller,
            try captureAttributes(words[0], from: caller),
            word1
        )
    }

    @inline(never)
    private func callQueryFullAttributesFile(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        let word1 = words[1]
        return try ntQueryFullAttributesFile(
            caller,
            try captureAttributes(words[0], from: caller),
            word1
        )
    }

    @inline(never)
    private func callQueryVolumeInformationFile(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntQueryVolumeInformationFile(
            caller,
            Handle(rawValue: words[0]),
            UserPointer(required: words[1]),
            words[2],
            UInt32(truncatingIfNeeded: words[3]),
            UInt32(truncatingIfNeeded: words[4])
        )
    }

    @inline(never)
    private func callLoadDriver(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntLoadDriver(
            caller,
            try captureString(words[0], from: caller)
        )
    }

    @inline(never)
    private func callUnloadDriver(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntUnloadDriver(
            caller,
            try captureString(words[0], from: caller)
        )
    }

    @inline(never)
    private func callCreateKey(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        let word3 = words[3]
        let word4 = words[4]
        let word5 = words[5]
        let word6 = words[6]
        return try ntCreateKey(
            caller,
            UserPointer(required: words[0]),
            AccessMask(rawValue: UInt32(truncatingIfNeeded: words[1])),
            try captureAttributes(words[2], from: caller),
            UInt32(truncatingIfNeeded: word3),
            word4,
            UInt32(truncatingIfNeeded: word5),
            UserPointer(word6)
        )
    }

    @inline(never)
    private func callOpenKey(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntOpenKey(
            caller,
            UserPointer(required: words[0]),
            AccessMask(rawValue: UInt32(truncatingIfNeeded: words[1])),
            try captureAttributes(words[2], from: caller)
        )
    }

    @inline(never)
    private func callOpenKeyEx(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        let word3 = words[3]
        return try ntOpenKeyEx(
            caller,
            UserPointer(required: words[0]),
            AccessMask(rawValue: UInt32(truncatingIfNeeded: words[1])),
            try captureAttributes(words[2], from: caller),
            UInt32(truncatingIfNeeded: word3)
        )
    }

    @inline(never)
    private func callDeleteKey(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntDeleteKey(
            caller,
            Handle(rawValue: words[0])
        )
    }

    @inline(never)
    private func callEnumerateKey(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntEnumerateKey(
            caller,
            Handle(rawValue: words[0]),
            UInt32(truncatingIfNeeded: words[1]),
            UInt32(truncatingIfNeeded: words[2]),
            words[3],
            UInt32(truncatingIfNeeded: words[4]),
            UserPointer(required: words[5])
        )
    }

    @inline(never)
    private func callQueryKey(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntQueryKey(
            caller,
            Handle(rawValue: words[0]),
            UInt32(truncatingIfNeeded: words[1]),
            words[2],
            UInt32(truncatingIfNeeded: words[3]),
            UserPointer(required: words[4])
        )
    }

    @inline(never)
    private func callSetValueKey(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        let word2 = words[2]
        let word3 = words[3]
        let word4 = words[4]
        let word5 = words[5]
        return try ntSetValueKey(
            caller,
            Handle(rawValue: words[0]),
            try captureString(words[1], from: caller),
            UInt32(truncatingIfNeeded: word2),
            UInt32(truncatingIfNeeded: word3),
            word4,
            UInt32(truncatingIfNeeded: word5)
        )
    }

    @inline(never)
    private func callQueryValueKey(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        let word2 = words[2]
        let word3 = words[3]
        let word4 = words[4]
        let word5 = words[5]
        return try ntQueryValueKey(
            caller,
            Handle(rawValue: words[0]),
            try captureString(words[1], from: caller),
            UInt32(truncatingIfNeeded: word2),
            word3,
            UInt32(truncatingIfNeeded: word4),
            UserPointer(required: word5)
        )
    }

    @inline(never)
    private func callEnumerateValueKey(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntEnumerateValueKey(
            caller,
            Handle(rawValue: words[0]),
            UInt32(truncatingIfNeeded: words[1]),
            UInt32(truncatingIfNeeded: words[2]),
            words[3],
            UInt32(truncatingIfNeeded: words[4]),
            UserPointer(required: words[5])
        )
    }

    @inline(never)
    private func callDeleteValueKey(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntDeleteValueKey(
            caller,
            Handle(rawValue: words[0]),
            try captureString(words[1], from: caller)
        )
    }

    @inline(never)
    private func callFlushKey(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntFlushKey(
            caller,
            Handle(rawValue: words[0])
        )
    }

    @inline(never)
    private func callDriverAttach(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntDriverAttach(
            caller,
            UserPointer(required: words[0])
        )
    }

    @inline(never)
    private func callDriverInitialized(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntDriverInitialized(
            caller,
            UInt32(truncatingIfNeeded: words[0]),
            UInt32(truncatingIfNeeded: words[1])
        )
    }

    @inline(never)
    private func callDriverCreateDevice(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        let word2 = words[2]
        let word3 = words[3]
        let word4 = words[4]
        let word5 = words[5]
        let word6 = words[6]
        return try ntDriverCreateDevice(
            caller,
            UInt32(truncatingIfNeeded: words[0]),
            try captureOptionalString(words[1], from: caller),
            UInt32(truncatingIfNeeded: word2),
            UInt32(truncatingIfNeeded: word3),
            UInt32(truncatingIfNeeded: word4),
            UInt8(truncatingIfNeeded: word5) != 0,
            UserPointer(required: word6)
        )
    }

    @inline(never)
    private func callDriverSetDevice(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntDriverSetDevice(
            caller,
            UInt32(truncatingIfNeeded: words[0]),
            UInt32(truncatingIfNeeded: words[1]),
            UInt32(truncatingIfNeeded: words[2])
        )
    }

    @inline(never)
    private func callDriverSetShutdown(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntDriverSetShutdown(
            caller,
            UInt32(truncatingIfNeeded: words[0]),
            UInt32(truncatingIfNeeded: words[1])
        )
    }

    @inline(never)
    private func callDriverDeleteDevice(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntDriverDeleteDevice(
            caller,
            UInt32(truncatingIfNeeded: words[0])
        )
    }

    @inline(never)
    private func callDriverAttachDevice(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntDriverAttachDevice(
            caller,
            UInt32(truncatingIfNeeded: words[0]),
            UInt32(truncatingIfNeeded: words[1])
        )
    }

    @inline(never)
    private func callDriverConnectInterrupt(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntDriverConnectInterrupt(
            caller,
            UInt32(truncatingIfNeeded: words[0]),
            UInt8(truncatingIfNeeded: words[1]) != 0,
            UserPointer(required: words[2]),
            UserPointer(required: words[3])
        )
    }

    @inline(never)
    private func callDriverDisconnectInterrupt(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntDriverDisconnectInterrupt(
            caller,
            words[0]
        )
    }

    @inline(never)
    private func callDriverOpenPorts(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntDriverOpenPorts(
            caller,
            UInt16(truncatingIfNeeded: words[0]),
            UInt16(truncatingIfNeeded: words[1]),
            UserPointer(required: words[2])
        )
    }

    @inline(never)
    private func callDriverMapMemory(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntDriverMapMemory(
            caller,
            UInt64(truncatingIfNeeded: words[0]),
            words[1],
            UInt32(truncatingIfNeeded: words[2]),
            UserPointer(required: words[3])
        )
    }

    @inline(never)
    private func callDriverUnmapMemory(
        _ words: ServiceArguments, _ caller: Thread
    ) throws(NTStatus) -> NTStatus {
        try ntDriverUnmapMemory(
            caller,
            words[0],
            words[1]
        )
    }

}
