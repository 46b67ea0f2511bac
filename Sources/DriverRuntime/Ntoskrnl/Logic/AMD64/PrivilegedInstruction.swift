/// An instruction that compiled drivers carry inline and that only ring 0 may run.
struct PrivilegedInstruction: Equatable {
    enum Operation: Equatable {
        /// `in`: reads a port of `width` bytes into al, ax or eax. `port` nil: the one in dx.
        case portIn(width: UInt16, port: UInt16?)
        /// `out`: writes al, ax or eax.
        case portOut(width: UInt16, port: UInt16?)
        /// `ins`, `rep ins`: port dx to memory at rdi.
        case portInString(width: UInt16, repeats: Bool)
        /// `outs`, `rep outs`: memory at rsi to port dx.
        case portOutString(width: UInt16, repeats: Bool)
        /// `mov register, cr8`: KeGetCurrentIrql. Registers are numbered as the processor numbers them.
        case readIrql(register: Int)
        /// `mov cr8, register`: KeRaiseIrql, KeLowerIrql.
        case writeIrql(register: Int)
    }

    let operation: Operation
    let length: Int

    static let maximumLength = 15

    /// Decodes the instruction that `code` begins with; nil if it is none of these. `code` gives 0 past its end.
    init?(_ code: (Int) -> UInt8) {
        var place = 0
        var isNarrow = false
        var repeats = false
        var rex: UInt8 = 0
        prefixes: while place < Self.maximumLength - 3 {
            switch code(place) {
            case 0x66: isNarrow = true
            case 0xF2, 0xF3: repeats = true
            case 0x40...0x4F:
                rex = code(place)
                place += 1
                break prefixes
            default: break prefixes
            }
            place += 1
        }
        let opcode = code(place)
        let wide: UInt16 = isNarrow ? 2 : 4
        switch opcode {
        case 0x6C, 0x6D:
            operation = .portInString(width: opcode == 0x6C ? 1 : wide, repeats: repeats)
            length = place + 1
        case 0x6E, 0x6F:
            operation = .portOutString(width: opcode == 0x6E ? 1 : wide, repeats: repeats)
            length = place + 1
        case 0xE4, 0xE5:
            operation = .portIn(width: opcode == 0xE4 ? 1 : wide, port: UInt16(code(place + 1)))
            length = place + 2
        case 0xE6, 0xE7:
            operation = .portOut(width: opcode == 0xE6 ? 1 : wide, port: UInt16(code(place + 1)))
            length = place + 2
        case 0xEC, 0xED:
            operation = .portIn(width: opcode == 0xEC ? 1 : wide, port: nil)
            length = place + 1
        case 0xEE, 0xEF:
            operation = .portOut(width: opcode == 0xEE ? 1 : wide, port: nil)
            length = place + 1
        case 0x0F:
            // Control register 8: REX.R and 0 in the reg field; REX.B and the rm field are the other register.
            let modRM = code(place + 2)
            guard rex & 4 != 0, modRM >> 3 & 7 == 0, modRM >> 6 == 3 else { return nil }
            let register = Int(modRM & 7) | (rex & 1 != 0 ? 8 : 0)
            switch code(place + 1) {
            case 0x20: operation = .readIrql(register: register)
            case 0x22: operation = .writeIrql(register: register)
            default: return nil
            }
            length = place + 3
        default:
            return nil
        }
    }
}
