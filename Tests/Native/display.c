/* Text reaches the display, arguments reach the program. */
#include "native.h"

void NtProcessStartup(PPEB peb)
{
    PRTL_USER_PROCESS_PARAMETERS parameters = peb->ProcessParameters;
    print(L"hello from C\n");
    CHECK(parameters != NULL);
    CHECK(parameters->CommandLine.Length % 2 == 0);
    print(L"[");
    NtDisplayString(&parameters->CommandLine);
    print(L"]\n");
    EXPECT(NtDisplayString(NULL), STATUS_ACCESS_VIOLATION);
    finish();
}
