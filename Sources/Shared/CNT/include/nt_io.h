// Files, devices and what the standard drivers speak.
#pragma once
#include "nt_base.h"

#define FILE_SUPERSEDE 0u
#define FILE_OPEN 1u
#define FILE_CREATE 2u
#define FILE_OPEN_IF 3u
#define FILE_OVERWRITE 4u
#define FILE_OVERWRITE_IF 5u
#define FILE_SUPERSEDED 0u
#define FILE_OPENED 1u
#define FILE_CREATED 2u
#define FILE_OVERWRITTEN 3u
#define FILE_EXISTS 4u
#define FILE_DOES_NOT_EXIST 5u
#define FILE_DIRECTORY_FILE 0x00000001u
#define FILE_WRITE_THROUGH 0x00000002u
#define FILE_SEQUENTIAL_ONLY 0x00000004u
#define FILE_SYNCHRONOUS_IO_ALERT 0x00000010u
#define FILE_SYNCHRONOUS_IO_NONALERT 0x00000020u
#define FILE_NON_DIRECTORY_FILE 0x00000040u
#define FILE_DELETE_ON_CLOSE 0x00001000u
#define FILE_SHARE_READ 0x1u
#define FILE_SHARE_WRITE 0x2u
#define FILE_SHARE_DELETE 0x4u
#define FILE_ATTRIBUTE_READONLY 0x00000001u
#define FILE_ATTRIBUTE_HIDDEN 0x00000002u
#define FILE_ATTRIBUTE_SYSTEM 0x00000004u
#define FILE_ATTRIBUTE_DIRECTORY 0x00000010u
#define FILE_ATTRIBUTE_ARCHIVE 0x00000020u
#define FILE_ATTRIBUTE_DEVICE 0x00000040u
#define FILE_ATTRIBUTE_NORMAL 0x00000080u

#define FileDirectoryInformation 1u
#define FileFullDirectoryInformation 2u
#define FileBothDirectoryInformation 3u
#define FileBasicInformation 4u
#define FileStandardInformation 5u
#define FileNameInformation 9u
#define FileNamesInformation 12u
#define FileDispositionInformation 13u
#define FilePositionInformation 14u
#define FileEndOfFileInformation 20u
#define FileNetworkOpenInformation 34u

typedef struct _FILE_BASIC_INFORMATION {
    int64_t CreationTime;
    int64_t LastAccessTime;
    int64_t LastWriteTime;
    int64_t ChangeTime;
    uint32_t FileAttributes;
} FILE_BASIC_INFORMATION;
NT_SIZE(FILE_BASIC_INFORMATION, 0x28);

typedef struct _FILE_STANDARD_INFORMATION {
    int64_t AllocationSize;
    int64_t EndOfFile;
    uint32_t NumberOfLinks;
    uint8_t DeletePending;
    uint8_t Directory;
} FILE_STANDARD_INFORMATION;
NT_SIZE(FILE_STANDARD_INFORMATION, 0x18);

typedef struct _FILE_POSITION_INFORMATION {
    int64_t CurrentByteOffset;
} FILE_POSITION_INFORMATION;

typedef struct _FILE_END_OF_FILE_INFORMATION {
    int64_t EndOfFile;
} FILE_END_OF_FILE_INFORMATION;

typedef struct _FILE_DISPOSITION_INFORMATION {
    uint8_t DeleteFile;
} FILE_DISPOSITION_INFORMATION;

typedef struct _FILE_NETWORK_OPEN_INFORMATION {
    int64_t CreationTime;
    int64_t LastAccessTime;
    int64_t LastWriteTime;
    int64_t ChangeTime;
    int64_t AllocationSize;
    int64_t EndOfFile;
    uint32_t FileAttributes;
} FILE_NETWORK_OPEN_INFORMATION;
NT_SIZE(FILE_NETWORK_OPEN_INFORMATION, 0x38);

typedef struct _FILE_NAME_INFORMATION {
    uint32_t FileNameLength;
} FILE_NAME_INFORMATION;
#define FILE_NAME_INFORMATION_NAME 4

typedef struct _FILE_DIRECTORY_INFORMATION {
    uint32_t NextEntryOffset;
    uint32_t FileIndex;
    int64_t CreationTime;
    int64_t LastAccessTime;
    int64_t LastWriteTime;
    int64_t ChangeTime;
    int64_t EndOfFile;
    int64_t AllocationSize;
    uint32_t FileAttributes;
    uint32_t FileNameLength;
} FILE_DIRECTORY_INFORMATION;
#define FILE_DIRECTORY_INFORMATION_NAME 64
NT_SIZE(FILE_DIRECTORY_INFORMATION, 0x40);

typedef struct _FILE_FULL_DIR_INFORMATION {
    uint32_t NextEntryOffset;
    uint32_t FileIndex;
    int64_t CreationTime;
    int64_t LastAccessTime;
    int64_t LastWriteTime;
    int64_t ChangeTime;
    int64_t EndOfFile;
    int64_t AllocationSize;
    uint32_t FileAttributes;
    uint32_t FileNameLength;
    uint32_t EaSize;
} FILE_FULL_DIR_INFORMATION;
#define FILE_FULL_DIR_INFORMATION_NAME 68

typedef struct _FILE_BOTH_DIR_INFORMATION {
    uint32_t NextEntryOffset;
    uint32_t FileIndex;
    int64_t CreationTime;
    int64_t LastAccessTime;
    int64_t LastWriteTime;
    int64_t ChangeTime;
    int64_t EndOfFile;
    int64_t AllocationSize;
    uint32_t FileAttributes;
    uint32_t FileNameLength;
    uint32_t EaSize;
    int8_t ShortNameLength;
    uint16_t ShortName[12];
} FILE_BOTH_DIR_INFORMATION;
#define FILE_BOTH_DIR_INFORMATION_NAME 94
NT_OFFSET(FILE_BOTH_DIR_INFORMATION, ShortName, 0x46);

