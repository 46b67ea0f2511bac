// The memory that the executive shares with one driver process: two rings and a buffer area.
//
// Both sides treat what the other side can write as input: read an entry once, check it, then use it.
// Indexes only grow; an entry lies at index % DRIVER_RING_ENTRIES. A ring's producer owns `tail`, its consumer owns `head`.

#pragma once
#include <stdint.h>

enum {
    DRIVER_RING_ENTRIES = 128,
    DRIVER_REGION_SIZE = 0x80000,          // 512 KiB of address space, committed on demand
    DRIVER_REQUEST_RING = 0x1000,          // byte offsets into the region
    DRIVER_COMPLETION_RING = 0x6000,
    DRIVER_BUFFER_AREA = 0x8000,           // buffered I/O, file names, driver names
};

// Page 0 of the region. Each index stands on a cache line of its own.
typedef struct {
    uint32_t version;                      // DRIVER_PROTOCOL_VERSION
    uint32_t reserved0;
    uint64_t label_offsets[5];             // how the kernel numbers invocations: SeL4's Numbering; written once by the executive
    uint32_t reserved6[4];
    uint32_t request_tail;                 // written by the executive
    uint32_t reserved1[15];
    uint32_t request_head;                 // written by the driver
    uint32_t reserved2[15];
    uint32_t completion_tail;              // written by the driver
    uint32_t reserved3[15];
    uint32_t completion_head;              // written by the executive
    uint32_t driver_waits;                 // 1 while the dispatch thread is about to wait: the executive rings then
    uint32_t reserved4[14];
} driver_region_header;

enum { DRIVER_PROTOCOL_VERSION = 3 };

// What a request asks of the driver process.
enum {
    DRIVER_REQUEST_IRP = 1,                // an IRP for `device`
    DRIVER_REQUEST_CANCEL = 2,             // cancel the IRP `id`; no completion of its own
    DRIVER_REQUEST_LOAD = 3,               // load the driver whose image path lies in the buffer area; answered by NtDriverInitialized
    DRIVER_REQUEST_UNLOAD = 4,             // call DriverUnload of driver `device`; completion when done
    DRIVER_REQUEST_FILE_GONE = 5,          // the file object `file` is gone; no completion
};

// How the IRP's data is passed.
enum {
    DRIVER_BUFFER_NONE = 0,
    DRIVER_BUFFER_SYSTEM = 1,              // buffered: in and out at `system_offset` of the region
    DRIVER_BUFFER_VIEW = 2,                // direct or neither: `view` is a view of the requester's pages in the driver process
};

// One request: 128 bytes.
typedef struct {
    uint32_t kind;                         // DRIVER_REQUEST_*
    uint32_t id;                           // names the IRP until its completion; never 0
    uint32_t device;                       // device id (IRP) or driver id (LOAD, UNLOAD)
    uint32_t file;                         // file object id, 0 for none
    uint8_t  major, minor;                 // IRP_MJ_*, IRP_MN_*
    uint8_t  stack_flags, buffering;       // SL_*, DRIVER_BUFFER_* of the data (output of a device control)
    uint32_t irp_flags;
    uint32_t requester_process, requester_thread;
    uint64_t parameters[4];                // IO_STACK_LOCATION.Parameters, as Windows lays them out; CREATE: the access granted for SecurityContext
    uint32_t system_offset;                // region offset of the system buffer, 0 for none
    uint32_t system_length;                // its length: max of input and output
    uint64_t view;                         // address in the driver process of the direct/neither buffer (output of a device control)
    uint64_t view_length;
    uint64_t input_view;                   // METHOD_NEITHER: address of the input buffer
    uint64_t input_view_length;
    uint32_t name_offset, name_length;     // CREATE: the rest of the name behind the device; LOAD: path of the service key. UTF-16, bytes
    uint32_t path_offset, path_length;     // LOAD: image path. UTF-16, bytes
    uint32_t ends_file;                    // CLEANUP: 1 if nothing else of the file is pending, so that its CLOSE may follow at once
    uint32_t reserved;
} driver_request;

// How much of a request that may end its file was done when it completed.
enum {
    DRIVER_FILE_CLEANED = 0,               // the IRP itself; a CLOSE is still to be sent
    DRIVER_FILE_CLOSED = 1,                // the CLOSE as well; FILE_GONE is still to be sent
    DRIVER_FILE_GONE = 2,                  // everything
};

// One completion: 32 bytes.
typedef struct {
    uint32_t id;                           // of the request
    uint32_t status;                       // NTSTATUS; never STATUS_PENDING
    uint64_t information;
    uint32_t file_end;                     // DRIVER_FILE_*, of a request with ends_file
    uint32_t reserved[3];
} driver_completion;

// How one side reads what the other writes, and publishes what it has written.
static inline uint32_t driver_load_index(const uint32_t *index) { return __atomic_load_n(index, __ATOMIC_ACQUIRE); }
static inline void driver_store_index(uint32_t *index, uint32_t value) { __atomic_store_n(index, value, __ATOMIC_SEQ_CST); }

_Static_assert(sizeof(driver_region_header) == 320, "header");
_Static_assert(sizeof(driver_request) == 128, "request");
_Static_assert(sizeof(driver_completion) == 32, "completion");
_Static_assert(DRIVER_REQUEST_RING + DRIVER_RING_ENTRIES * 128 <= DRIVER_COMPLETION_RING, "rings");
_Static_assert(DRIVER_COMPLETION_RING + DRIVER_RING_ENTRIES * 32 <= DRIVER_BUFFER_AREA, "rings");
