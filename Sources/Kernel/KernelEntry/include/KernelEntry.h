#pragma once
#include "Context.h"
