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

    /// NtCreateSymbolicLinkObject for a link that outlives its handle.
    static func makePermanentLink(_ path: [UInt16], to target: [UInt16]) -> NTStatus {
        var handle: UInt = 0
        let status = unsafe withUnicodeString(path) { name in
            unsafe withUnicodeString(target) { target in
                var attributes = OBJECT_ATTRIBUTES(
                    Length: UInt32(MemoryLayout<OBJECT_ATTRIBUTES>.size), RootDirectory: 0,
                    ObjectName: UInt(bitPattern: name), Attributes: OBJ_CASE_INSENSITIVE | OBJ_PERMANENT,
                    SecurityDescriptor: 0, SecurityQualityOfService: 0)
                return unsafe NtCreateSymbolicLinkObject(
                    &handle, SYMBOLIC_LINK_ALL_ACCESS, &attributes, target)
            }
        }
        if NTStatus(rawValue: status).isSuccess { _ = NtClose(handle) }
        return NTStatus(rawValue: status)
    }

    /// NtLoadDriver with the path of the driver's key.
    static func loadDriver(_ key: [UInt16]) -> NTStatus {
        NTStatus(rawValue: unsafe withUnicodeString(key) { unsafe NtLoadDriver($0) })
    }
}
