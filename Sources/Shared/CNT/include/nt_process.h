// What a process knows of itself: PEB, TEB, its parameters, its list of modules.
#pragma once
#include "nt_base.h"

typedef struct _PEB {
    uint8_t InheritedAddressSpace;
    uint8_t ReadImageFileExecOptions;
    uint8_t BeingDebugged;
    uint8_t BitField;
    uint32_t Padding0;
    HANDLE Mutant;
    uintptr_t ImageBaseAddress;
    uintptr_t Ldr;
    uintptr_t ProcessParameters;
    uintptr_t SubSystemData;
    uintptr_t ProcessHeap;
    uintptr_t FastPebLock;
    uintptr_t AtlThunkSListPtr;
    uintptr_t IFEOKey;
    uint32_t CrossProcessFlags;
    uint32_t Padding1;
    uintptr_t KernelCallbackTable;
    uint32_t SystemReserved;
    uint32_t AtlThunkSListPtr32;
    uintptr_t ApiSetMap;
    uint32_t TlsExpansionCounter;
    uint32_t Padding2;
    uintptr_t TlsBitmap;
    uint32_t TlsBitmapBits[2];
    uintptr_t ReadOnlySharedMemoryBase;
    uintptr_t SharedData;
    uintptr_t ReadOnlyStaticServerData;
    uintptr_t AnsiCodePageData;
    uintptr_t OemCodePageData;
    uintptr_t UnicodeCaseTableData;
    uint32_t NumberOfProcessors;
    uint32_t NtGlobalFlag;
    int64_t CriticalSectionTimeout;
    uintptr_t HeapSegmentReserve;
    uintptr_t HeapSegmentCommit;
    uintptr_t HeapDeCommitTotalFreeThreshold;
    uintptr_t HeapDeCommitFreeBlockThreshold;
    uint32_t NumberOfHeaps;
    uint32_t MaximumNumberOfHeaps;
    uintptr_t ProcessHeaps;
    uintptr_t GdiSharedHandleTable;
    uintptr_t ProcessStarterHelper;
    uint32_t GdiDCAttributeList;
    uint32_t Padding3;
    uintptr_t LoaderLock;
    uint32_t OSMajorVersion;
    uint32_t OSMinorVersion;
    uint16_t OSBuildNumber;
    uint16_t OSCSDVersion;
    uint32_t OSPlatformId;
    uint32_t ImageSubsystem;
    uint32_t ImageSubsystemMajorVersion;
    uint32_t ImageSubsystemMinorVersion;
    uint32_t Padding4;
    uintptr_t ActiveProcessAffinityMask;
    uint32_t GdiHandleBuffer[60];
    uintptr_t PostProcessInitRoutine;
    uintptr_t TlsExpansionBitmap;
    uint32_t TlsExpansionBitmapBits[32];
    uint32_t SessionId;
    uint32_t Padding5;
    uint64_t AppCompatFlags;
    uint64_t AppCompatFlagsUser;
    uintptr_t pShimData;
    uintptr_t AppCompatInfo;
    UNICODE_STRING CSDVersion;
    uintptr_t ActivationContextData;
    uintptr_t ProcessAssemblyStorageMap;
    uintptr_t SystemDefaultActivationContextData;
    uintptr_t SystemAssemblyStorageMap;
    uintptr_t MinimumStackCommit;
    uintptr_t FlsCallback;
    LIST_ENTRY64 FlsListHead;
    uintptr_t FlsBitmap;
    uint32_t FlsBitmapBits[4];
    uint32_t FlsHighIndex;
    uint32_t Padding6;
    uintptr_t WerRegistrationData;
    uintptr_t WerShipAssertPtr;
    uintptr_t pContextData;
    uintptr_t pImageHeaderHash;
    uint64_t TracingFlags;
} PEB;
NT_OFFSET(PEB, ImageBaseAddress, 0x10);
NT_OFFSET(PEB, Ldr, 0x18);
NT_OFFSET(PEB, ProcessParameters, 0x20);
NT_OFFSET(PEB, ProcessHeap, 0x30);
NT_OFFSET(PEB, FastPebLock, 0x38);
NT_OFFSET(PEB, ApiSetMap, 0x68);
NT_OFFSET(PEB, TlsBitmap, 0x78);
NT_OFFSET(PEB, NumberOfProcessors, 0xB8);
NT_OFFSET(PEB, NtGlobalFlag, 0xBC);
NT_OFFSET(PEB, ProcessHeaps, 0xF0);
NT_OFFSET(PEB, LoaderLock, 0x110);
NT_OFFSET(PEB, OSMajorVersion, 0x118);
NT_OFFSET(PEB, OSBuildNumber, 0x120);
NT_OFFSET(PEB, ImageSubsystem, 0x128);
NT_OFFSET(PEB, TlsExpansionBitmap, 0x238);
NT_OFFSET(PEB, SessionId, 0x2C0);
NT_OFFSET(PEB, CSDVersion, 0x2E8);
NT_OFFSET(PEB, FlsCallback, 0x320);
NT_OFFSET(PEB, FlsHighIndex, 0x350);

