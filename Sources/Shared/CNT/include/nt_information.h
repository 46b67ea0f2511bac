// Structures of the information classes: objects, executive objects, processes, threads, memory, system.
#pragma once
#include "nt_base.h"

// NtQueryObject, NtSetInformationObject
#define ObjectBasicInformation 0u
#define ObjectNameInformation 1u
#define ObjectTypeInformation 2u
#define ObjectTypesInformation 3u
#define ObjectHandleFlagInformation 4u

typedef struct _OBJECT_BASIC_INFORMATION {
    uint32_t Attributes;
    ACCESS_MASK GrantedAccess;
    uint32_t HandleCount;
    uint32_t PointerCount;
    uint32_t PagedPoolCharge;
    uint32_t NonPagedPoolCharge;
    uint32_t Reserved[3];
    uint32_t NameInfoSize;
    uint32_t TypeInfoSize;
    uint32_t SecurityDescriptorSize;
    int64_t CreationTime;
} OBJECT_BASIC_INFORMATION;
NT_SIZE(OBJECT_BASIC_INFORMATION, 0x38);

typedef struct _OBJECT_NAME_INFORMATION {
    UNICODE_STRING Name;
} OBJECT_NAME_INFORMATION;

typedef struct _OBJECT_TYPE_INFORMATION {
    UNICODE_STRING TypeName;
    uint32_t TotalNumberOfObjects;
    uint32_t TotalNumberOfHandles;
    uint32_t TotalPagedPoolUsage;
    uint32_t TotalNonPagedPoolUsage;
    uint32_t TotalNamePoolUsage;
    uint32_t TotalHandleTableUsage;
    uint32_t HighWaterNumberOfObjects;
    uint32_t HighWaterNumberOfHandles;
    uint32_t HighWaterPagedPoolUsage;
    uint32_t HighWaterNonPagedPoolUsage;
    uint32_t HighWaterNamePoolUsage;
    uint32_t HighWaterHandleTableUsage;
    uint32_t InvalidAttributes;
    GENERIC_MAPPING GenericMapping;
    uint32_t ValidAccessMask;
    uint8_t SecurityRequired;
    uint8_t MaintainHandleCount;
    uint8_t TypeIndex;
    uint8_t ReservedByte;
    uint32_t PoolType;
    uint32_t DefaultPagedPoolCharge;
    uint32_t DefaultNonPagedPoolCharge;
} OBJECT_TYPE_INFORMATION;
NT_SIZE(OBJECT_TYPE_INFORMATION, 0x68);

typedef struct _OBJECT_HANDLE_FLAG_INFORMATION {
    uint8_t Inherit;
    uint8_t ProtectFromClose;
} OBJECT_HANDLE_FLAG_INFORMATION;
NT_SIZE(OBJECT_HANDLE_FLAG_INFORMATION, 2);

typedef struct _OBJECT_DIRECTORY_INFORMATION {
    UNICODE_STRING Name;
    UNICODE_STRING TypeName;
} OBJECT_DIRECTORY_INFORMATION;
NT_SIZE(OBJECT_DIRECTORY_INFORMATION, 0x20);

#define DUPLICATE_CLOSE_SOURCE 0x01u
#define DUPLICATE_SAME_ACCESS 0x02u
#define DUPLICATE_SAME_ATTRIBUTES 0x04u

// Events, mutants, semaphores, timers
#define NotificationEvent 0u
#define SynchronizationEvent 1u
#define NotificationTimer 0u
#define SynchronizationTimer 1u
#define WaitAll 0u
#define WaitAny 1u
#define MAXIMUM_WAIT_OBJECTS 64u

typedef struct _EVENT_BASIC_INFORMATION {
    uint32_t EventType;
    int32_t EventState;
} EVENT_BASIC_INFORMATION;
NT_SIZE(EVENT_BASIC_INFORMATION, 8);

typedef struct _MUTANT_BASIC_INFORMATION {
    int32_t CurrentCount;
    uint8_t OwnedByCaller;
    uint8_t AbandonedState;
} MUTANT_BASIC_INFORMATION;
NT_SIZE(MUTANT_BASIC_INFORMATION, 8);

typedef struct _SEMAPHORE_BASIC_INFORMATION {
    int32_t CurrentCount;
    int32_t MaximumCount;
} SEMAPHORE_BASIC_INFORMATION;
NT_SIZE(SEMAPHORE_BASIC_INFORMATION, 8);

