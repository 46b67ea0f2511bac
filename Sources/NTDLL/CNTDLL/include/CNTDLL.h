// Assembly of ntdll that its Swift code calls.
#pragma once
#include <nt.h>

/// Calls `handler` with four arguments, through a frame that unwinds. Also calls termination handlers and
/// filters, which take the first two.
int32_t RtlpCallHandler(uintptr_t first, uintptr_t second, uintptr_t third, uintptr_t fourth,
                        uintptr_t handler);

/// Never executed as written: addresses that the loader puts into tables.
void LdrInitializeThunk(void);
void RtlUserThreadStart(void);
void KiUserExceptionDispatcher(void);
void RtlCaptureContext(CONTEXT *context);
void RtlRaiseException(EXCEPTION_RECORD *record);
void RtlRaiseStatus(NTSTATUS status) __attribute__((noreturn));
