// Generated from Interfaces/nt.services by `neptune generate`. Not to be edited.
//
// Each stub puts the message header of its service, number << 12 | words, into eax and jumps to
// KiSystemService, or KiYieldingService, with the arguments where its caller left them.

.macro SERVICE name, number, words, entry=KiSystemService
    .globl Nt\name
    .globl Zw\name
    .balign 16
Nt\name:
Zw\name:
    movl $(\number << 12 | \words), %eax
    jmp \entry
.endm

    .text

    SERVICE Close, 0, 1
    SERVICE DuplicateObject, 1, 7
    SERVICE MakeTemporaryObject, 2, 1
    SERVICE MakePermanentObject, 3, 1
    SERVICE QueryObject, 4, 5
    SERVICE SetInformationObject, 5, 4
    SERVICE CreateDirectoryObject, 6, 3
    SERVICE OpenDirectoryObject, 7, 3
    SERVICE QueryDirectoryObject, 8, 7
    SERVICE CreateSymbolicLinkObject, 9, 4
    SERVICE OpenSymbolicLinkObject, 10, 3
    SERVICE QuerySymbolicLinkObject, 11, 3
    SERVICE CompareObjects, 12, 2
    SERVICE CreateEvent, 13, 5
    SERVICE OpenEvent, 14, 3
    SERVICE SetEvent, 15, 2
    SERVICE ResetEvent, 16, 2
    SERVICE ClearEvent, 17, 1
    SERVICE PulseEvent, 18, 2
    SERVICE QueryEvent, 19, 5
    SERVICE CreateMutant, 20, 4
    SERVICE OpenMutant, 21, 3
    SERVICE ReleaseMutant, 22, 2
    SERVICE QueryMutant, 23, 5
    SERVICE CreateSemaphore, 24, 5
    SERVICE OpenSemaphore, 25, 3
    SERVICE ReleaseSemaphore, 26, 3
    SERVICE QuerySemaphore, 27, 5
    SERVICE CreateTimer, 28, 4
    SERVICE OpenTimer, 29, 3
    SERVICE SetTimer, 30, 7
    SERVICE CancelTimer, 31, 2
    SERVICE QueryTimer, 32, 5
    SERVICE QuerySystemTime, 33, 1
    SERVICE SetSystemTime, 34, 2
    SERVICE QueryTimerResolution, 35, 3
    SERVICE QueryPerformanceCounter, 36, 2
    SERVICE QuerySystemInformation, 37, 4
    SERVICE ShutdownSystem, 38, 1
    SERVICE DisplayString, 39, 1
    SERVICE RaiseHardError, 40, 6
    SERVICE AllocateLocallyUniqueId, 41, 1
    SERVICE DebugOutput, 42, 2
    SERVICE CreateKeyedEvent, 43, 4
    SERVICE OpenKeyedEvent, 44, 3
    SERVICE WaitForKeyedEvent, 45, 4
    SERVICE ReleaseKeyedEvent, 46, 4
    SERVICE SetTimerResolution, 47, 3
    SERVICE QueryDefaultLocale, 48, 2
    SERVICE QueryDefaultUILanguage, 49, 1
    SERVICE QueryInstallUILanguage, 50, 1
    SERVICE WaitForSingleObject, 51, 3
    SERVICE WaitForMultipleObjects, 52, 5
    SERVICE SignalAndWaitForSingleObject, 53, 4
    SERVICE DelayExecution, 54, 2, KiYieldingService
    SERVICE YieldExecution, 55, 0, KiYieldingService
    SERVICE Continue, 56, 2
    SERVICE RaiseException, 57, 3
    SERVICE GetTickCount, 58, 0
    SERVICE TestAlert, 59, 0
    SERVICE AlertThreadByThreadId, 60, 1
    SERVICE WaitForAlertByThreadId, 61, 2
    SERVICE CreateProcess, 62, 8
    SERVICE OpenProcess, 63, 4
    SERVICE TerminateProcess, 64, 2
    SERVICE QueryInformationProcess, 65, 5
    SERVICE SetInformationProcess, 66, 4
    SERVICE CreateThread, 67, 8
    SERVICE CreateThreadEx, 68, 11
    SERVICE OpenThread, 69, 4
    SERVICE TerminateThread, 70, 2
    SERVICE SuspendThread, 71, 2
    SERVICE ResumeThread, 72, 2
    SERVICE AlertThread, 73, 1
    SERVICE AlertResumeThread, 74, 2
    SERVICE SuspendProcess, 75, 1
    SERVICE ResumeProcess, 76, 1
    SERVICE QueueApcThread, 77, 5
    SERVICE GetContextThread, 78, 2
    SERVICE SetContextThread, 79, 2
    SERVICE QueryInformationThread, 80, 5
    SERVICE SetInformationThread, 81, 4
    SERVICE OpenProcessToken, 82, 3
    SERVICE OpenProcessTokenEx, 83, 4
    SERVICE OpenThreadToken, 84, 4
    SERVICE OpenThreadTokenEx, 85, 5
    SERVICE AdjustPrivilegesToken, 86, 6
    SERVICE QueryInformationToken, 87, 5
    SERVICE PrivilegeCheck, 88, 3
    SERVICE AllocateVirtualMemory, 89, 6
    SERVICE FreeVirtualMemory, 90, 4
    SERVICE ProtectVirtualMemory, 91, 5
    SERVICE QueryVirtualMemory, 92, 6
    SERVICE ReadVirtualMemory, 93, 5
    SERVICE WriteVirtualMemory, 94, 5
    SERVICE FlushInstructionCache, 95, 3
    SERVICE CreateSection, 96, 7
    SERVICE OpenSection, 97, 3
    SERVICE MapViewOfSection, 98, 10
    SERVICE UnmapViewOfSection, 99, 2
    SERVICE QuerySection, 100, 5
    SERVICE ExtendSection, 101, 2
    SERVICE CreateFile, 102, 11
    SERVICE OpenFile, 103, 6
    SERVICE ReadFile, 104, 9
    SERVICE WriteFile, 105, 9
    SERVICE DeviceIoControlFile, 106, 10
    SERVICE FsControlFile, 107, 10
    SERVICE FlushBuffersFile, 108, 2
    SERVICE CancelIoFile, 109, 2
    SERVICE CancelIoFileEx, 110, 3
    SERVICE QueryInformationFile, 111, 5
    SERVICE SetInformationFile, 112, 5
    SERVICE QueryDirectoryFile, 113, 11
    SERVICE QueryAttributesFile, 114, 2
    SERVICE QueryFullAttributesFile, 115, 2
    SERVICE QueryVolumeInformationFile, 116, 5
    SERVICE LoadDriver, 117, 1
    SERVICE UnloadDriver, 118, 1
    SERVICE CreateKey, 119, 7
    SERVICE OpenKey, 120, 3
    SERVICE OpenKeyEx, 121, 4
    SERVICE DeleteKey, 122, 1
    SERVICE EnumerateKey, 123, 6
    SERVICE QueryKey, 124, 5
    SERVICE SetValueKey, 125, 6
    SERVICE QueryValueKey, 126, 6
    SERVICE EnumerateValueKey, 127, 6
    SERVICE DeleteValueKey, 128, 2
    SERVICE FlushKey, 129, 1
    SERVICE DriverAttach, 130, 1
    SERVICE DriverInitialized, 131, 2
    SERVICE DriverCreateDevice, 132, 7
    SERVICE DriverSetDevice, 133, 3
    SERVICE DriverSetShutdown, 134, 2
    SERVICE DriverDeleteDevice, 135, 1
    SERVICE DriverAttachDevice, 136, 2
    SERVICE DriverConnectInterrupt, 137, 4
    SERVICE DriverDisconnectInterrupt, 138, 1
    SERVICE DriverOpenPorts, 139, 3
    SERVICE DriverMapMemory, 140, 4
    SERVICE DriverUnmapMemory, 141, 2