typedef struct _TEB {
    uintptr_t ExceptionList;
    uintptr_t StackBase;
    uintptr_t StackLimit;
    uintptr_t SubSystemTib;
    uintptr_t FiberData;
    uintptr_t ArbitraryUserPointer;
    uintptr_t Self;
    uintptr_t EnvironmentPointer;
    CLIENT_ID ClientId;
    uintptr_t ActiveRpcHandle;
    uintptr_t ThreadLocalStoragePointer;
    uintptr_t ProcessEnvironmentBlock;
    uint32_t LastErrorValue;
    uint32_t CountOfOwnedCriticalSections;
    uintptr_t CsrClientThread;
    uintptr_t Win32ThreadInfo;
    uint32_t User32Reserved[26];
    uint32_t UserReserved[5];
    uintptr_t WOW32Reserved;
    uint32_t CurrentLocale;
    uint32_t FpSoftwareStatusRegister;
    uint64_t ReservedForDebuggerInstrumentation[16];
    uint64_t SystemReserved1[38];
    uint32_t ExceptionCode;
    uint32_t Padding0;
    uintptr_t ActivationContextStackPointer;
    uint64_t SystemReserved2[497];
    UNICODE_STRING StaticUnicodeString;
    uint16_t StaticUnicodeBuffer[261];
    uint16_t Padding1[3];
    uintptr_t DeallocationStack;
    uintptr_t TlsSlots[64];
    LIST_ENTRY64 TlsLinks;
    uintptr_t Vdm;
    uintptr_t ReservedForNtRpc;
    uintptr_t DbgSsReserved[2];
    uint32_t HardErrorMode;
    uint32_t Padding2;
    uintptr_t Instrumentation[11];
    NT_GUID ActivityId;
    uintptr_t SubProcessTag;
    uintptr_t PerflibData;
    uintptr_t EtwTraceData;
    uintptr_t WinSockData;
    uint32_t GdiBatchCount;
    uint32_t CurrentIdealProcessor;
    uint32_t GuaranteedStackBytes;
    uint32_t Padding3;
    uintptr_t ReservedForPerf;
    uintptr_t ReservedForOle;
    uint32_t WaitingOnLoaderLock;
    uint32_t Padding4;
    uintptr_t SavedPriorityState;
    uintptr_t ReservedForCodeCoverage;
    uintptr_t ThreadPoolData;
    uintptr_t TlsExpansionSlots;
    uintptr_t DeallocationBStore;
    uintptr_t BStoreLimit;
    uint32_t MuiGeneration;
    uint32_t IsImpersonating;
    uintptr_t NlsCache;
    uintptr_t pShimData;
    uintptr_t HeapData;
    uintptr_t CurrentTransactionHandle;
    uintptr_t ActiveFrame;
    uintptr_t FlsSlots;
    uintptr_t PreferredLanguages;
    uintptr_t UserPrefLanguages;
    uintptr_t MergedPrefLanguages;
    uint32_t MuiImpersonation;
    uint16_t CrossTebFlags;
    uint16_t SameTebFlags;
    uintptr_t TxnScopeEnterCallback;
    uintptr_t TxnScopeExitCallback;
    uintptr_t TxnScopeContext;
    uint32_t LockCount;
    int32_t WowTebOffset;
    uintptr_t ResourceRetValue;
    uintptr_t ReservedForWdf;
} TEB;
NT_OFFSET(TEB, Self, 0x30);
NT_OFFSET(TEB, ClientId, 0x40);
NT_OFFSET(TEB, ThreadLocalStoragePointer, 0x58);
NT_OFFSET(TEB, ProcessEnvironmentBlock, 0x60);
NT_OFFSET(TEB, LastErrorValue, 0x68);
NT_OFFSET(TEB, WOW32Reserved, 0x100);
NT_OFFSET(TEB, ExceptionCode, 0x2C0);
NT_OFFSET(TEB, StaticUnicodeString, 0x1258);
NT_OFFSET(TEB, DeallocationStack, 0x1478);
NT_OFFSET(TEB, TlsSlots, 0x1480);
NT_OFFSET(TEB, TlsLinks, 0x1680);
NT_OFFSET(TEB, ActivityId, 0x1710);
NT_OFFSET(TEB, GuaranteedStackBytes, 0x1748);
NT_OFFSET(TEB, TlsExpansionSlots, 0x1780);
NT_OFFSET(TEB, FlsSlots, 0x17C8);
_Static_assert(sizeof(TEB) <= 0x2000, "a TEB is two pages");

