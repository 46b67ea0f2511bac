// Constants of virtual memory and sections, and the structures of their information classes.
#pragma once
#include "nt_base.h"

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
