/* Never ends by itself. */
#include "native.h"

void NtProcessStartup(PPEB peb)
{
    (void)peb;
    print(L"looping\n");
    for (;;) __asm__ volatile("pause");
}
