import CNT

/// The end of a function, which unwind data does not describe: an adjustment of rsp, pops, and a return or a
/// jump out, in one of the few forms that the Windows x64 convention allows.
enum Epilogue {
    /// If `pc` stands in an epilogue, runs the rest of it on `context` and returns true.
    static func run(
        at pc: UInt, _ information: UnwindInformation, _ registers: Registers,
        _ context: Pointer<CONTEXT>
    ) -> Bool {
        var code = Pointer<UInt8>(pc)
        var rsp = UInt(context.value.Rsp)
        if let (length, adjusted) = adjustment(code, information, registers, rsp) {
            code = code.at(length)
            rsp = adjusted
        }
        // Only once the whole epilogue is read is it known to be one.
        let pops = code
        var popCount = 0
        while let length = pop(code)?.length {
            code = code.at(length)
            popCount += 1
        }
        guard leaves(code) else { return false }
        code = pops
        for _ in 0..<popCount {
            guard let (register, length) = pop(code) else { return false }
            registers[register] = Pointer<UInt>(rsp).value
            rsp += 8
            code = code.at(length)
        }
        context.value.Rip = UInt64(Pointer<UInt>(rsp).value)
        context.value.Rsp = UInt64(rsp + 8)
        return true
    }

    /// `add rsp, n` or `lea rsp, [frame + n]`.
    private static func adjustment(
        _ code: Pointer<UInt8>, _ information: UnwindInformation, _ registers: Registers, _ rsp: UInt
    ) -> (length: Int, UInt)? {
        if code[0] == 0x48, code[1] == 0x83, code[2] == 0xC4 {
            return (4, rsp &+ UInt(bitPattern: Int(Int8(bitPattern: code[3]))))
        }
        if code[0] == 0x48, code[1] == 0x81, code[2] == 0xC4 {
            return (7, rsp &+ UInt(bitPattern: Int(Pointer<Int32>(code.address + 3).unaligned)))
        }
        guard let frame = information.frameRegister, code[0] & 0xFE == 0x48, code[1] == 0x8D,
            code[2] & 0x3F == 0x20 | UInt8(frame & 7), frame & 7 != 4
        else { return nil }
        switch code[2] >> 6 {
        case 1: return (4, registers[frame] &+ UInt(bitPattern: Int(Int8(bitPattern: code[3]))))
        case 2:
            let displacement = Pointer<Int32>(code.address + 3).unaligned
            return (7, registers[frame] &+ UInt(bitPattern: Int(displacement)))
        default: return nil
        }
    }

    private static func pop(_ code: Pointer<UInt8>) -> (register: Int, length: Int)? {
        if code[0] & 0xF8 == 0x58 { return (Int(code[0] & 7), 1) }
        if code[0] == 0x41, code[1] & 0xF8 == 0x58 { return (8 + Int(code[1] & 7), 2) }
        return nil
    }

    /// A return, or a jump to an address in memory, which no function makes inside itself before its pops.
    private static func leaves(_ code: Pointer<UInt8>) -> Bool {
        switch code[0] {
        case 0xC3, 0xC2: true
        case 0xF3: code[1] == 0xC3
        case 0x48: code[1] == 0xFF && code[2] == 0x25
        default: false
        }
    }
}
