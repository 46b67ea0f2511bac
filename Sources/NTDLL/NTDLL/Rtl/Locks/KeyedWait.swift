import CNT
import NTABI

/// Waiting for, and letting go on, threads of this process that agree on an address: what the locks that are one word long
/// wait by. Whoever comes first waits for the other, so each release lets exactly one go on.
enum KeyedWait {
    static func wait(at key: UInt) {
        while Services.waitKeyed(key, timeout: 0) != .success {}
    }

    /// False if nobody released the key before the time-out, whose address is 0 for none.
    static func wait(at key: UInt, timeout: UInt) -> Bool {
        Services.waitKeyed(key, timeout: timeout) == .success
    }

    static func release(_ count: UInt, at key: UInt) {
        var rest = count
        while rest > 0 {
            if Services.releaseKeyed(key) == .success { rest -= 1 }
        }
    }
}
