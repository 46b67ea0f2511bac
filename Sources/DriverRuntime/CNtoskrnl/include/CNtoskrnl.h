// The data that ntoskrnl.exe exports stands in DataExports.S: Swift cannot give a variable a C name.
#pragma once

extern void *const ExEventObjectType;
extern void *const ExSemaphoreObjectType;
extern void *const PsThreadType;
extern void *const PsProcessType;
extern void *const MmSectionObjectType;
extern void *const CmKeyObjectType;
extern void *const SeTokenObjectType;
