import NTABI

/// RtlNtStatusToDosError. The Win32 error code of a status; ERROR_MR_MID_NOT_FOUND (317) where there is none.
@c(RtlNtStatusToDosError)
public func rtlNtStatusToDosError(_ status: UInt32) -> UInt32 {
    // Codes of applications stand for themselves; those that wrap a Win32 error are that error.
    if status & 0x2000_0000 != 0 { return status }
    if status >> 16 == 0x8007 || status >> 16 == 0xC001 { return status & 0xFFFF }
    return win32Error(of: status)
}

private func win32Error(of status: UInt32) -> UInt32 {
    switch status {
    case 0, 0x80, 0xC0: 0
    case 0x102: 258  // WAIT_TIMEOUT
    case 0x103: 997  // ERROR_IO_PENDING
    case 0x8000_0002, 0xC000_0005: 998  // ERROR_NOACCESS
    case 0x8000_0005: 234  // ERROR_MORE_DATA
    case 0x8000_0006: 18  // ERROR_NO_MORE_FILES
    case 0x8000_001A: 259  // ERROR_NO_MORE_ITEMS
    case 0xC000_0001: 31  // ERROR_GEN_FAILURE
    case 0xC000_0002, 0xC000_0010: 1  // ERROR_INVALID_FUNCTION
    case 0xC000_0004: 24  // ERROR_BAD_LENGTH
    case 0xC000_0008, 0xC000_0024: 6  // ERROR_INVALID_HANDLE
    case 0xC000_0003, 0xC000_000D, 0xC000_0030, 0xC000_0045, 0xC000_00EF...0xC000_00FA: 87  // ERROR_INVALID_PARAMETER
    case 0xC000_000E, 0xC000_000F, 0xC000_0034: 2  // ERROR_FILE_NOT_FOUND
    case 0xC000_0011: 38  // ERROR_HANDLE_EOF
    case 0xC000_0017, 0xC000_0040: 8  // ERROR_NOT_ENOUGH_MEMORY
    case 0xC000_0018, 0xC000_0019, 0xC000_001A: 487  // ERROR_INVALID_ADDRESS
    case 0xC000_0022, 0xC000_004B, 0xC000_0056, 0xC000_00BA, 0xC000_010A: 5  // ERROR_ACCESS_DENIED
    case 0xC000_0023: 122  // ERROR_INSUFFICIENT_BUFFER
    case 0xC000_0033: 123  // ERROR_INVALID_NAME
    case 0xC000_0035: 183  // ERROR_ALREADY_EXISTS
    case 0xC000_0039, 0xC000_003B: 161  // ERROR_BAD_PATHNAME
    case 0xC000_003A: 3  // ERROR_PATH_NOT_FOUND
    case 0xC000_0043: 32  // ERROR_SHARING_VIOLATION
    case 0xC000_0046: 288  // ERROR_NOT_OWNER
    case 0xC000_0047: 298  // ERROR_TOO_MANY_POSTS
    case 0xC000_007A, 0xC000_0139: 127  // ERROR_PROC_NOT_FOUND
    case 0xC000_007B: 193  // ERROR_BAD_EXE_FORMAT
    case 0xC000_0095: 534  // ERROR_ARITHMETIC_OVERFLOW
    case 0xC000_009A: 1450  // ERROR_NO_SYSTEM_RESOURCES
    case 0xC000_00A2: 19  // ERROR_WRITE_PROTECT
    case 0xC000_00BB: 50  // ERROR_NOT_SUPPORTED
    case 0xC000_0103: 267  // ERROR_DIRECTORY
    case 0xC000_0106: 206  // ERROR_FILENAME_EXCED_RANGE
    case 0xC000_0120: 995  // ERROR_OPERATION_ABORTED
    case 0xC000_012D: 1455  // ERROR_COMMITMENT_LIMIT
    case 0xC000_0135: 126  // ERROR_MOD_NOT_FOUND
    case 0xC000_0138: 182  // ERROR_INVALID_ORDINAL
    case 0xC000_0142: 1114  // ERROR_DLL_INIT_FAILED
    case 0xC000_0184: 22  // ERROR_BAD_COMMAND
    default: 317
    }
}
