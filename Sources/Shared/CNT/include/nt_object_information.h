// Structures of the information classes of objects: object manager, events, mutants, semaphores, timers.
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
