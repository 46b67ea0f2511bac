import CNT

/// UNWIND_INFO: what a function's prologue did, last step first.
struct UnwindInformation {
    private let bytes: Pointer<UInt8>

    init(at address: UInt) { bytes = Pointer(address) }

    var flags: UInt8 { bytes[0] >> 3 }
    var prologueSize: UInt8 { bytes[1] }
    private var codeCount: Int { Int(bytes[2]) }
    var frameRegister: Int? { bytes[3] & 15 == 0 ? nil : Int(bytes[3] & 15) }
    var frameOffset: UInt { UInt(bytes[3] >> 4) * 16 }

    /// Handler and its data, or the chained entry; codes are padded to an even number.
    var behindCodes: UInt { bytes.address + 4 + UInt((codeCount + 1) & ~1) * 2 }

    private func code(_ index: Int) -> (offset: UInt8, operation: UInt8, info: Int) {
        (bytes[4 + index * 2], bytes[5 + index * 2] & 15, Int(bytes[5 + index * 2] >> 4))
    }

    private func slot(_ index: Int) -> UInt {
        UInt(bytes[4 + index * 2]) | UInt(bytes[5 + index * 2]) << 8
    }

    /// How far into the prologue the frame register is set.
    var frameRegisterOffset: UInt {
        var index = 0
        while index < codeCount {
            let code = code(index)
            if code.operation == 3 { return UInt(code.offset) }
            index += Self.slots(code.operation, code.info)
        }
        return 0
    }

    private static func slots(_ operation: UInt8, _ info: Int) -> Int {
        switch operation {
        case 1: info == 0 ? 2 : 3
        case 4, 8: 2
        case 5, 9: 3
        case 6: 1
        case 7: 2
        default: 1
        }
    }

    /// Undoes the steps that had been done `offset` bytes into the function. True if the frame is one that an
    /// interrupt made, which holds rip and rsp itself.
    func undo(
        upTo offset: UInt, _ establisher: UInt64, _ registers: Registers, _ context: Pointer<CONTEXT>
    ) -> Bool {
        var isMachineFrame = false
        var index = 0
        while index < codeCount {
            let code = code(index)
            defer { index += Self.slots(code.operation, code.info) }
            guard UInt(code.offset) <= offset else { continue }
            switch code.operation {
            case 0:
                registers[code.info] = Pointer<UInt>(UInt(context.value.Rsp)).value
                context.value.Rsp += 8
            case 1:
                let size = code.info == 0 ? slot(index + 1) * 8 : slot(index + 1) | slot(index + 2) << 16
                context.value.Rsp += UInt64(size)
            case 2: context.value.Rsp += UInt64(code.info * 8 + 8)
            case 3: context.value.Rsp = UInt64(registers[frameRegister ?? 4] &- frameOffset)
            case 4: restore(code.info, slot(index + 1) * 8, establisher, registers)
            case 5:
                restore(
                    code.info, slot(index + 1) | slot(index + 2) << 16, establisher, registers)
            case 8: restoreVector(code.info, slot(index + 1) * 16, establisher, context)
            case 9:
                restoreVector(
                    code.info, slot(index + 1) | slot(index + 2) << 16, establisher, context)
            case 10:
                let frame = UInt(context.value.Rsp) + (code.info != 0 ? 8 : 0)
                context.value.Rip = UInt64(Pointer<UInt>(frame).value)
                context.value.Rsp = UInt64(Pointer<UInt>(frame + 24).value)
                isMachineFrame = true
            default: break
            }
        }
        return isMachineFrame
    }

    private func restore(_ register: Int, _ offset: UInt, _ establisher: UInt64, _ registers: Registers) {
        registers[register] = Pointer<UInt>(UInt(establisher) + offset).value
    }

    private func restoreVector(
        _ register: Int, _ offset: UInt, _ establisher: UInt64, _ context: Pointer<CONTEXT>
    ) {
        Bytes.copy(
            to: context.address + 0x1A0 + UInt(register * 16), from: UInt(establisher) + offset, count: 16)
    }
}
