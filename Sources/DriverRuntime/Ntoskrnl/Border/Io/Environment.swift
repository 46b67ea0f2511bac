// Answers to what drivers ask about their surroundings; nothing is followed but what the driver passes to be written.

import CWDM
import NTABI

/// The driver model's version, 1.0x; this is that of Windows XP and older.
@c(IoIsWdmVersionAvailable)
public func ioIsWdmVersionAvailable(_ major: UInt8, _ minor: UInt8) -> UInt8 {
    let (ownMajor, ownMinor): (UInt8, UInt8) = (1, 0x20)
    return major < ownMajor || (major == ownMajor && minor <= ownMinor) ? 1 : 0
}

/// There is no error log: drivers get no entry, as when memory for one is short, and go on without.
@c(IoAllocateErrorLogEntry)
public func ioAllocateErrorLogEntry(_ object: UnsafeMutableRawPointer?, _ size: UInt8)
    -> UnsafeMutableRawPointer?
{
    nil
}

/// Never called with an entry, since there is none.
@c(IoWriteErrorLogEntry) public func ioWriteErrorLogEntry(_ entry: UnsafeMutableRawPointer?) {}

/// Power IRPs are not queued, so the next may always start.
@c(PoStartNextPowerIrp) public func poStartNextPowerIrp(_ irp: IrpPointer) {}

/// Requests come from a program, but run on threads of this process: KernelMode, as for system threads.
@c(ExGetPreviousMode) public func exGetPreviousMode() -> Int8 { Int8(KernelMode) }

/// The version that this interface is of. Returns whether the build is a checked one.
@c(PsGetVersion)
public func psGetVersion(
    _ major: UnsafeMutablePointer<UInt32>?, _ minor: UnsafeMutablePointer<UInt32>?,
    _ build: UnsafeMutablePointer<UInt32>?, _ servicePack: UnsafeMutableRawPointer?
) -> UInt8 {
    unsafe major?.pointee = 10
    unsafe minor?.pointee = 0
    unsafe build?.pointee = 19045
    // A free build.
    return 0
}
