// Heap.S has no prototypes that Swift code calls.
#pragma once
