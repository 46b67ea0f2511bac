// The services smss alone calls. Strings live until the services return.

import CNT
import NTABI
import NativeRuntime

enum SystemService {
    /// RtlSetEnvironmentVariable in this process's own environment, which its children inherit. It fails only for want of
    /// memory, and then a program finds one variable less.
    static func setEnvironment(_ name: [UInt16], _ value: [UInt16]) {
        _ = unsafe withUnicodeString(name) { name in
            unsafe withUnicodeString(value) { value in unsafe RtlSetEnvironmentVariable(nil, name, value) }
        }
    }

    /// NtLoadDriver with the path of the driver's key.
    static func loadDriver(_ key: [UInt16]) -> NTStatus {
        NTStatus(rawValue: unsafe withUnicodeString(key) { unsafe NtLoadDriver($0) })
    }
}
