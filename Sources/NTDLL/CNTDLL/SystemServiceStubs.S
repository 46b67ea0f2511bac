// Generated from Interfaces/nt.services by `neptune generate`. Not to be edited.
//
// Each stub puts the message header of its service, number << 12 | words, into eax and jumps to
// KiSystemService with the arguments where its caller left them.

.macro SERVICE name, number, words
    .globl Nt\name
    .globl Zw\name
    .balign 16
Nt\name:
Zw\name:
    movl $(\number << 12 | \words), %eax
    jmp KiSystemService
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
    SERVICE DelayExecution, 45, 2
    SERVICE YieldExecution, 46, 0
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
    SERVICE GetContextThread, 63, 2
    SERVICE SetContextThread, 64, 2
    SERVICE QueryInformationThread, 65, 5
    SERVICE SetInformationThread, 66, 4
    SERVICE AllocateVirtualMemory, 67, 6
    SERVICE FreeVirtualMemory, 68, 4
    SERVICE ProtectVirtualMemory, 69, 5
    SERVICE QueryVirtualMemory, 70, 6
    SERVICE ReadVirtualMemory, 71, 5
    SERVICE WriteVirtualMemory, 72, 5
    SERVICE FlushInstructionCache, 73, 3
    SERVICE CreateSection, 74, 7
    SERVICE OpenSection, 75, 3
    SERVICE MapViewOfSection, 76, 10
    SERVICE UnmapViewOfSection, 77, 2
    SERVICE QuerySection, 78, 5
    SERVICE ExtendSection, 79, 2
    SERVICE CreateFile, 80, 11
    SERVICE OpenFile, 81, 6
    SERVICE ReadFile, 82, 9
    SERVICE WriteFile, 83, 9
    SERVICE DeviceIoControlFile, 84, 10
    SERVICE FlushBuffersFile, 85, 2
    SERVICE CancelIoFile, 86, 2
    SERVICE QueryInformationFile, 87, 5
    SERVICE SetInformationFile, 88, 5
    SERVICE QueryDirectoryFile, 89, 11
    SERVICE QueryAttributesFile, 90, 2
    SERVICE QueryVolumeInformationFile, 91, 5
    SERVICE LoadDriver, 92, 1
    SERVICE UnloadDriver, 93, 1
    SERVICE CreateKey, 94, 7
    SERVICE OpenKey, 95, 3
    SERVICE DeleteKey, 96, 1
    SERVICE EnumerateKey, 97, 6
    SERVICE QueryKey, 98, 5
    SERVICE SetValueKey, 99, 6
    SERVICE QueryValueKey, 100, 6
    SERVICE EnumerateValueKey, 101, 6
    SERVICE DeleteValueKey, 102, 2
    SERVICE FlushKey, 103, 1
    SERVICE DriverAttach, 104, 1
    SERVICE DriverInitialized, 105, 2
    SERVICE DriverCreateDevice, 106, 7
    SERVICE DriverSetDevice, 107, 3
    SERVICE DriverDeleteDevice, 108, 1
    SERVICE DriverAttachDevice, 109, 2
    SERVICE DriverConnectInterrupt, 110, 4
    SERVICE DriverDisconnectInterrupt, 111, 1
    SERVICE DriverOpenPorts, 112, 3
    SERVICE DriverMapMemory, 113, 4
    SERVICE DriverUnmapMemory, 114, 2
