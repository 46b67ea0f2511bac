// The services smss alone calls. Strings live until the services return.

import CNT
import NTABI
import NativeRuntime

enum SystemService {
    /// NtLoadDriver with the path of the driver's key.
    static func loadDriver(_ key: [UInt16]) -> NTStatus {
        NTStatus(rawValue: unsafe withUnicodeString(key) { unsafe NtLoadDriver($0) })
    }
}
