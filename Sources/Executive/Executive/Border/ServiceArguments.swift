// Unsafe in one way: the words lie in the executive's IPC buffer, which is mapped for good and always
// long enough for the eleven arguments the longest service has.

/// The arguments of one system call as they arrived, in order.
///
/// They lie in the IPC buffer, so they are good only until the next message is received: the dispatch
/// reads them all before the service runs.
@safe
struct ServiceArguments {
    private let words: UnsafePointer<UInt>

    @inline(__always) init(_ words: UnsafePointer<UInt>) { unsafe self.words = words }

    @inline(__always) subscript(index: Int) -> UInt { unsafe words[index] }
}
