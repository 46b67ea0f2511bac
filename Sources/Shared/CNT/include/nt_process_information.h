// Structures of the information classes of processes and threads.
#pragma once
#include "nt_base.h"

// NtQueryInformationProcess
#define ProcessBasicInformation 0u
#define ProcessQuotaLimits 1u
#define ProcessIoCounters 2u
#define ProcessVmCounters 3u
#define ProcessTimes 4u
#define ProcessBasePriority 5u
#define ProcessExceptionPort 8u
#define ProcessDefaultHardErrorMode 12u
#define ProcessPriorityClass 18u
#define ProcessHandleCount 20u
#define ProcessAffinityMask 21u
#define ProcessSessionInformation 24u
#define ProcessImageFileName 27u
#define ProcessImageInformation 37u
#define ProcessCookie 36u

typedef struct _PROCESS_BASIC_INFORMATION {
    NTSTATUS ExitStatus;
    uintptr_t PebBaseAddress;
    uintptr_t AffinityMask;
    int32_t BasePriority;
    HANDLE UniqueProcessId;
    HANDLE InheritedFromUniqueProcessId;
} PROCESS_BASIC_INFORMATION;
NT_SIZE(PROCESS_BASIC_INFORMATION, 0x30);

typedef struct _KERNEL_USER_TIMES {
    int64_t CreateTime;
    int64_t ExitTime;
    int64_t KernelTime;
    int64_t UserTime;
} KERNEL_USER_TIMES;
NT_SIZE(KERNEL_USER_TIMES, 0x20);

typedef struct _VM_COUNTERS {
    uintptr_t PeakVirtualSize;
    uintptr_t VirtualSize;
    uint32_t PageFaultCount;
    uintptr_t PeakWorkingSetSize;
    uintptr_t WorkingSetSize;
    uintptr_t QuotaPeakPagedPoolUsage;
    uintptr_t QuotaPagedPoolUsage;
    uintptr_t QuotaPeakNonPagedPoolUsage;
    uintptr_t QuotaNonPagedPoolUsage;
    uintptr_t PagefileUsage;
    uintptr_t PeakPagefileUsage;
} VM_COUNTERS;
NT_SIZE(VM_COUNTERS, 0x58);

typedef struct _IO_COUNTERS {
    uint64_t ReadOperationCount;
    uint64_t WriteOperationCount;
    uint64_t OtherOperationCount;
    uint64_t ReadTransferCount;
    uint64_t WriteTransferCount;
    uint64_t OtherTransferCount;
} IO_COUNTERS;
NT_SIZE(IO_COUNTERS, 0x30);

// NtQueryInformationThread
#define ThreadBasicInformation 0u
#define ThreadTimes 1u
#define ThreadPriority 2u
#define ThreadBasePriority 3u
#define ThreadQuerySetWin32StartAddress 9u
#define ThreadZeroTlsCell 10u
#define ThreadAmILastThread 12u
#define ThreadIsTerminated 20u

typedef struct _THREAD_BASIC_INFORMATION {
    NTSTATUS ExitStatus;
    uintptr_t TebBaseAddress;
    CLIENT_ID ClientId;
    uintptr_t AffinityMask;
    int32_t Priority;
    int32_t BasePriority;
} THREAD_BASIC_INFORMATION;
NT_SIZE(THREAD_BASIC_INFORMATION, 0x30);

#define THREAD_CREATE_FLAGS_CREATE_SUSPENDED 0x01u

/// Behind `TotalLength` (its own eight bytes included) follow attributes; NtCreateThreadEx and NtCreateUserProcess take them.
typedef struct _PS_ATTRIBUTE {
    uintptr_t Attribute;
    uintptr_t Size;
    uintptr_t Value;
    uintptr_t ReturnLength;
} PS_ATTRIBUTE;
NT_SIZE(PS_ATTRIBUTE, 0x20);

#define PS_ATTRIBUTE_CLIENT_ID 0x00010003u
#define PS_ATTRIBUTE_TEB_ADDRESS 0x00010004u
