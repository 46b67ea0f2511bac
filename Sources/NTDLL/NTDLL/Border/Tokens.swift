// Unsafe in the calls of services with pointers to local variables, which the executive reads and writes
// before the call returns.

import CNT
import NTABI

/// TOKEN_PRIVILEGES with one entry.
private struct OnePrivilege: BitwiseCopyable {
    var count: UInt32 = 1
    var low: UInt32
    var high: UInt32 = 0
    var attributes: UInt32
}

/// RtlAdjustPrivilege. Enables or disables a privilege of the process, or of the thread's own token; tells whether it was enabled.
///
/// Errors: `noToken` (the thread has none of its own), `privilegeNotHeld` (the token has no such privilege), those of the services.
@c(RtlAdjustPrivilege)
public func rtlAdjustPrivilege(_ privilege: UInt32, _ enable: UInt8, _ ofThread: UInt8, _ wasEnabled: UInt) -> UInt32 {
    let queryAndAdjust: UInt32 = 0x28
    let enabled: UInt32 = 2
    var token: HANDLE = 0
    var status = unsafe NTStatus(
        rawValue: ofThread != 0
            ? NtOpenThreadToken(Handle.currentThread.rawValue, queryAndAdjust, 0, &token)
            : NtOpenProcessToken(Handle.currentProcess.rawValue, queryAndAdjust, &token))
    guard status.isSuccess else { return status.rawValue }
    defer { _ = NtClose(token) }
    var wanted = OnePrivilege(low: privilege, attributes: enable != 0 ? enabled : 0)
    var before = OnePrivilege(count: 0, low: 0, attributes: 0)
    var length: UInt32 = 0
    let size = UInt32(MemoryLayout<OnePrivilege>.size)
    status = unsafe NTStatus(rawValue: NtAdjustPrivilegesToken(token, 0, &wanted, size, &before, &length))
    if status == .notAllAssigned { return NTStatus.privilegeNotHeld.rawValue }
    guard status.isSuccess else { return status.rawValue }
    // What did not change is as it was asked to be.
    let was = before.count == 0 ? enable != 0 : before.attributes & enabled != 0
    Pointer<UInt8>(wasEnabled).value = was ? 1 : 0
    return 0
}

/// RtlQueryPerformanceCounter.
@c(RtlQueryPerformanceCounter)
public func rtlQueryPerformanceCounter(_ counter: UInt) -> UInt8 {
    Pointer<UInt64>(counter).value = Services.performanceCounter()
    return 1
}

/// RtlQueryPerformanceFrequency.
@c(RtlQueryPerformanceFrequency)
public func rtlQueryPerformanceFrequency(_ frequency: UInt) -> UInt8 {
    var counter: Int64 = 0
    return unsafe NtQueryPerformanceCounter(&counter, UnsafeMutablePointer(bitPattern: frequency)) == 0 ? 1 : 0
}