/// SameTebFlags: the thread's first run through the loader is over.
#define TEB_LOADER_INITIALIZED 0x4000u

/// Where a thread's stack lies; the first two are zero unless the caller made the stack by hand.
typedef struct _INITIAL_TEB {
    uintptr_t OldStackBase;
    uintptr_t OldStackLimit;
    uintptr_t StackBase;
    uintptr_t StackLimit;
    uintptr_t StackAllocationBase;
} INITIAL_TEB;
NT_SIZE(INITIAL_TEB, 0x28);

typedef struct _PEB_LDR_DATA {
    uint32_t Length;
    uint8_t Initialized;
    HANDLE SsHandle;
    LIST_ENTRY64 InLoadOrderModuleList;
    LIST_ENTRY64 InMemoryOrderModuleList;
    LIST_ENTRY64 InInitializationOrderModuleList;
    uintptr_t EntryInProgress;
    uint8_t ShutdownInProgress;
    HANDLE ShutdownThreadId;
} PEB_LDR_DATA;
NT_OFFSET(PEB_LDR_DATA, InLoadOrderModuleList, 0x10);
NT_SIZE(PEB_LDR_DATA, 0x58);

typedef struct _LDR_DATA_TABLE_ENTRY {
    LIST_ENTRY64 InLoadOrderLinks;
    LIST_ENTRY64 InMemoryOrderLinks;
    LIST_ENTRY64 InInitializationOrderLinks;
    uintptr_t DllBase;
    uintptr_t EntryPoint;
    uint32_t SizeOfImage;
    UNICODE_STRING FullDllName;
    UNICODE_STRING BaseDllName;
    uint32_t Flags;
    uint16_t ObsoleteLoadCount;
    uint16_t TlsIndex;
    LIST_ENTRY64 HashLinks;
    uint32_t TimeDateStamp;
    uintptr_t EntryPointActivationContext;
    uintptr_t Lock;
    uintptr_t DdagNode;
    LIST_ENTRY64 NodeModuleLink;
    uintptr_t LoadContext;
    uintptr_t ParentDllBase;
    uintptr_t SwitchBackContext;
    uintptr_t BaseAddressIndexNode[3];
    uintptr_t MappingInfoIndexNode[3];
    uintptr_t OriginalBase;
    int64_t LoadTime;
    uint32_t BaseNameHashValue;
    uint32_t LoadReason;
    uint32_t ImplicitPathOptions;
    uint32_t ReferenceCount;
    uint32_t DependentLoadFlags;
    uint8_t SigningLevel;
} LDR_DATA_TABLE_ENTRY;
NT_OFFSET(LDR_DATA_TABLE_ENTRY, DllBase, 0x30);
NT_OFFSET(LDR_DATA_TABLE_ENTRY, SizeOfImage, 0x40);
NT_OFFSET(LDR_DATA_TABLE_ENTRY, FullDllName, 0x48);
NT_OFFSET(LDR_DATA_TABLE_ENTRY, BaseDllName, 0x58);
NT_OFFSET(LDR_DATA_TABLE_ENTRY, Flags, 0x68);
NT_OFFSET(LDR_DATA_TABLE_ENTRY, TimeDateStamp, 0x80);
NT_OFFSET(LDR_DATA_TABLE_ENTRY, OriginalBase, 0xF8);
NT_OFFSET(LDR_DATA_TABLE_ENTRY, ReferenceCount, 0x114);
NT_SIZE(LDR_DATA_TABLE_ENTRY, 0x120);

#define LDRP_IMAGE_DLL 0x00000004u
#define LDRP_LOAD_IN_PROGRESS 0x00001000u
#define LDRP_ENTRY_PROCESSED 0x00004000u
#define LDRP_DONT_CALL_FOR_THREADS 0x00040000u
#define LDRP_PROCESS_ATTACH_CALLED 0x00080000u
#define LDRP_IMAGE_NOT_AT_BASE 0x00200000u

#define DLL_PROCESS_DETACH 0u
#define DLL_PROCESS_ATTACH 1u
#define DLL_THREAD_ATTACH 2u
#define DLL_THREAD_DETACH 3u

typedef struct _CURDIR {
    UNICODE_STRING DosPath;
    HANDLE Handle;
} CURDIR;
NT_SIZE(CURDIR, 0x18);

