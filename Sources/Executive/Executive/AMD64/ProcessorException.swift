import NTABI

/// What an exception of the processor is to a program.
enum ProcessorException {
    /// The exception behind a vector. `instruction` reads the program's code: it tells an access through a bad
    /// segment or a non-canonical address from an instruction that only a kernel may use.
    static func record(
        vector: UInt, error: UInt, at address: UInt, instruction: (Int) -> [UInt8]
    ) -> ExceptionRecord {
        switch vector {
        case 0: ExceptionRecord(.integerDivideByZero, at: address)
        case 1: ExceptionRecord(.singleStep, at: address)
        case 3: ExceptionRecord(.breakpoint, at: address &- 1)  // the processor is past int3
        case 4: ExceptionRecord(.integerOverflow, at: address)
        case 5: ExceptionRecord(.arrayBoundsExceeded, at: address)
        case 13: generalProtection(error: error, at: address, instruction: instruction)
        case 16, 19: ExceptionRecord(.floatMultipleTraps, at: address)
        case 17: ExceptionRecord(.datatypeMisalignment, at: address)
        case 0x29: fastFail(at: address)
        default: ExceptionRecord(.illegalInstruction, at: address)
        }
    }

    private static func generalProtection(
        error: UInt, at address: UInt, instruction: (Int) -> [UInt8]
    ) -> ExceptionRecord {
        // An `int n` whose gate is the kernel's own: the error code is n << 3 | 2.
        if error == 0x29 << 3 | 2 { return fastFail(at: address) }
        if error == 0x2D << 3 | 2 { return ExceptionRecord(.breakpoint, at: address) }
        if isPrivileged(instruction(4)) { return ExceptionRecord(.privilegedInstruction, at: address) }
        return ExceptionRecord(.accessViolation, at: address, access: 0, of: .max)
    }

    /// `int 29h`: the program finds itself corrupt. No handler is asked.
    private static func fastFail(at address: UInt) -> ExceptionRecord {
        var record = ExceptionRecord(.stackBufferOverrun, at: address)
        record.isNoncontinuable = true
        return record
    }

    /// Whether the bytes begin an instruction that works at the kernel's level only; prefixes are skipped.
    static func isPrivileged(_ code: [UInt8]) -> Bool {
        var rest = code[...]
        while let byte = rest.first, byte == 0x66 || byte == 0xF2 || byte == 0xF3 || byte & 0xF0 == 0x40 {
            rest = rest.dropFirst()
        }
        guard let first = rest.first else { return false }
        switch first {
        case 0xFA, 0xFB, 0xF4: return true  // cli, sti, hlt
        case 0xE4...0xE7, 0xEC...0xEF, 0x6C...0x6F: return true  // in, out, ins, outs
        case 0x0F: break
        default: return false
        }
        guard let second = rest.dropFirst().first else { return false }
        switch second {
        // lldt and its like, clts, invd, mov cr/dr, msr, sysexit
        case 0x00, 0x01, 0x06, 0x08, 0x09, 0x20...0x23, 0x30, 0x32, 0x35: return true
        default: return false
        }
    }
}
