// What the runtime calls of ntdll beyond what CNT declares.
#pragma once
#include <stddef.h>

void *memset(void *to, int value, size_t count);