typedef struct _FILE_NAMES_INFORMATION {
    uint32_t NextEntryOffset;
    uint32_t FileIndex;
    uint32_t FileNameLength;
} FILE_NAMES_INFORMATION;
#define FILE_NAMES_INFORMATION_NAME 12

#define FileFsVolumeInformation 1u
#define FileFsSizeInformation 3u
#define FileFsDeviceInformation 4u
#define FileFsAttributeInformation 5u

typedef struct _FILE_FS_VOLUME_INFORMATION {
    int64_t VolumeCreationTime;
    uint32_t VolumeSerialNumber;
    uint32_t VolumeLabelLength;
    uint8_t SupportsObjects;
} FILE_FS_VOLUME_INFORMATION;
#define FILE_FS_VOLUME_INFORMATION_LABEL 18

typedef struct _FILE_FS_SIZE_INFORMATION {
    int64_t TotalAllocationUnits;
    int64_t AvailableAllocationUnits;
    uint32_t SectorsPerAllocationUnit;
    uint32_t BytesPerSector;
} FILE_FS_SIZE_INFORMATION;
NT_SIZE(FILE_FS_SIZE_INFORMATION, 0x18);

typedef struct _FILE_FS_DEVICE_INFORMATION {
    uint32_t DeviceType;
    uint32_t Characteristics;
} FILE_FS_DEVICE_INFORMATION;

typedef struct _FILE_FS_ATTRIBUTE_INFORMATION {
    uint32_t FileSystemAttributes;
    int32_t MaximumComponentNameLength;
    uint32_t FileSystemNameLength;
} FILE_FS_ATTRIBUTE_INFORMATION;
#define FILE_FS_ATTRIBUTE_INFORMATION_NAME 12

#define FILE_DEVICE_BEEP 0x01u
#define FILE_DEVICE_DISK 0x07u
#define FILE_DEVICE_KEYBOARD 0x0Bu
#define FILE_DEVICE_NULL 0x15u
#define FILE_DEVICE_UNKNOWN 0x22u
#define FILE_REMOVABLE_MEDIA 0x01u
#define FILE_READ_ONLY_DEVICE 0x02u
#define FILE_DEVICE_SECURE_OPEN 0x100u

// beep.sys
#define IOCTL_BEEP_SET 0x00010000u

typedef struct _BEEP_SET_PARAMETERS {
    uint32_t Frequency;
    uint32_t Duration;
} BEEP_SET_PARAMETERS;
#define BEEP_FREQUENCY_MINIMUM 0x25u
#define BEEP_FREQUENCY_MAXIMUM 0x7FFFu

// Keyboard class device
#define IOCTL_KEYBOARD_QUERY_ATTRIBUTES 0x000B0000u
#define IOCTL_KEYBOARD_SET_TYPEMATIC 0x000B0004u
#define IOCTL_KEYBOARD_SET_INDICATORS 0x000B0008u
#define IOCTL_KEYBOARD_QUERY_TYPEMATIC 0x000B0020u
#define IOCTL_KEYBOARD_QUERY_INDICATORS 0x000B0040u
#define IOCTL_INTERNAL_KEYBOARD_CONNECT 0x000B0203u
#define IOCTL_INTERNAL_KEYBOARD_DISCONNECT 0x000B0403u
#define IOCTL_INTERNAL_KEYBOARD_ENABLE 0x000B0803u
#define IOCTL_INTERNAL_KEYBOARD_DISABLE 0x000B1003u

/// One key going down or up.
typedef struct _KEYBOARD_INPUT_DATA {
    uint16_t UnitId;
    uint16_t MakeCode;
    uint16_t Flags;
    uint16_t Reserved;
    uint32_t ExtraInformation;
} KEYBOARD_INPUT_DATA;
NT_SIZE(KEYBOARD_INPUT_DATA, 0x0C);
#define KEY_MAKE 0u
#define KEY_BREAK 1u
#define KEY_E0 2u
#define KEY_E1 4u
#define KEYBOARD_OVERRUN_MAKE_CODE 0xFFu

typedef struct _KEYBOARD_INDICATOR_PARAMETERS {
    uint16_t UnitId;
    uint16_t LedFlags;
} KEYBOARD_INDICATOR_PARAMETERS;
#define KEYBOARD_SCROLL_LOCK_ON 1u
#define KEYBOARD_NUM_LOCK_ON 2u
#define KEYBOARD_CAPS_LOCK_ON 4u

typedef struct _KEYBOARD_TYPEMATIC_PARAMETERS {
    uint16_t UnitId;
    uint16_t Rate;
    uint16_t Delay;
} KEYBOARD_TYPEMATIC_PARAMETERS;

typedef struct _KEYBOARD_ID {
    uint8_t Type;
    uint8_t Subtype;
} KEYBOARD_ID;

typedef struct _KEYBOARD_ATTRIBUTES {
    KEYBOARD_ID KeyboardIdentifier;
    uint16_t KeyboardMode;
    uint16_t NumberOfFunctionKeys;
    uint16_t NumberOfIndicators;
    uint16_t NumberOfKeysTotal;
    uint32_t InputDataQueueLength;
    KEYBOARD_TYPEMATIC_PARAMETERS KeyRepeatMinimum;
    KEYBOARD_TYPEMATIC_PARAMETERS KeyRepeatMaximum;
} KEYBOARD_ATTRIBUTES;
NT_SIZE(KEYBOARD_ATTRIBUTES, 0x1C);
