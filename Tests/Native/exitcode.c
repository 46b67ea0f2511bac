/* A program's status is what it says. */
#include "native.h"

void NtProcessStartup(PPEB peb)
{
    (void)peb;
    NtTerminateProcess(CURRENT_PROCESS, 42);
}
