// Registry keys and values.
#pragma once
#include "nt_base.h"

#define REG_NONE 0u
#define REG_SZ 1u
#define REG_EXPAND_SZ 2u
#define REG_BINARY 3u
#define REG_DWORD 4u
#define REG_DWORD_BIG_ENDIAN 5u
#define REG_LINK 6u
#define REG_MULTI_SZ 7u
#define REG_QWORD 11u

#define REG_OPTION_NON_VOLATILE 0u
#define REG_OPTION_VOLATILE 1u
#define REG_CREATED_NEW_KEY 1u
#define REG_OPENED_EXISTING_KEY 2u

#define KeyBasicInformation 0u
#define KeyNodeInformation 1u
#define KeyFullInformation 2u
#define KeyNameInformation 3u
#define KeyValueBasicInformation 0u
#define KeyValueFullInformation 1u
#define KeyValuePartialInformation 2u

typedef struct _KEY_BASIC_INFORMATION {
    int64_t LastWriteTime;
    uint32_t TitleIndex;
    uint32_t NameLength;
} KEY_BASIC_INFORMATION;
#define KEY_BASIC_INFORMATION_NAME 16
NT_SIZE(KEY_BASIC_INFORMATION, 16);

typedef struct _KEY_NODE_INFORMATION {
    int64_t LastWriteTime;
    uint32_t TitleIndex;
    uint32_t ClassOffset;
    uint32_t ClassLength;
    uint32_t NameLength;
} KEY_NODE_INFORMATION;
#define KEY_NODE_INFORMATION_NAME 24
NT_SIZE(KEY_NODE_INFORMATION, 24);

typedef struct _KEY_FULL_INFORMATION {
    int64_t LastWriteTime;
    uint32_t TitleIndex;
    uint32_t ClassOffset;
    uint32_t ClassLength;
    uint32_t SubKeys;
    uint32_t MaxNameLen;
    uint32_t MaxClassLen;
    uint32_t Values;
    uint32_t MaxValueNameLen;
    uint32_t MaxValueDataLen;
} KEY_FULL_INFORMATION;
#define KEY_FULL_INFORMATION_CLASS 44
NT_OFFSET(KEY_FULL_INFORMATION, MaxValueDataLen, 40);

typedef struct _KEY_NAME_INFORMATION {
    uint32_t NameLength;
} KEY_NAME_INFORMATION;
#define KEY_NAME_INFORMATION_NAME 4

typedef struct _KEY_VALUE_BASIC_INFORMATION {
    uint32_t TitleIndex;
    uint32_t Type;
    uint32_t NameLength;
} KEY_VALUE_BASIC_INFORMATION;
#define KEY_VALUE_BASIC_INFORMATION_NAME 12

typedef struct _KEY_VALUE_FULL_INFORMATION {
    uint32_t TitleIndex;
    uint32_t Type;
    uint32_t DataOffset;
    uint32_t DataLength;
    uint32_t NameLength;
} KEY_VALUE_FULL_INFORMATION;
#define KEY_VALUE_FULL_INFORMATION_NAME 20
NT_SIZE(KEY_VALUE_FULL_INFORMATION, 20);

typedef struct _KEY_VALUE_PARTIAL_INFORMATION {
    uint32_t TitleIndex;
    uint32_t Type;
    uint32_t DataLength;
} KEY_VALUE_PARTIAL_INFORMATION;
#define KEY_VALUE_PARTIAL_INFORMATION_DATA 12
