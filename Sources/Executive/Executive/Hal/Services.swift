import NTABI

/// SHUTDOWN_ACTION.
private enum ShutdownAction: UInt32 {
    case noReboot = 0, reboot = 1, powerOff = 2
}

extension Executive {
    /// Writes to the system log.
    func log(_ text: UnicodeString) { hal.log?.write(text) }

    /// Writes to the display, and to its mirror.
    func display(_ text: UnicodeString) { hal.display(text) }

    /// `NtDisplayString`. Shows text on the console.
    func ntDisplayString(_ caller: Thread, _ string: UnicodeString) throws(NTStatus) -> NTStatus {
        display(string)
        return .success
    }

    /// `NtDebugOutput`. Writes bytes to the system log as they are: DbgPrint's way out.
    ///
    /// - Errors: `.invalidParameter` (more than 4096 bytes), `.accessViolation`.
    func ntDebugOutput(_ caller: Thread, _ text: UInt, _ length: UInt32) throws(NTStatus) -> NTStatus {
        guard length <= 4096 else { throw .invalidParameter }
        var previous: UInt8 = 0
        for byte in try caller.process.readBytes(UserBuffer(text, Int(length))) {
            if byte == 0x0A, previous != 0x0D { hal.log?.write(UInt8(0x0D)) }
            hal.log?.write(byte)
            previous = byte
        }
        return .success
    }

    /// `NtShutdownSystem`. Power off, reboot, or halt, once the drivers that asked for it have been told.
    ///
    /// - Errors: `.invalidParameter`, `.privilegeNotHeld` (SeShutdownPrivilege), `.notSupported` (the machine did not do it).
    func ntShutdownSystem(_ caller: Thread, _ action: UInt32) throws(NTStatus) -> NTStatus {
        guard let action = ShutdownAction(rawValue: action) else { throw .invalidParameter }
        try require(.shutdown, of: caller)
        try tellOfShutdown(caller)
        switch action {
        case .reboot: hal.reset()
        case .powerOff: hal.powerOff()
        case .noReboot:
            display(UnicodeString("\r\nIt is now safe to turn off your computer.\r\n"))
            hal.halt()
        }
        throw .notSupported
    }

    /// `NtRaiseHardError`. Shows the status on display and log; there is nobody to ask, so the answer is "returned to caller".
    ///
    /// - Errors: `.invalidParameter` (more than 5 parameters, unknown options), `.accessViolation`.
    func ntRaiseHardError(
        _ caller: Thread, _ errorStatus: UInt32, _ numberOfParameters: UInt32,
        _ unicodeStringParameterMask: UInt32, _ parameters: UInt, _ validResponseOptions: UInt32,
        _ response: UserPointer<UInt32>
    ) throws(NTStatus) -> NTStatus {
        guard numberOfParameters <= 5, validResponseOptions <= 8 else { throw .invalidParameter }
        try caller.process.probeForWrite(response)
        var text = TextBuilder()
        text.put(caller.process.imageName)
        text.put(": hard error ")
        text.put(hexadecimal: UInt(errorStatus), digits: 8)
        for index in 0..<UInt(numberOfParameters) {
            let word = try caller.process.read(UserPointer<UInt>(required: parameters &+ 8 * index))
            text.put(index == 0 ? " (" : ", ")
            if unicodeStringParameterMask >> index & 1 != 0 {
                text.put(try caller.process.captureString(UserPointer(required: word)))
            } else {
                text.put(hexadecimal: word, digits: 1)
            }
        }
        text.put(numberOfParameters > 0 ? ")\r\n" : "\r\n")
        log(text.text)
        display(text.text)
        try caller.process.write(UInt32(0), to: response)  // ResponseReturnToCaller
        return .success
    }
}
