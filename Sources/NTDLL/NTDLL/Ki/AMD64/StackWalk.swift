import CNT

/// Going up a stack, with the care that a stack in an unknown state needs.
enum StackWalk {
    /// Turns `context` into its caller's; false at the stack's end, or where it leads nowhere. A function without
    /// unwind data called nothing, and so can only stand first or have been interrupted: `mayBeLeaf`, which becomes whether
    /// the next may.
    static func step(_ context: Pointer<CONTEXT>, mayBeLeaf: inout Bool) -> Bool {
        guard currentPEB.value.Ldr != 0, isOnStack(UInt(context.value.Rsp)) else { return false }
        let pc = UInt(context.value.Rip)
        if let (entry, base) = Unwinder.function(at: pc) {
            mayBeLeaf = Unwinder.step(0, base, pc, entry, context).isInterruption
        } else {
            guard mayBeLeaf else { return false }
            mayBeLeaf = false
            Unwinder.popReturnAddress(context)
        }
        return true
    }

    /// Whether an aligned address lies in the calling thread's stack.
    static func isOnStack(_ address: UInt) -> Bool {
        let teb = currentTEB
        return address % 8 == 0 && address >= teb.value.StackLimit && address < teb.value.StackBase
    }
}
