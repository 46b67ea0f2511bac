/* An image that is nearly 2 GB large, of which it uses two pages. */
#include "native.h"

static char room[2000000000];

void NtProcessStartup(PPEB peb)
{
    (void)peb;
    room[sizeof room - 1] = 1;
    CHECK(room[sizeof room / 2] == 0);
    CHECK(room[sizeof room - 1] == 1);
    finish();
}
