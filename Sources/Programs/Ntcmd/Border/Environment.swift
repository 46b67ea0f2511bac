// The environment block: `NAME=VALUE` strings, each ended by a zero, the last one followed by another. It is read up
// to that second zero, and nothing changes it meanwhile: the shell has one thread.

import CNT
import NTABI
import NativeRuntime

enum Environment {
    /// Every variable as `NAME=VALUE`.
    static func variables() -> [[UInt16]] {
        guard let peb = unsafe RtlGetCurrentPeb(),
            let parameters = unsafe UnsafePointer<RTL_USER_PROCESS_PARAMETERS>(
                bitPattern: peb.pointee.ProcessParameters),
            var next = unsafe UnsafePointer<UInt16>(bitPattern: parameters.pointee.Environment)
        else { return [] }
        var variables: [[UInt16]] = []
        while unsafe next.pointee != 0 {
            var variable: [UInt16] = []
            while unsafe next.pointee != 0 {
                variable.append(unsafe next.pointee)
                unsafe next += 1
            }
            variables.append(variable)
            unsafe next += 1
        }
        return variables
    }

    static func value(of name: [UInt16]) -> [UInt16]? {
        let wanted = name.map(asciiLowercased)
        for variable in variables() {
            guard let equals = variable.dropFirst().firstIndex(of: UInt16(ascii: "=")) else {
                continue
            }
            if variable[..<equals].map(asciiLowercased) == wanted {
                return Array(variable[(equals + 1)...])
            }
        }
        return nil
    }

    /// Sets a variable, or removes it.
    static func set(_ name: [UInt16], to value: [UInt16]?) -> NTStatus {
        let status = unsafe withUnicodeString(name) { name in
            guard let value else { return unsafe RtlSetEnvironmentVariable(nil, name, nil) }
            return unsafe withUnicodeString(value) { value in
                unsafe RtlSetEnvironmentVariable(nil, name, value)
            }
        }
        return NTStatus(rawValue: status)
    }
}