typedef struct _RTL_DRIVE_LETTER_CURDIR {
    uint16_t Flags;
    uint16_t Length;
    uint32_t TimeStamp;
    ANSI_STRING DosPath;
} RTL_DRIVE_LETTER_CURDIR;
NT_SIZE(RTL_DRIVE_LETTER_CURDIR, 0x18);

typedef struct _RTL_USER_PROCESS_PARAMETERS {
    uint32_t MaximumLength;
    uint32_t Length;
    uint32_t Flags;
    uint32_t DebugFlags;
    HANDLE ConsoleHandle;
    uint32_t ConsoleFlags;
    HANDLE StandardInput;
    HANDLE StandardOutput;
    HANDLE StandardError;
    CURDIR CurrentDirectory;
    UNICODE_STRING DllPath;
    UNICODE_STRING ImagePathName;
    UNICODE_STRING CommandLine;
    uintptr_t Environment;
    uint32_t StartingX;
    uint32_t StartingY;
    uint32_t CountX;
    uint32_t CountY;
    uint32_t CountCharsX;
    uint32_t CountCharsY;
    uint32_t FillAttribute;
    uint32_t WindowFlags;
    uint32_t ShowWindowFlags;
    UNICODE_STRING WindowTitle;
    UNICODE_STRING DesktopInfo;
    UNICODE_STRING ShellInfo;
    UNICODE_STRING RuntimeData;
    RTL_DRIVE_LETTER_CURDIR CurrentDirectories[32];
    uintptr_t EnvironmentSize;
    uintptr_t EnvironmentVersion;
    uintptr_t PackageDependencyData;
    uint32_t ProcessGroupId;
    uint32_t LoaderThreads;
    UNICODE_STRING RedirectionDllName;
    UNICODE_STRING HeapPartitionName;
    uintptr_t DefaultThreadpoolCpuSetMasks;
    uint32_t DefaultThreadpoolCpuSetMaskCount;
    uint32_t DefaultThreadpoolThreadMaximum;
} RTL_USER_PROCESS_PARAMETERS;
NT_OFFSET(RTL_USER_PROCESS_PARAMETERS, ConsoleHandle, 0x10);
NT_OFFSET(RTL_USER_PROCESS_PARAMETERS, StandardInput, 0x20);
NT_OFFSET(RTL_USER_PROCESS_PARAMETERS, CurrentDirectory, 0x38);
NT_OFFSET(RTL_USER_PROCESS_PARAMETERS, DllPath, 0x50);
NT_OFFSET(RTL_USER_PROCESS_PARAMETERS, ImagePathName, 0x60);
NT_OFFSET(RTL_USER_PROCESS_PARAMETERS, CommandLine, 0x70);
NT_OFFSET(RTL_USER_PROCESS_PARAMETERS, Environment, 0x80);
NT_OFFSET(RTL_USER_PROCESS_PARAMETERS, WindowTitle, 0xB0);
NT_OFFSET(RTL_USER_PROCESS_PARAMETERS, CurrentDirectories, 0xF0);
NT_OFFSET(RTL_USER_PROCESS_PARAMETERS, EnvironmentSize, 0x3F0);
NT_SIZE(RTL_USER_PROCESS_PARAMETERS, 0x440);

/// Flags: the strings hold addresses, not offsets from the start of the block.
#define RTL_USER_PROCESS_PARAMETERS_NORMALIZED 0x01u

typedef struct _RTL_CRITICAL_SECTION {
    uintptr_t DebugInfo;
    int32_t LockCount;
    int32_t RecursionCount;
    HANDLE OwningThread;
    HANDLE LockSemaphore;
    uintptr_t SpinCount;
} RTL_CRITICAL_SECTION;
NT_SIZE(RTL_CRITICAL_SECTION, 0x28);

typedef struct _RTL_BITMAP {
    uint32_t SizeOfBitMap;
    uintptr_t Buffer;
} RTL_BITMAP;
NT_SIZE(RTL_BITMAP, 0x10);

typedef struct _RTL_OSVERSIONINFOEXW {
    uint32_t dwOSVersionInfoSize;
    uint32_t dwMajorVersion;
    uint32_t dwMinorVersion;
    uint32_t dwBuildNumber;
    uint32_t dwPlatformId;
    uint16_t szCSDVersion[128];
    uint16_t wServicePackMajor;
    uint16_t wServicePackMinor;
    uint16_t wSuiteMask;
    uint8_t wProductType;
    uint8_t wReserved;
} RTL_OSVERSIONINFOEXW;
NT_SIZE(RTL_OSVERSIONINFOEXW, 0x11C);
