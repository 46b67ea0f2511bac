// Time and power. Pointers passed live until the services return.

import CNT
import NTABI

/// Switching the machine off and starting it again.
public enum PowerControl {
    /// Returns only when it cannot be done.
    public static func powerOff() -> NTStatus {
        NTStatus(rawValue: NtShutdownSystem(ShutdownPowerOff))
    }

    /// Returns only when it cannot be done.
    public static func reboot() -> NTStatus { NTStatus(rawValue: NtShutdownSystem(ShutdownReboot)) }
}

/// The calling thread's time.
public enum Time {
    public static func sleep(milliseconds: Int64) {
        var interval = -milliseconds * 10_000
        _ = unsafe NtDelayExecution(0, &interval)
    }

    public static func sleep(seconds: Int64) { sleep(milliseconds: seconds * 1000) }
}
