// Structures and numbers of the NT native interface, as Windows on x64 lays them out.
//
// Addresses and handles are integers here (`uintptr_t`): most of these structures describe memory of
// another address space, where a pointer would be a lie. Integers also keep them safe types in Swift.
// Names that follow a structure (`KEY_BASIC_INFORMATION` and its like) are not members: their
// offsets are constants of their own.
#pragma once
#include "nt_base.h"
#include "nt_context.h"
#include "nt_image.h"
#include "nt_io.h"
#include "nt_memory_information.h"
#include "nt_object_information.h"
#include "nt_process.h"
#include "nt_process_information.h"
#include "nt_registry.h"
#include "nt_rights.h"
#include "nt_rtl.h"
#include "nt_services.h"
#include "nt_shared_data.h"
#include "nt_system_information.h"
