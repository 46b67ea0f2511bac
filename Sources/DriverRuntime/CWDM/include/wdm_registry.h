// Registry queries as drivers write them: RtlQueryRegistryValues and its table.
#pragma once
#include <nt.h>

typedef NTSTATUS (*PRTL_QUERY_REGISTRY_ROUTINE)(const uint16_t *ValueName, uint32_t ValueType, void *ValueData,
                                                uint32_t ValueLength, void *Context, void *EntryContext);

typedef struct _RTL_QUERY_REGISTRY_TABLE {
    PRTL_QUERY_REGISTRY_ROUTINE QueryRoutine;
    uint32_t Flags;
    const uint16_t *Name;
    void *EntryContext;
    uint32_t DefaultType;
    void *DefaultData;
    uint32_t DefaultLength;
} RTL_QUERY_REGISTRY_TABLE;

enum {
    RTL_REGISTRY_ABSOLUTE = 0, RTL_REGISTRY_SERVICES = 1, RTL_REGISTRY_CONTROL = 2,
    RTL_REGISTRY_WINDOWS_NT = 3, RTL_REGISTRY_DEVICEMAP = 4, RTL_REGISTRY_USER = 5,
    RTL_REGISTRY_HANDLE = 0x40000000, RTL_REGISTRY_OPTIONAL = 0x80000000,
};

enum {
    RTL_QUERY_REGISTRY_SUBKEY = 0x01, RTL_QUERY_REGISTRY_TOPKEY = 0x02, RTL_QUERY_REGISTRY_REQUIRED = 0x04,
    RTL_QUERY_REGISTRY_NOVALUE = 0x08, RTL_QUERY_REGISTRY_NOEXPAND = 0x10, RTL_QUERY_REGISTRY_DIRECT = 0x20,
    RTL_QUERY_REGISTRY_DELETE = 0x40,
};

_Static_assert(sizeof(RTL_QUERY_REGISTRY_TABLE) == 0x38, "RTL_QUERY_REGISTRY_TABLE");
