// What the runtime calls of ntdll beyond system services.
#pragma once
#include <nt.h>

void *RtlAllocateHeap(void *HeapHandle, uint32_t Flags, uintptr_t Size);
BOOLEAN RtlFreeHeap(void *HeapHandle, uint32_t Flags, void *BaseAddress);
NTSTATUS LdrLoadDll(const uint16_t *DllPath, uint32_t *DllCharacteristics, const UNICODE_STRING *DllName, HANDLE *DllHandle);
NTSTATUS LdrUnloadDll(HANDLE DllHandle);
NTSTATUS LdrGetProcedureAddress(HANDLE DllHandle, const ANSI_STRING *ProcedureName, uint32_t ProcedureNumber, void **ProcedureAddress);
uint8_t *RtlImageNtHeader(void *Base);
void *memset(void *to, int value, size_t count);
void *RtlAddVectoredExceptionHandler(uint32_t First, int32_t (*Handler)(EXCEPTION_POINTERS *ExceptionInfo));
