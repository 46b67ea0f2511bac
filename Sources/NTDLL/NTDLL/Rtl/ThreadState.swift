import CNT
import NTABI

// What a thread remembers in its TEB of the last failure, and what it knows of itself.

/// Where TEB.LastStatusValue lies.
private let lastStatusOffset: UInt = 0x1250

/// RtlGetLastWin32Error.
@c(RtlGetLastWin32Error)
public func rtlGetLastWin32Error() -> UInt32 { currentTEB.value.LastErrorValue }

/// RtlSetLastWin32Error, RtlRestoreLastWin32Error.
@c(RtlSetLastWin32Error)
public func rtlSetLastWin32Error(_ error: UInt32) { currentTEB.value.LastErrorValue = error }

/// RtlGetLastNtStatus.
@c(RtlGetLastNtStatus)
public func rtlGetLastNtStatus() -> UInt32 { Pointer<UInt32>(currentTEB.address + lastStatusOffset).value }

/// RtlSetLastWin32ErrorAndNtStatusFromNtStatus. Remembers a status, and the error that it means.
@c(RtlSetLastWin32ErrorAndNtStatusFromNtStatus)
public func rtlSetLastWin32ErrorAndNtStatusFromNtStatus(_ status: UInt32) {
    Pointer<UInt32>(currentTEB.address + lastStatusOffset).value = status
    currentTEB.value.LastErrorValue = rtlNtStatusToDosError(status)
}

/// RtlNtStatusToDosErrorNoTeb. As RtlNtStatusToDosError, which remembers nothing either.
@c(RtlNtStatusToDosErrorNoTeb)
public func rtlNtStatusToDosErrorNoTeb(_ status: UInt32) -> UInt32 { rtlNtStatusToDosError(status) }

/// RtlGetCurrentProcessorNumber, NtGetCurrentProcessorNumber. There is one.
@c(RtlGetCurrentProcessorNumber)
public func rtlGetCurrentProcessorNumber() -> UInt32 { 0 }

/// RtlGetNtGlobalFlags.
@c(RtlGetNtGlobalFlags)
public func rtlGetNtGlobalFlags() -> UInt32 { currentPEB.value.NtGlobalFlag }

/// RtlAcquirePebLock.
@c(RtlAcquirePebLock)
public func rtlAcquirePebLock() { CriticalSection(at: currentPEB.value.FastPebLock).enter() }

/// RtlReleasePebLock.
@c(RtlReleasePebLock)
public func rtlReleasePebLock() { CriticalSection(at: currentPEB.value.FastPebLock).leave() }

/// RtlGetProcessHeaps. As many heaps as fit into an array; returns how many there are.
@c(RtlGetProcessHeaps)
public func rtlGetProcessHeaps(_ count: UInt32, _ heaps: UInt) -> UInt32 {
    let all = currentPEB.value.NumberOfHeaps
    for index in 0..<Int(min(count, all)) {
        Pointer<UInt>(heaps)[index] = Pointer<UInt>(currentPEB.value.ProcessHeaps)[index]
    }
    return all
}

/// RtlDllShutdownInProgress. Whether the process has begun to end.
@c(RtlDllShutdownInProgress)
public func rtlDllShutdownInProgress() -> UInt8 { Pointer<PEB_LDR_DATA>(currentPEB.value.Ldr).value.ShutdownInProgress }
