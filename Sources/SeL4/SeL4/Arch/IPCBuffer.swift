// Unsafe in one way: the buffer is a page that the kernel and this thread share. Whoever adopts one promises
// that it is this thread's registered buffer and stays mapped; every offset used here lies within its 1024 bytes.

public import SeL4ABI

/// seL4_IPCBuffer of the running thread: the message registers that do not fit into the processor's, and
/// the capabilities that go with a message.
@safe
public struct IPCBuffer {
    private let words: UnsafeMutablePointer<Word>

    public init(_ address: UInt) {
        guard let words = unsafe UnsafeMutablePointer<Word>(bitPattern: address) else {
            preconditionFailure("the kernel gives every initial thread an IPC buffer")
        }
        unsafe self.words = words
    }

    /// The buffer of the thread that this program's invocations run on: there is one such thread.
    nonisolated(unsafe) private static var adopted: IPCBuffer?

    /// Makes `buffer` the one that invocations with more than four words or with capabilities go through.
    public static func adopt(_ buffer: IPCBuffer) { unsafe adopted = buffer }

    @inline(__always) public static var own: IPCBuffer {
        guard let buffer = unsafe adopted else {
            preconditionFailure("a message longer than four words needs an IPC buffer")
        }
        return buffer
    }

    /// Message register `index`, 0…119.
    @inline(__always) public subscript(index: Int) -> Word {
        get { unsafe words[1 + index] }
        nonmutating set { unsafe words[1 + index] = newValue }
    }

    /// Where message register 0 lies.
    @inline(__always) public var message: UnsafeMutablePointer<Word> { unsafe words + 1 }

    /// Sets the capability that travels as number `index`, 0…2.
    @inline(__always) public func setCapability(_ index: Int, _ capability: CapabilityPointer) {
        unsafe words[IPCBufferLayout.capabilities / 8 + index] = capability.rawValue
    }
}
