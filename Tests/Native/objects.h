/* The control codes of \Device\Objects, for the driver and its caller, and what is passed with them. */
#pragma once

#define OBJECTS_CODE(function) CTL_CODE(FILE_DEVICE_UNKNOWN, 0x820 + (function), METHOD_BUFFERED, FILE_ANY_ACCESS)
#define OBJECTS_REFERENCE OBJECTS_CODE(0)
#define OBJECTS_WAIT_ANY OBJECTS_CODE(1)
#define OBJECTS_WAIT_ALL OBJECTS_CODE(2)
#define OBJECTS_END OBJECTS_CODE(3)
#define OBJECTS_ROUTINES OBJECTS_CODE(4)

typedef struct {
    HANDLE event, semaphore, mutant, thread, process, section, file;
} OBJECTS;
