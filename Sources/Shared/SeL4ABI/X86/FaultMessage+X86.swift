/// Message registers of an UnknownSyscall fault: rax, rbx, rcx, rdx, rsi, rdi, rbp, r8…r15, then
/// these. A reply writes the first 18 back.
public enum UnknownSyscallMessage {
    /// The address of the `syscall` instruction; a handler replies with where to continue.
    @inline(__always) public static var faultIP: Int { 15 }
    @inline(__always) public static var stackPointer: Int { 16 }
    @inline(__always) public static var flags: Int { 17 }
    @inline(__always) public static var systemCall: Int { 18 }
    @inline(__always) public static var length: Int { 19 }
    @inline(__always) public static var replyLength: Int { 18 }
}

/// Message registers of a UserException fault. A reply writes the first three back.
public enum UserExceptionMessage {
    @inline(__always) public static var faultIP: Int { 0 }
    @inline(__always) public static var stackPointer: Int { 1 }
    @inline(__always) public static var flags: Int { 2 }
    @inline(__always) public static var vector: Int { 3 }
    @inline(__always) public static var errorCode: Int { 4 }
    @inline(__always) public static var length: Int { 5 }
    @inline(__always) public static var replyLength: Int { 3 }
}
