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
    SERVICE CreateEvent, 12, 5
    SERVICE OpenEvent, 13, 3
    SERVICE SetEvent, 14, 2
    SERVICE ResetEvent, 15, 2
    SERVICE ClearEvent, 16, 1
    SERVICE PulseEvent, 17, 2
    SERVICE QueryEvent, 18, 5
    SERVICE CreateMutant, 19, 4
    SERVICE OpenMutant, 20, 3
    SERVICE ReleaseMutant, 21, 2
    SERVICE QueryMutant, 22, 5
    SERVICE CreateSemaphore, 23, 5
    SERVICE OpenSemaphore, 24, 3
    SERVICE ReleaseSemaphore, 25, 3
    SERVICE QuerySemaphore, 26, 5
    SERVICE CreateTimer, 27, 4
    SERVICE OpenTimer, 28, 3
    SERVICE SetTimer, 29, 7
    SERVICE CancelTimer, 30, 2
    SERVICE QueryTimer, 31, 5
    SERVICE QuerySystemTime, 32, 1
    SERVICE SetSystemTime, 33, 2
    SERVICE QueryTimerResolution, 34, 3
    SERVICE QueryPerformanceCounter, 35, 2
    SERVICE QuerySystemInformation, 36, 4
    SERVICE ShutdownSystem, 37, 1
    SERVICE DisplayString, 38, 1
    SERVICE RaiseHardError, 39, 6
    SERVICE AllocateLocallyUniqueId, 40, 1
    SERVICE DebugOutput, 41, 2
    SERVICE WaitForSingleObject, 42, 3
    SERVICE WaitForMultipleObjects, 43, 5
    SERVICE SignalAndWaitForSingleObject, 44, 4
    SERVICE DelayExecution, 45, 2, KiYieldingService
    SERVICE YieldExecution, 46, 0, KiYieldingService
    SERVICE Continue, 47, 2
    SERVICE RaiseException, 48, 3
    SERVICE GetTickCount, 49, 0
    SERVICE TestAlert, 50, 0
    SERVICE CreateProcess, 51, 8
    SERVICE OpenProcess, 52, 4
    SERVICE TerminateProcess, 53, 2
    SERVICE QueryInformationProcess, 54, 5
    SERVICE SetInformationProcess, 55, 4
    SERVICE CreateThread, 56, 8
    SERVICE CreateThreadEx, 57, 11
    SERVICE OpenThread, 58, 4
    SERVICE TerminateThread, 59, 2
    SERVICE SuspendThread, 60, 2
    SERVICE ResumeThread, 61, 2
    SERVICE AlertThread, 62, 1
    SERVICE QueueApcThread, 63, 5
    SERVICE GetContextThread, 64, 2
    SERVICE SetContextThread, 65, 2
    SERVICE QueryInformationThread, 66, 5
    SERVICE SetInformationThread, 67, 4
    SERVICE AllocateVirtualMemory, 68, 6
    SERVICE FreeVirtualMemory, 69, 4
    SERVICE ProtectVirtualMemory, 70, 5
    SERVICE QueryVirtualMemory, 71, 6
    SERVICE ReadVirtualMemory, 72, 5
    SERVICE WriteVirtualMemory, 73, 5
    SERVICE FlushInstructionCache, 74, 3
    SERVICE CreateSection, 75, 7
    SERVICE OpenSection, 76, 3
    SERVICE MapViewOfSection, 77, 10
    SERVICE UnmapViewOfSection, 78, 2
    SERVICE QuerySection, 79, 5
    SERVICE ExtendSection, 80, 2
    SERVICE CreateFile, 81, 11
    SERVICE OpenFile, 82, 6
    SERVICE ReadFile, 83, 9
    SERVICE WriteFile, 84, 9
    SERVICE DeviceIoControlFile, 85, 10
    SERVICE FlushBuffersFile, 86, 2
    SERVICE CancelIoFile, 87, 2
    SERVICE QueryInformationFile, 88, 5
    SERVICE SetInformationFile, 89, 5
    SERVICE QueryDirectoryFile, 90, 11
    SERVICE QueryAttributesFile, 91, 2
    SERVICE QueryVolumeInformationFile, 92, 5
    SERVICE LoadDriver, 93, 1
    SERVICE UnloadDriver, 94, 1
    SERVICE CreateKey, 95, 7
    SERVICE OpenKey, 96, 3
    SERVICE DeleteKey, 97, 1
    SERVICE EnumerateKey, 98, 6
    SERVICE QueryKey, 99, 5
    SERVICE SetValueKey, 100, 6
    SERVICE QueryValueKey, 101, 6
    SERVICE EnumerateValueKey, 102, 6
    SERVICE DeleteValueKey, 103, 2
    SERVICE FlushKey, 104, 1
    SERVICE DriverAttach, 105, 1
    SERVICE DriverInitialized, 106, 2
    SERVICE DriverCreateDevice, 107, 7
    SERVICE DriverSetDevice, 108, 3
    SERVICE DriverDeleteDevice, 109, 1
    SERVICE DriverAttachDevice, 110, 2
    SERVICE DriverConnectInterrupt, 111, 4
    SERVICE DriverDisconnectInterrupt, 112, 1
    SERVICE DriverOpenPorts, 113, 3
    SERVICE DriverMapMemory, 114, 4
    SERVICE DriverUnmapMemory, 115, 2
