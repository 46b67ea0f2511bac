// Between a keyboard's port driver and its class driver.
#pragma once
#include "wdm_objects.h"

// Takes the packets from InputDataStart up to InputDataEnd, at DISPATCH_LEVEL; says how many were taken.
typedef void (*PSERVICE_CALLBACK_ROUTINE)(DEVICE_OBJECT *ClassDevice, KEYBOARD_INPUT_DATA *InputDataStart,
                                          KEYBOARD_INPUT_DATA *InputDataEnd, uint32_t *InputDataConsumed);

// The input of IOCTL_INTERNAL_KEYBOARD_CONNECT.
typedef struct _CONNECT_DATA {
    DEVICE_OBJECT *ClassDeviceObject;
    PSERVICE_CALLBACK_ROUTINE ClassService;
} CONNECT_DATA;

enum { FILE_DEVICE_8042_PORT = 0x27 };

_Static_assert(sizeof(CONNECT_DATA) == 0x10, "CONNECT_DATA");
