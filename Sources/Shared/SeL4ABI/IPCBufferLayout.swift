/// seL4_IPCBuffer: byte offsets into the 1024-byte, 1024-byte aligned buffer of a thread.
public enum IPCBufferLayout {
    @inline(__always) public static var tag: Int { 0 }
    /// Message register 0; register i is at word 1 + i.
    @inline(__always) public static var message: Int { 8 }
    @inline(__always) public static var userData: Int { 968 }
    /// Capability pointers on sending; badges of unwrapped capabilities on receipt.
    @inline(__always) public static var capabilities: Int { 976 }
    @inline(__always) public static var receiveCNode: Int { 1000 }
    @inline(__always) public static var receiveIndex: Int { 1008 }
    @inline(__always) public static var receiveDepth: Int { 1016 }
    @inline(__always) public static var sizeBits: Int { 10 }
}
