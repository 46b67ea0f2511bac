// Prototypes of ntdll's own routines (not system services) that Swift programs call.
#pragma once
#include "nt_base.h"
#include "nt_process_information.h"
#include "nt_process.h"

PEB *RtlGetCurrentPeb(void);

// Starting processes
NTSTATUS RtlCreateProcessParameters(
    RTL_USER_PROCESS_PARAMETERS **ProcessParameters, const UNICODE_STRING *ImagePathName,
    const UNICODE_STRING *DllPath, const UNICODE_STRING *CurrentDirectory,
    const UNICODE_STRING *CommandLine, void *Environment, const UNICODE_STRING *WindowTitle,
    const UNICODE_STRING *DesktopInfo, const UNICODE_STRING *ShellInfo,
    const UNICODE_STRING *RuntimeData);
NTSTATUS RtlDestroyProcessParameters(RTL_USER_PROCESS_PARAMETERS *ProcessParameters);
NTSTATUS RtlCreateUserProcess(
    const UNICODE_STRING *NtImagePathName, uint32_t Attributes,
    RTL_USER_PROCESS_PARAMETERS *ProcessParameters, void *ProcessSecurityDescriptor,
    void *ThreadSecurityDescriptor, HANDLE ParentProcess, BOOLEAN InheritHandles, HANDLE DebugPort,
    HANDLE ExceptionPort, RTL_USER_PROCESS_INFORMATION *ProcessInformation);
NTSTATUS RtlCreateUserThread(
    HANDLE Process, void *ThreadSecurityDescriptor, BOOLEAN CreateSuspended, uint32_t ZeroBits,
    uintptr_t MaximumStackSize, uintptr_t CommittedStackSize, uintptr_t StartAddress,
    uintptr_t Parameter, HANDLE *Thread, CLIENT_ID *ClientId);

// The environment; a null `Environment` is the process's own
NTSTATUS RtlQueryEnvironmentVariable_U(
    void *Environment, const UNICODE_STRING *Name, UNICODE_STRING *Value);
NTSTATUS RtlSetEnvironmentVariable(
    void **Environment, const UNICODE_STRING *Name, const UNICODE_STRING *Value);

// The heap; a process's own is PEB.ProcessHeap
#define HEAP_NO_SERIALIZE 0x01u
#define HEAP_GENERATE_EXCEPTIONS 0x04u
#define HEAP_ZERO_MEMORY 0x08u
#define HEAP_REALLOC_IN_PLACE_ONLY 0x10u
HANDLE RtlCreateHeap(
    uint32_t Flags, void *Base, uintptr_t Reserve, uintptr_t Commit, void *Lock, void *Parameters);
HANDLE RtlDestroyHeap(HANDLE Heap);
void *RtlAllocateHeap(HANDLE Heap, uint32_t Flags, uintptr_t Size);
void *RtlReAllocateHeap(HANDLE Heap, uint32_t Flags, void *Memory, uintptr_t Size);
BOOLEAN RtlFreeHeap(HANDLE Heap, uint32_t Flags, void *Memory);
uintptr_t RtlSizeHeap(HANDLE Heap, uint32_t Flags, const void *Memory);
BOOLEAN RtlValidateHeap(HANDLE Heap, uint32_t Flags, const void *Memory);

// Modules
NTSTATUS LdrLoadDll(
    const uint16_t *SearchPath, const uint32_t *Characteristics, const UNICODE_STRING *Name,
    HANDLE *Module);
NTSTATUS LdrUnloadDll(HANDLE Module);
NTSTATUS LdrGetDllHandle(
    const uint16_t *SearchPath, const uint32_t *Characteristics, const UNICODE_STRING *Name,
    HANDLE *Module);
NTSTATUS LdrGetProcedureAddress(
    HANDLE Module, const ANSI_STRING *Name, uint32_t Ordinal, uintptr_t *Address);
NTSTATUS LdrFindEntryForAddress(uintptr_t Address, LDR_DATA_TABLE_ENTRY **Entry);
uintptr_t RtlPcToFileHeader(uintptr_t Address, uintptr_t *Base);

// Locks
NTSTATUS RtlInitializeCriticalSection(RTL_CRITICAL_SECTION *Section);
NTSTATUS RtlEnterCriticalSection(RTL_CRITICAL_SECTION *Section);
BOOLEAN RtlTryEnterCriticalSection(RTL_CRITICAL_SECTION *Section);
NTSTATUS RtlLeaveCriticalSection(RTL_CRITICAL_SECTION *Section);
NTSTATUS RtlDeleteCriticalSection(RTL_CRITICAL_SECTION *Section);

// Time
void RtlTimeToTimeFields(const int64_t *Time, TIME_FIELDS *TimeFields);
BOOLEAN RtlTimeFieldsToTime(const TIME_FIELDS *TimeFields, int64_t *Time);

// Ends
void RtlExitUserProcess(uint32_t ExitStatus) __attribute__((noreturn));
void RtlExitUserThread(uint32_t ExitStatus) __attribute__((noreturn));

// Exceptions
void RtlRaiseStatus(NTSTATUS Status) __attribute__((noreturn));
uintptr_t RtlAddVectoredExceptionHandler(uint32_t First, uintptr_t Handler);
uint32_t RtlRemoveVectoredExceptionHandler(uintptr_t Handle);
