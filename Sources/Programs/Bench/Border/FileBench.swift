// Requests to a driver in a process of its own. Buffers outlive the synchronous requests that use them.

import CNT
import NTABI
import NativeRuntime

/// `\Device\Null`: opening it, and writes of three sizes.
enum FileBench {
    static func run(_ clock: Stopwatch) throws(NTStatus) {
        let path = ("\\Device\\Null" as StaticString).utf16Units
        try clock.measure("open-close-null", count: 100) { () throws(NTStatus) in
            try check(NtClose(try open(path)))
        }
        let file = try open(path)
        var bytes = [UInt8](repeating: 0x5A, count: 65536)
        for (name, length) in [("write-16", 16), ("write-4k", 4096), ("write-64k", 65536)]
            as [(StaticString, UInt32)]
        {
            try clock.measure(name, count: 100) { () throws(NTStatus) in
                var status = IO_STATUS_BLOCK()
                let outcome = unsafe bytes.withUnsafeMutableBytes { buffer in
                    unsafe NtWriteFile(
                        file, 0, nil, nil, &status, buffer.baseAddress, length, nil, nil)
                }
                try check(outcome)
                guard status.Information == UInt(length) else { throw .unsuccessful }
            }
        }
        try check(NtClose(file))
    }

    private static func open(_ path: [UInt16]) throws(NTStatus) -> UInt {
        var handle: UInt = 0
        var status = IO_STATUS_BLOCK()
        try check(
            unsafe withAttributes(path) { attributes in
                unsafe NtOpenFile(
                    &handle, GENERIC_WRITE | SYNCHRONIZE, attributes, &status, 0,
                    FILE_SYNCHRONOUS_IO_NONALERT)
            })
        return handle
    }
}
