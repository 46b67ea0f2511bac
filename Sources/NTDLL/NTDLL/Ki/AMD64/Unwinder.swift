import CNT
import NTABI
import PEImage

/// Walking stacks by the unwind data of images (`.pdata`, `.xdata`).
enum Unwinder {
    /// UNW_FLAG_ bits: what a function wants to be called for.
    static let exceptionHandler: UInt8 = 1
    static let terminationHandler: UInt8 = 2
    static let chained: UInt8 = 4

    /// What one step up the stack found.
    struct Frame {
        /// Where the function's frame lies: what handlers and unwinding know it by.
        let establisher: UInt
        /// The function's handler for what was asked for, or 0.
        let handler: UInt
        let handlerData: UInt
        /// The function stands for an interruption: what it interrupted may be a leaf.
        var isInterruption = false
    }

    /// The unwind entry of the function that holds an address.
    static func function(at pc: UInt) -> (entry: Pointer<RUNTIME_FUNCTION>, imageBase: UInt)? {
        guard let module = ModuleList.containing(pc), let image = try? module.image(),
            let range = try? image.directory(.exceptions)
        else { return nil }
        let table = Pointer<RUNTIME_FUNCTION>(module.base + UInt(range.start))
        let offset = UInt32(truncatingIfNeeded: pc - module.base)
        var low = 0
        var high = range.count / MemoryLayout<RUNTIME_FUNCTION>.size
        while low < high {
            let middle = (low + high) / 2
            let entry = table[middle]
            if offset < entry.BeginAddress {
                high = middle
            } else if offset >= entry.EndAddress {
                low = middle + 1
            } else {
                return (primary(table.at(middle), module.base), module.base)
            }
        }
        return nil
    }

    /// An odd unwind address names another entry of the table instead of unwind data.
    private static func primary(
        _ entry: Pointer<RUNTIME_FUNCTION>, _ imageBase: UInt
    ) -> Pointer<RUNTIME_FUNCTION> {
        let address = entry.value.UnwindInfoAddress
        return address & 1 == 0 ? entry : Pointer(imageBase + UInt(address & ~1))
    }

    /// Undoes a function's effect on the registers: `context` becomes its caller's.
    static func step(
        _ wanted: UInt8, _ imageBase: UInt, _ pc: UInt, _ function: Pointer<RUNTIME_FUNCTION>,
        _ context: Pointer<CONTEXT>
    ) -> Frame {
        let registers = Registers(context)
        let offset = pc &- imageBase &- UInt(function.value.BeginAddress)
        var information = UnwindInformation(at: imageBase + UInt(function.value.UnwindInfoAddress))
        var establisher = context.value.Rsp
        let isInPrologue = offset < UInt(information.prologueSize)
        if let register = information.frameRegister,
            !isInPrologue || offset >= information.frameRegisterOffset
                || information.flags & chained != 0
        {
            establisher = UInt64(registers[register] &- information.frameOffset)
        }
        if !isInPrologue, Epilogue.run(at: pc, information, registers, context) {
            return Frame(establisher: UInt(establisher), handler: 0, handlerData: 0)
        }
        var frame = Frame(establisher: UInt(establisher), handler: 0, handlerData: 0)
        if !isInPrologue, information.flags & wanted != 0, information.flags & chained == 0 {
            let data = information.behindCodes
            frame = Frame(
                establisher: UInt(establisher),
                handler: imageBase + UInt(Pointer<UInt32>(data).value), handlerData: data + 4)
        }
        var isMachineFrame = information.undo(
            upTo: isInPrologue ? offset : .max, establisher, registers, context)
        // What a chained entry describes was done before this function's own part.
        while information.flags & chained != 0 {
            let next = Pointer<RUNTIME_FUNCTION>(information.behindCodes)
            information = UnwindInformation(at: imageBase + UInt(next.value.UnwindInfoAddress))
            isMachineFrame =
                information.undo(upTo: .max, establisher, registers, context) || isMachineFrame
        }
        if !isMachineFrame { popReturnAddress(context) }
        frame.isInterruption = isMachineFrame
        return frame
    }

    /// Undoes a function without unwind data: it changed no register that it must keep.
    static func popReturnAddress(_ context: Pointer<CONTEXT>) {
        context.value.Rip = UInt64(Pointer<UInt>(UInt(context.value.Rsp)).value)
        context.value.Rsp += 8
    }
}

/// The general registers of a CONTEXT, by the numbers that instructions use.
struct Registers {
    private let first: Pointer<UInt>

    init(_ context: Pointer<CONTEXT>) { first = Pointer(context.address + 0x78) }

    subscript(number: Int) -> UInt {
        get { first[number & 15] }
        nonmutating set { first[number & 15] = newValue }
    }
}
