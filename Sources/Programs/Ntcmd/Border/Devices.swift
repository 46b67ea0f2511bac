// The speaker. Pointers passed to the services live until they return.

import CNT
import NTABI
import NativeRuntime

/// `\Device\Beep`.
enum Speaker {
    /// Sounds a tone while `wait` runs: it ends, at the latest, when the device is closed.
    static func beep(frequency: UInt32, milliseconds: UInt32, wait: () -> Void) -> NTStatus {
        var handle: UInt = 0
        var status = IO_STATUS_BLOCK()
        let opened = unsafe withAttributes(units("\\Device\\Beep")) { attributes in
            unsafe NtCreateFile(
                &handle, GENERIC_WRITE | SYNCHRONIZE, attributes, &status, nil, 0, 0, FILE_OPEN,
                FILE_SYNCHRONOUS_IO_NONALERT, nil, 0)
        }
        guard NTStatus(rawValue: opened).isSuccess else { return NTStatus(rawValue: opened) }
        defer { _ = NtClose(handle) }
        var parameters = BEEP_SET_PARAMETERS(Frequency: frequency, Duration: milliseconds)
        let outcome = unsafe NtDeviceIoControlFile(
            handle, 0, nil, nil, &status, IOCTL_BEEP_SET, &parameters,
            UInt32(MemoryLayout<BEEP_SET_PARAMETERS>.size), nil, 0)
        if NTStatus(rawValue: outcome).isSuccess { wait() }
        return NTStatus(rawValue: outcome)
    }
}
