// The small structures that nearly every service takes.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// The place of a member is part of the ABI: a wrong one does not compile.
#define NT_OFFSET(type, member, offset)                                                            \
    _Static_assert(offsetof(type, member) == (offset), #type "." #member " is misplaced")
#define NT_SIZE(type, size) _Static_assert(sizeof(type) == (size), #type " has a wrong size")

typedef uint32_t NTSTATUS;
typedef uintptr_t HANDLE;
typedef uint32_t ACCESS_MASK;
typedef uint8_t BOOLEAN;

/// Lengths are in bytes; `Buffer` is the address of UTF-16 characters, seldom zero-terminated.
typedef struct _UNICODE_STRING {
    uint16_t Length;
    uint16_t MaximumLength;
    uintptr_t Buffer;
} UNICODE_STRING;
NT_OFFSET(UNICODE_STRING, Buffer, 0x08);
NT_SIZE(UNICODE_STRING, 0x10);

/// ANSI_STRING and OEM_STRING: characters of one byte.
typedef struct _ANSI_STRING {
    uint16_t Length;
    uint16_t MaximumLength;
    uintptr_t Buffer;
} ANSI_STRING;
NT_SIZE(ANSI_STRING, 0x10);

typedef struct _OBJECT_ATTRIBUTES {
    uint32_t Length;
    HANDLE RootDirectory;
    uintptr_t ObjectName;
    uint32_t Attributes;
    uintptr_t SecurityDescriptor;
    uintptr_t SecurityQualityOfService;
} OBJECT_ATTRIBUTES;
NT_OFFSET(OBJECT_ATTRIBUTES, RootDirectory, 0x08);
NT_OFFSET(OBJECT_ATTRIBUTES, ObjectName, 0x10);
NT_OFFSET(OBJECT_ATTRIBUTES, Attributes, 0x18);
NT_SIZE(OBJECT_ATTRIBUTES, 0x30);

#define OBJ_INHERIT 0x00000002u
#define OBJ_PERMANENT 0x00000010u
#define OBJ_EXCLUSIVE 0x00000020u
#define OBJ_CASE_INSENSITIVE 0x00000040u
#define OBJ_OPENIF 0x00000080u
#define OBJ_OPENLINK 0x00000100u
#define OBJ_KERNEL_HANDLE 0x00000200u
#define OBJ_VALID_ATTRIBUTES 0x00001FF2u

/// `Status` shares its eight bytes with a pointer that nobody reads.
typedef struct _IO_STATUS_BLOCK {
    NTSTATUS Status;
    uint32_t Reserved;
    uintptr_t Information;
} IO_STATUS_BLOCK;
NT_OFFSET(IO_STATUS_BLOCK, Information, 0x08);
NT_SIZE(IO_STATUS_BLOCK, 0x10);

typedef struct _CLIENT_ID {
    HANDLE UniqueProcess;
    HANDLE UniqueThread;
} CLIENT_ID;
NT_SIZE(CLIENT_ID, 0x10);

/// A list within one address space.
typedef struct _LIST_ENTRY {
    struct _LIST_ENTRY *Flink;
    struct _LIST_ENTRY *Blink;
} LIST_ENTRY;
NT_SIZE(LIST_ENTRY, 0x10);

/// The same layout as addresses, for lists that one address space writes into another.
typedef struct _LIST_ENTRY64 {
    uintptr_t Flink;
    uintptr_t Blink;
} LIST_ENTRY64;
NT_SIZE(LIST_ENTRY64, 0x10);

typedef struct _GUID {
    uint32_t Data1;
    uint16_t Data2;
    uint16_t Data3;
    uint64_t Data4;
} NT_GUID;
NT_SIZE(NT_GUID, 0x10);

typedef struct _TIME_FIELDS {
    int16_t Year;
    int16_t Month;
    int16_t Day;
    int16_t Hour;
    int16_t Minute;
    int16_t Second;
    int16_t Milliseconds;
    int16_t Weekday;
} TIME_FIELDS;
NT_SIZE(TIME_FIELDS, 0x10);

/// Four ways in which a generic right becomes rights of one object type.
typedef struct _GENERIC_MAPPING {
    ACCESS_MASK GenericRead;
    ACCESS_MASK GenericWrite;
    ACCESS_MASK GenericExecute;
    ACCESS_MASK GenericAll;
} GENERIC_MAPPING;
NT_SIZE(GENERIC_MAPPING, 0x10);
