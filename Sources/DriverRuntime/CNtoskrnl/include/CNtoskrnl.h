// The data that ntoskrnl.exe exports stands in DataExports.S: Swift cannot give a variable a C name.
#pragma once

extern void *const ExEventObjectType;
