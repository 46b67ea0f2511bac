/* A wild write ends the program with the status of the exception. */
#include "native.h"

void NtProcessStartup(PPEB peb)
{
    (void)peb;
    print(L"about to fault\n");
    volatile int *volatile nowhere = (volatile int *)0x10;
    *nowhere = 1;
    print(L"FAIL: still running\n");
    NtTerminateProcess(CURRENT_PROCESS, 0);
}
