// Reads five numbers and ends the process; nothing here points anywhere.

import CNT
import CWDM
import NTABI

/// Ends this driver process, and nothing else: its requests fail, its devices go away, and the executive may start it again.
@c(KeBugCheckEx)
public func keBugCheckEx(
    _ code: UInt32, _ parameter1: UInt, _ parameter2: UInt, _ parameter3: UInt, _ parameter4: UInt
) -> Never {
    var report = LogLine()
    report.append("driver stopped: KeBugCheckEx ")
    report.append(hexadecimal: UInt(code), digits: 8)
    for parameter in [parameter1, parameter2, parameter3, parameter4] {
        report.append(" ")
        report.append(hexadecimal: parameter, digits: 16)
    }
    report.append("\n")
    report.write()
    let currentProcess = ~HANDLE(0)
    _ = NtTerminateProcess(currentProcess, NTStatus.unsuccessful.rawValue)
    preconditionFailure("a process that ended itself runs on")
}

/// Ends the driver process with a line in the log.
@c(KeBugCheck) public func keBugCheck(_ code: UInt32) { keBugCheckEx(code, 0, 0, 0, 0) }
