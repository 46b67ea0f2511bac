// Unsafe in the calls that start a process: the C structures and strings live in locals that outlive the call.

import Foundation
import SystemPackage

/// Watches over a QEMU process: should the tool be killed so that it cannot clean up, QEMU is killed too.
///
/// It is a shell that waits for the end of a pipe whose other end only the tool has open.
struct Guardian {
    private let shell: pid_t
    private let pipe: FileDescriptor

    /// Watches over `machine` from now on.
    init(of machine: pid_t) throws {
        var ends: [Int32] = [-1, -1]
        // Nobody may inherit the other end: QEMU itself would keep it open.
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
            throw ToolError("cannot make a pipe: error \(errno)")
        }
        defer { close(ends[0]) }
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { _ = unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
        let line: [String] = ["sh", "-c", "read -r line; kill -9 \(machine)"]
        let words = unsafe line.map { unsafe strdup($0) }
        defer { for index in line.indices { unsafe free(words[index]) } }
        var child: pid_t = 0
        let error = unsafe posix_spawnp(&child, "sh", &actions, nil, words + [nil], environ)
        guard error == 0 else {
            close(ends[1])
            throw ToolError("cannot start sh: error \(error)")
        }
        shell = child
        pipe = FileDescriptor(rawValue: ends[1])
    }

    /// Ends the watch.
    func end() {
        kill(shell, SIGKILL)
        _ = waitpid(shell, nil, 0)
        try? pipe.close()
    }
}
