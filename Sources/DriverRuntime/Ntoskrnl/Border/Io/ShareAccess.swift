// SHARE_ACCESS and the file object are the driver's own, which keeps others from them meanwhile, as NT demands.

import CWDM
import NTABI

/// SHARE_ACCESS: how many have a file open, and how many of them for what and with whom they share it.
@unsafe
public struct ShareAccess {
    var openCount: UInt32
    var readers: UInt32
    var writers: UInt32
    var deleters: UInt32
    var sharedRead: UInt32
    var sharedWrite: UInt32
    var sharedDelete: UInt32
}

public typealias ShareAccessPointer = UnsafeMutablePointer<ShareAccess>

/// What one opener wants and allows.
private struct Sharing {
    let reads, writes, deletes: Bool
    let sharesRead, sharesWrite, sharesDelete: Bool

    init(_ access: AccessMask, _ share: UInt32) {
        reads = !access.isDisjoint(with: [.fileReadData, .fileExecute])
        writes = !access.isDisjoint(with: [.fileWriteData, .fileAppendData])
        deletes = access.contains(.delete)
        let counts = reads || writes || deletes
        sharesRead = counts && share & 1 != 0
        sharesWrite = counts && share & 2 != 0
        sharesDelete = counts && share & 4 != 0
    }

    init(_ file: FilePointer) {
        reads = unsafe file.pointee.ReadAccess != 0
        writes = unsafe file.pointee.WriteAccess != 0
        deletes = unsafe file.pointee.DeleteAccess != 0
        sharesRead = unsafe file.pointee.SharedRead != 0
        sharesWrite = unsafe file.pointee.SharedWrite != 0
        sharesDelete = unsafe file.pointee.SharedDelete != 0
    }

    /// Whether the opener has a share at all: it reads, writes or deletes.
    var counts: Bool { reads || writes || deletes }

    func note(in file: FilePointer) {
        unsafe file.pointee.ReadAccess = reads ? 1 : 0
        unsafe file.pointee.WriteAccess = writes ? 1 : 0
        unsafe file.pointee.DeleteAccess = deletes ? 1 : 0
        unsafe file.pointee.SharedRead = sharesRead ? 1 : 0
        unsafe file.pointee.SharedWrite = sharesWrite ? 1 : 0
        unsafe file.pointee.SharedDelete = sharesDelete ? 1 : 0
    }

    /// Adds the opener to the counts, or takes it away (`sign` all ones).
    func count(_ all: ShareAccessPointer, by sign: UInt32 = 1) {
        guard counts else { return }
        unsafe all.pointee.openCount &+= sign
        unsafe all.pointee.readers &+= reads ? sign : 0
        unsafe all.pointee.writers &+= writes ? sign : 0
        unsafe all.pointee.deleters &+= deletes ? sign : 0
        unsafe all.pointee.sharedRead &+= sharesRead ? sign : 0
        unsafe all.pointee.sharedWrite &+= sharesWrite ? sign : 0
        unsafe all.pointee.sharedDelete &+= sharesDelete ? sign : 0
    }

    /// Whether what it wants is shared by all others, and what they want is shared by it.
    func isCompatible(with all: ShareAccess) -> Bool {
        let others = unsafe all.openCount
        return unsafe (!reads || all.sharedRead == others) && (!writes || all.sharedWrite == others)
            && (!deletes || all.sharedDelete == others) && (sharesRead || all.readers == 0)
            && (sharesWrite || all.writers == 0) && (sharesDelete || all.deleters == 0)
    }
}

/// The first opener's access and sharing.
@c(IoSetShareAccess)
public func ioSetShareAccess(
    _ access: UInt32, _ share: UInt32, _ file: FilePointer, _ all: UnsafeMutableRawPointer
) {
    let sharing = Sharing(AccessMask(rawValue: access), share)
    let counts = unsafe all.assumingMemoryBound(to: ShareAccess.self)
    unsafe sharing.note(in: file)
    unsafe counts.pointee = ShareAccess(
        openCount: 0, readers: 0, writers: 0, deleters: 0, sharedRead: 0, sharedWrite: 0, sharedDelete: 0)
    unsafe sharing.count(counts)
}

/// Whether one more opener goes with those that there are; counts it if `update`. Error: `.sharingViolation`.
@c(IoCheckShareAccess)
public func ioCheckShareAccess(
    _ access: UInt32, _ share: UInt32, _ file: FilePointer, _ all: UnsafeMutableRawPointer, _ update: UInt8
) -> NTSTATUS {
    let sharing = Sharing(AccessMask(rawValue: access), share)
    let counts = unsafe all.assumingMemoryBound(to: ShareAccess.self)
    unsafe sharing.note(in: file)
    guard sharing.counts else { return NTStatus.success.code }
    guard unsafe sharing.isCompatible(with: counts.pointee) else { return NTStatus.sharingViolation.code }
    if update != 0 { unsafe sharing.count(counts) }
    return NTStatus.success.code
}

/// Counts an opener that IoCheckShareAccess let pass.
@c(IoUpdateShareAccess)
public func ioUpdateShareAccess(_ file: FilePointer, _ all: UnsafeMutableRawPointer) {
    unsafe Sharing(file).count(all.assumingMemoryBound(to: ShareAccess.self))
}

/// An opener is gone.
@c(IoRemoveShareAccess)
public func ioRemoveShareAccess(_ file: FilePointer, _ all: UnsafeMutableRawPointer) {
    unsafe Sharing(file).count(all.assumingMemoryBound(to: ShareAccess.self), by: .max)
}
