// Unsafe because it runs code that it wrote itself: a system call with every register the caller's choice, which no
// stub of ntdll would make. The code keeps to the calling convention; what comes back is checked by nobody.

import CNT
import NTABI

/// System calls as a hostile program makes them.
struct RawCall {
    private typealias Code = @convention(c) (UInt, UnsafePointer<UInt>, UInt, UInt) -> UInt
    private let code: UInt

    /// seL4's numbers of the calls a program can make.
    enum Kind: Int {
        case call = -1
        case send = -3
        case nonblockingSend = -4
        case yield = -7
    }

    /// Where a thread has the executive's endpoint, and the one for its faults.
    static let executive: UInt = 0x40
    static let faults: UInt = 0x80

    /// In: rcx message header, rdx twelve words, r8 capability, r9 system call. Out: rax the first word of the answer.
    private static let bytes: [UInt8] = [
        0x53, 0x56, 0x57, 0x41, 0x57,  // push rbx, rsi, rdi, r15
        0x48, 0x89, 0xCE, 0x4C, 0x89, 0xC7,  // mov rsi, rcx; mov rdi, r8
        0x48, 0x89, 0xD0, 0x4C, 0x89, 0xCA,  // mov rax, rdx; mov rdx, r9
        0x41, 0xBB, 0x08, 0x00, 0x00, 0x00,  // mov r11d, 8
        0x4A, 0x8B, 0x4C, 0xD8, 0x18,  // mov rcx, [rax + 8 * r11 + 24]
        0x65, 0x4A, 0x89, 0x0C, 0xDD, 0x20, 0x20, 0x00, 0x00,  // mov gs:[8 * r11 + 0x2020], rcx
        0x41, 0xFF, 0xCB, 0x75, 0xED,  // dec r11d; jnz the last two
        0x4C, 0x8B, 0x10, 0x4C, 0x8B, 0x40, 0x08,  // mov r10, [rax]; mov r8, [rax + 8]
        0x4C, 0x8B, 0x48, 0x10, 0x4C, 0x8B, 0x78, 0x18,  // mov r9, [rax + 16]; mov r15, [rax + 24]
        0x48, 0x89, 0xE3, 0x0F, 0x05, 0x48, 0x89, 0xDC,  // mov rbx, rsp; syscall; mov rsp, rbx
        0x4C, 0x89, 0xD0, 0x41, 0x5F, 0x5F, 0x5E, 0x5B, 0xC3,  // mov rax, r10; pop r15, rdi, rsi, rbx; ret
    ]

    init() { code = ExecutableCode.place(Self.bytes) }

    /// Calls service `number` with as many words as there are, twelve at most.
    func service(_ number: UInt, _ words: [UInt]) -> NTStatus {
        NTStatus(rawValue: UInt32(truncatingIfNeeded: invoke(.call, Self.executive, number << 12 | 12, words)))
    }

    /// Any seL4 system call with any header on any capability.
    @discardableResult
    func invoke(_ kind: Kind, _ capability: UInt, _ header: UInt, _ words: [UInt]) -> UInt {
        let all = Array((words + Array(repeating: 0, count: 12)).prefix(12))
        return unsafe all.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return 0 }
            return unsafe unsafeBitCast(code, to: Code.self)(header, base, capability, UInt(bitPattern: kind.rawValue))
        }
    }
}

/// Machine code in memory of its own.
enum ExecutableCode {
    static func place(_ bytes: [UInt8]) -> UInt {
        var base: UInt = 0
        var size = UInt(bytes.count)
        _ = VirtualMemory.allocate(&base, &size, MEM_RESERVE | MEM_COMMIT, PAGE_EXECUTE_READWRITE)
        for index in bytes.indices { unsafe VirtualMemory.bytes(base)[index] = bytes[index] }
        return base
    }

    static func run(_ bytes: [UInt8]) -> UInt32 {
        typealias Code = @convention(c) () -> UInt32
        return unsafe unsafeBitCast(place(bytes), to: Code.self)()
    }
}