typedef struct _TIMER_BASIC_INFORMATION {
    int64_t RemainingTime;
    uint8_t TimerState;
} TIMER_BASIC_INFORMATION;
NT_SIZE(TIMER_BASIC_INFORMATION, 0x10);

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

// Memory and sections
#define MEM_COMMIT 0x00001000u
#define MEM_RESERVE 0x00002000u
#define MEM_DECOMMIT 0x00004000u
#define MEM_RELEASE 0x00008000u
#define MEM_FREE 0x00010000u
#define MEM_PRIVATE 0x00020000u
#define MEM_MAPPED 0x00040000u
#define MEM_RESET 0x00080000u
#define MEM_TOP_DOWN 0x00100000u
#define MEM_IMAGE 0x01000000u
#define PAGE_NOACCESS 0x01u
#define PAGE_READONLY 0x02u
#define PAGE_READWRITE 0x04u
#define PAGE_WRITECOPY 0x08u
#define PAGE_EXECUTE 0x10u
#define PAGE_EXECUTE_READ 0x20u
#define PAGE_EXECUTE_READWRITE 0x40u
#define PAGE_EXECUTE_WRITECOPY 0x80u
#define PAGE_GUARD 0x100u
#define PAGE_NOCACHE 0x200u
#define PAGE_WRITECOMBINE 0x400u
#define SEC_FILE 0x00800000u
#define SEC_IMAGE 0x01000000u
#define SEC_RESERVE 0x04000000u
#define SEC_COMMIT 0x08000000u
#define ViewShare 1u
#define ViewUnmap 2u

#define MemoryBasicInformation 0u
#define MemoryWorkingSetInformation 1u
#define MemoryMappedFilenameInformation 2u
#define MemoryRegionInformation 3u

typedef struct _MEMORY_BASIC_INFORMATION {
    uintptr_t BaseAddress;
    uintptr_t AllocationBase;
    uint32_t AllocationProtect;
    uint16_t PartitionId;
    uintptr_t RegionSize;
    uint32_t State;
    uint32_t Protect;
    uint32_t Type;
} MEMORY_BASIC_INFORMATION;
NT_OFFSET(MEMORY_BASIC_INFORMATION, RegionSize, 0x18);
NT_SIZE(MEMORY_BASIC_INFORMATION, 0x30);

#define SectionBasicInformation 0u
#define SectionImageInformation 1u

typedef struct _SECTION_BASIC_INFORMATION {
    uintptr_t BaseAddress;
    uint32_t AllocationAttributes;
    int64_t MaximumSize;
} SECTION_BASIC_INFORMATION;
NT_SIZE(SECTION_BASIC_INFORMATION, 0x18);

typedef struct _SECTION_IMAGE_INFORMATION {
    uintptr_t TransferAddress;
    uint32_t ZeroBits;
    uintptr_t MaximumStackSize;
    uintptr_t CommittedStackSize;
    uint32_t SubSystemType;
    uint16_t SubSystemMinorVersion;
    uint16_t SubSystemMajorVersion;
    uint16_t MajorOperatingSystemVersion;
    uint16_t MinorOperatingSystemVersion;
    uint16_t ImageCharacteristics;
    uint16_t DllCharacteristics;
    uint16_t Machine;
    uint8_t ImageContainsCode;
    uint8_t ImageFlags;
    uint32_t LoaderFlags;
    uint32_t ImageFileSize;
    uint32_t CheckSum;
} SECTION_IMAGE_INFORMATION;
NT_OFFSET(SECTION_IMAGE_INFORMATION, SubSystemType, 0x20);
NT_OFFSET(SECTION_IMAGE_INFORMATION, Machine, 0x30);
NT_SIZE(SECTION_IMAGE_INFORMATION, 0x40);

/// What RtlCreateUserProcess tells its caller.
typedef struct _RTL_USER_PROCESS_INFORMATION {
    uint32_t Length;
    HANDLE ProcessHandle;
    HANDLE ThreadHandle;
    CLIENT_ID ClientId;
    SECTION_IMAGE_INFORMATION ImageInformation;
} RTL_USER_PROCESS_INFORMATION;
NT_SIZE(RTL_USER_PROCESS_INFORMATION, 0x68);

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
