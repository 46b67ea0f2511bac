// Names that the executive's entry gives to Swift: they are assembly's or the linker's.
#pragma once
#include <stdint.h>

/// The image's first address.
static inline uintptr_t executive_image_start(void)
{
    extern const char image_start[];
    return (uintptr_t)image_start;
}

/// The end of the image's code.
static inline uintptr_t executive_text_end(void)
{
    extern const char text_end[];
    return (uintptr_t)text_end;
}

/// The boot archive's first address: the last part of the image.
static inline uintptr_t executive_archive_start(void)
{
    extern const char archive_start[];
    return (uintptr_t)archive_start;
}

/// 1 KB of zeros for the kernel resources.
static inline void *executive_resources_storage(void)
{
    extern char executive_resources[];
    return executive_resources;
}

/// 1 KB of zeros for the heap.
static inline void *executive_heap_storage(void)
{
    extern char executive_heap[];
    return executive_heap;
}

/// Where the monitor thread starts.
static inline uintptr_t executive_monitor_entry(void)
{
    extern const char monitor_entry[];
    return (uintptr_t)monitor_entry;
}
