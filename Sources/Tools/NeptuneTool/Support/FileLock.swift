import Foundation
import SystemPackage

/// Holds a file's lock, so that two runs of the tool do not write the same results at once.
///
/// The lock goes with the process, however it ends.
struct FileLock: Sendable {
    private let descriptor: FileDescriptor

    /// Waits for the lock, saying so if it is not free.
    init(_ path: FilePath) throws {
        try Files.createFolder(path.removingLastComponent())
        do {
            descriptor = try FileDescriptor.open(
                path, .readWrite, options: [.create, .closeOnExec],
                permissions: [.ownerReadWrite, .groupRead, .otherRead])
        } catch { throw ToolError("cannot write \(path): \(error)") }
        if flock(descriptor.rawValue, LOCK_EX | LOCK_NB) != 0 {
            Console.say("waiting for another build of this checkout")
            guard flock(descriptor.rawValue, LOCK_EX) == 0 else {
                throw ToolError("cannot lock \(path): error \(errno)")
            }
        }
    }

    func release() {
        try? descriptor.close()
    }
}
