// Structures of the information classes of the system as a whole.
#pragma once
#include "nt_base.h"

// NtQuerySystemInformation
#define SystemBasicInformation 0u
#define SystemProcessorInformation 1u
#define SystemPerformanceInformation 2u
#define SystemTimeOfDayInformation 3u
#define SystemProcessInformation 5u
#define SystemProcessorPerformanceInformation 8u
#define SystemModuleInformation 11u
#define SystemHandleInformation 16u
#define SystemInterruptInformation 23u
#define SystemKernelDebuggerInformation 35u

typedef struct _SYSTEM_BASIC_INFORMATION {
    uint32_t Reserved;
    uint32_t TimerResolution;
    uint32_t PageSize;
    uint32_t NumberOfPhysicalPages;
    uint32_t LowestPhysicalPageNumber;
    uint32_t HighestPhysicalPageNumber;
    uint32_t AllocationGranularity;
    uintptr_t MinimumUserModeAddress;
    uintptr_t MaximumUserModeAddress;
    uintptr_t ActiveProcessorsAffinityMask;
    uint8_t NumberOfProcessors;
} SYSTEM_BASIC_INFORMATION;
NT_OFFSET(SYSTEM_BASIC_INFORMATION, MinimumUserModeAddress, 0x20);
NT_SIZE(SYSTEM_BASIC_INFORMATION, 0x40);

typedef struct _SYSTEM_PROCESSOR_INFORMATION {
    uint16_t ProcessorArchitecture;
    uint16_t ProcessorLevel;
    uint16_t ProcessorRevision;
    uint16_t MaximumProcessors;
    uint32_t ProcessorFeatureBits;
} SYSTEM_PROCESSOR_INFORMATION;
NT_SIZE(SYSTEM_PROCESSOR_INFORMATION, 0x0C);

typedef struct _SYSTEM_PERFORMANCE_INFORMATION {
    int64_t IdleProcessTime;
    int64_t IoReadTransferCount;
    int64_t IoWriteTransferCount;
    int64_t IoOtherTransferCount;
    uint32_t IoReadOperationCount;
    uint32_t IoWriteOperationCount;
    uint32_t IoOtherOperationCount;
    uint32_t AvailablePages;
    uint32_t CommittedPages;
    uint32_t CommitLimit;
    uint32_t PeakCommitment;
    uint32_t PageFaultCount;
    uint32_t CopyOnWriteCount;
    uint32_t TransitionCount;
    uint32_t CacheTransitionCount;
    uint32_t DemandZeroCount;
    uint32_t PageReadCount;
    uint32_t PageReadIoCount;
    uint32_t CacheReadCount;
    uint32_t CacheIoCount;
    uint32_t DirtyPagesWriteCount;
    uint32_t DirtyWriteIoCount;
    uint32_t MappedPagesWriteCount;
    uint32_t MappedWriteIoCount;
    uint32_t PagedPoolPages;
    uint32_t NonPagedPoolPages;
    uint32_t PagedPoolAllocs;
    uint32_t PagedPoolFrees;
    uint32_t NonPagedPoolAllocs;
    uint32_t NonPagedPoolFrees;
    uint32_t FreeSystemPtes;
    uint32_t ResidentSystemCodePage;
    uint32_t TotalSystemDriverPages;
    uint32_t TotalSystemCodePages;
    uint32_t NonPagedPoolLookasideHits;
    uint32_t PagedPoolLookasideHits;
    uint32_t AvailablePagedPoolPages;
    uint32_t ResidentSystemCachePage;
    uint32_t ResidentPagedPoolPage;
    uint32_t ResidentSystemDriverPage;
    uint32_t CacheManagerCounters[27];
    uint32_t ContextSwitches;
    uint32_t FirstLevelTbFills;
    uint32_t SecondLevelTbFills;
    uint32_t SystemCalls;
    uint32_t Padding;
} SYSTEM_PERFORMANCE_INFORMATION;
NT_OFFSET(SYSTEM_PERFORMANCE_INFORMATION, AvailablePages, 0x2C);
NT_OFFSET(SYSTEM_PERFORMANCE_INFORMATION, ContextSwitches, 0x11C);
NT_OFFSET(SYSTEM_PERFORMANCE_INFORMATION, SystemCalls, 0x128);

typedef struct _SYSTEM_TIMEOFDAY_INFORMATION {
    int64_t BootTime;
    int64_t CurrentTime;
    int64_t TimeZoneBias;
    uint32_t TimeZoneId;
    uint32_t Reserved;
    uint64_t BootTimeBias;
    uint64_t SleepTimeBias;
} SYSTEM_TIMEOFDAY_INFORMATION;
NT_SIZE(SYSTEM_TIMEOFDAY_INFORMATION, 0x30);

/// Behind it stand `NumberOfThreads` SYSTEM_THREAD_INFORMATIONs and the image's name.
typedef struct _SYSTEM_PROCESS_INFORMATION {
    uint32_t NextEntryOffset;
    uint32_t NumberOfThreads;
    int64_t WorkingSetPrivateSize;
    uint32_t HardFaultCount;
    uint32_t NumberOfThreadsHighWatermark;
    uint64_t CycleTime;
    int64_t CreateTime;
    int64_t UserTime;
    int64_t KernelTime;
    UNICODE_STRING ImageName;
    int32_t BasePriority;
    HANDLE UniqueProcessId;
    HANDLE InheritedFromUniqueProcessId;
    uint32_t HandleCount;
    uint32_t SessionId;
    uintptr_t UniqueProcessKey;
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
    uintptr_t PrivatePageCount;
    int64_t ReadOperationCount;
    int64_t WriteOperationCount;
    int64_t OtherOperationCount;
    int64_t ReadTransferCount;
    int64_t WriteTransferCount;
    int64_t OtherTransferCount;
} SYSTEM_PROCESS_INFORMATION;
NT_OFFSET(SYSTEM_PROCESS_INFORMATION, ImageName, 0x38);
NT_OFFSET(SYSTEM_PROCESS_INFORMATION, UniqueProcessId, 0x50);
NT_SIZE(SYSTEM_PROCESS_INFORMATION, 0x100);

typedef struct _SYSTEM_THREAD_INFORMATION {
    int64_t KernelTime;
    int64_t UserTime;
    int64_t CreateTime;
    uint32_t WaitTime;
    uintptr_t StartAddress;
    CLIENT_ID ClientId;
    int32_t Priority;
    int32_t BasePriority;
    uint32_t ContextSwitches;
    uint32_t ThreadState;
    uint32_t WaitReason;
} SYSTEM_THREAD_INFORMATION;
NT_OFFSET(SYSTEM_THREAD_INFORMATION, ClientId, 0x28);
NT_SIZE(SYSTEM_THREAD_INFORMATION, 0x50);

/// SystemModuleInformation: a count (u32, padded to 8 bytes), then these.
typedef struct _RTL_PROCESS_MODULE_INFORMATION {
    HANDLE Section;
    uintptr_t MappedBase;
    uintptr_t ImageBase;
    uint32_t ImageSize;
    uint32_t Flags;
    uint16_t LoadOrderIndex;
    uint16_t InitOrderIndex;
    uint16_t LoadCount;
    uint16_t OffsetToFileName;
    uint8_t FullPathName[256];
} RTL_PROCESS_MODULE_INFORMATION;
NT_SIZE(RTL_PROCESS_MODULE_INFORMATION, 0x128);

// NtShutdownSystem
#define ShutdownNoReboot 0u
#define ShutdownReboot 1u
#define ShutdownPowerOff 2u
