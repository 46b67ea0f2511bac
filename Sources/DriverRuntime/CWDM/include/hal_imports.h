// What hal.dll calls of ntoskrnl.exe.
#pragma once
#include <stdint.h>

uint32_t HalpReadPort(uint16_t Port, uint16_t Width);
void HalpWritePort(uint16_t Port, uint16_t Width, uint32_t Value);
void KeStallExecutionProcessor(uint32_t MicroSeconds);
int64_t KeQueryPerformanceCounter(int64_t *Frequency);
