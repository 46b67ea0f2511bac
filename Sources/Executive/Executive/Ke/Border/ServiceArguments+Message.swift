// Unsafe in one way: the pointer into the executive's IPC buffer, which `ServiceArguments` vouches for.

import SeL4

extension ServiceArguments {
    /// The arguments of the message that was received last; the loop has put the register words in front.
    @inline(__always) init(of buffer: IPCBuffer) { unsafe self.init(UnsafePointer(buffer.message)) }
}
