// The driver model's structures as compiled Windows x64 drivers see them, and the parts of its interface that are inline code.
#pragma once
#include "wdm_dispatcher.h"
#include "wdm_objects.h"
#include "wdm_irp.h"
#include "wdm_executive.h"
#include "wdm_inline.h"
#include "wdm_exports.h"
#include "wdm_keyboard.h"
#include "wdm_registry.h"
#include "cpu.h"
#include "hal_imports.h"
#include "ntdll_imports.h"
