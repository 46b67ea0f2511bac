// Prototypes of ntdll's own routines (not system services) that Swift programs call.
#pragma once
#include "nt_base.h"
#include "nt_information.h"
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
