// KUSER_SHARED_DATA: the page at 0x7FFE0000 that every process can read.
#pragma once
#include "nt_base.h"

#define KUSER_SHARED_DATA_ADDRESS 0x7FFE0000u

/// A 64-bit time that 32-bit writes keep readable: write High2, Low, High1; read High1, Low, High2.
typedef struct _KSYSTEM_TIME {
    uint32_t LowPart;
    int32_t High1Time;
    int32_t High2Time;
} KSYSTEM_TIME;
NT_SIZE(KSYSTEM_TIME, 0x0C);

typedef struct _KUSER_SHARED_DATA {
    uint32_t TickCountLowDeprecated;
    uint32_t TickCountMultiplier;
    KSYSTEM_TIME InterruptTime;
    KSYSTEM_TIME SystemTime;
    KSYSTEM_TIME TimeZoneBias;
    uint16_t ImageNumberLow;
    uint16_t ImageNumberHigh;
    uint16_t NtSystemRoot[260];
    uint32_t MaxStackTraceDepth;
    uint32_t CryptoExponent;
    uint32_t TimeZoneId;
    uint32_t LargePageMinimum;
    uint32_t AitSamplingValue;
    uint32_t AppCompatFlag;
    uint64_t RNGSeedVersion;
    uint32_t GlobalValidationRunlevel;
    int32_t TimeZoneBiasStamp;
    uint32_t NtBuildNumber;
    uint32_t NtProductType;
    uint8_t ProductTypeIsValid;
    uint8_t Reserved0;
    uint16_t NativeProcessorArchitecture;
    uint32_t NtMajorVersion;
    uint32_t NtMinorVersion;
    uint8_t ProcessorFeatures[64];
    uint32_t Reserved1;
    uint32_t Reserved3;
    uint32_t TimeSlip;
    uint32_t AlternativeArchitecture;
    uint32_t BootId;
    int64_t SystemExpirationDate;
    uint32_t SuiteMask;
    uint8_t KdDebuggerEnabled;
    uint8_t MitigationPolicies;
    uint16_t CyclesPerYield;
    uint32_t ActiveConsoleId;
    uint32_t DismountCount;
    uint32_t ComPlusPackage;
    uint32_t LastSystemRITEventTickCount;
    uint32_t NumberOfPhysicalPages;
    uint8_t SafeBootMode;
    uint8_t VirtualizationFlags;
    uint16_t Reserved12;
    uint32_t SharedDataFlags;
    uint32_t DataFlagsPad;
    uint64_t TestRetInstruction;
    int64_t QpcFrequency;
    uint32_t SystemCall;
    uint32_t Reserved2;
    uint64_t SystemCallPad[2];
    KSYSTEM_TIME TickCount;
    uint32_t TickCountPad;
    uint32_t Cookie;
    uint32_t CookiePad;
    int64_t ConsoleSessionForegroundProcessId;
    uint64_t TimeUpdateLock;
    uint64_t BaselineSystemTimeQpc;
    uint64_t BaselineInterruptTimeQpc;
    uint64_t QpcSystemTimeIncrement;
    uint64_t QpcInterruptTimeIncrement;
    uint64_t Reserved13[10];
    int64_t QpcBias;
    uint32_t ActiveProcessorCount;
    uint8_t ActiveGroupCount;
    uint8_t Reserved9;
    uint16_t QpcData;
    int64_t TimeZoneBiasEffectiveStart;
    int64_t TimeZoneBiasEffectiveEnd;
} KUSER_SHARED_DATA;
NT_OFFSET(KUSER_SHARED_DATA, InterruptTime, 0x08);
NT_OFFSET(KUSER_SHARED_DATA, SystemTime, 0x14);
NT_OFFSET(KUSER_SHARED_DATA, TimeZoneBias, 0x20);
NT_OFFSET(KUSER_SHARED_DATA, NtSystemRoot, 0x30);
NT_OFFSET(KUSER_SHARED_DATA, NtBuildNumber, 0x260);
NT_OFFSET(KUSER_SHARED_DATA, NtProductType, 0x264);
NT_OFFSET(KUSER_SHARED_DATA, NtMajorVersion, 0x26C);
NT_OFFSET(KUSER_SHARED_DATA, ProcessorFeatures, 0x274);
NT_OFFSET(KUSER_SHARED_DATA, SystemExpirationDate, 0x2C8);
NT_OFFSET(KUSER_SHARED_DATA, KdDebuggerEnabled, 0x2D4);
NT_OFFSET(KUSER_SHARED_DATA, NumberOfPhysicalPages, 0x2E8);
NT_OFFSET(KUSER_SHARED_DATA, QpcFrequency, 0x300);
NT_OFFSET(KUSER_SHARED_DATA, SystemCall, 0x308);
NT_OFFSET(KUSER_SHARED_DATA, TickCount, 0x320);
NT_OFFSET(KUSER_SHARED_DATA, Cookie, 0x330);
NT_OFFSET(KUSER_SHARED_DATA, QpcBias, 0x3B8);

#define PF_FLOATING_POINT_EMULATED 1u
#define PF_COMPARE_EXCHANGE_DOUBLE 2u
#define PF_MMX_INSTRUCTIONS_AVAILABLE 3u
#define PF_XMMI_INSTRUCTIONS_AVAILABLE 6u
#define PF_RDTSC_INSTRUCTION_AVAILABLE 8u
#define PF_PAE_ENABLED 9u
#define PF_XMMI64_INSTRUCTIONS_AVAILABLE 10u
#define PF_NX_ENABLED 12u
#define PF_SSE3_INSTRUCTIONS_AVAILABLE 13u
#define PF_COMPARE_EXCHANGE128 14u
#define PF_XSAVE_ENABLED 17u
#define PF_RDWRFSGSBASE_AVAILABLE 22u
#define PF_FASTFAIL_AVAILABLE 23u
