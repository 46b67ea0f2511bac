// Unsafe by nature, in one place: ntdll works on memory of its own process, at addresses that the program
// or the executive gave it. As in any C library, a wrong address from the program is the program's fault,
// raises an access violation there, and reaches nothing beyond the process.

import PERuntime

/// An address in this process that holds a `Pointee`.
@safe
struct Pointer<Pointee: BitwiseCopyable>: Equatable {
    let address: UInt

    @inline(__always) init(_ address: UInt) { self.address = address }
    @inline(__always) init(_ address: Int) { self.address = UInt(bitPattern: address) }

    var isNull: Bool { address == 0 }

    @inline(__always) private var pointer: UnsafeMutablePointer<Pointee> {
        unsafe UnsafeMutablePointer(bitPattern: address).unsafelyUnwrapped
    }

    /// For what works on memory without a type.
    @unsafe fileprivate var raw: UnsafeMutableRawPointer { unsafe UnsafeMutableRawPointer(pointer) }

    /// What stands there.
    var value: Pointee {
        @inline(__always) get { unsafe pointer.pointee }
        @inline(__always) nonmutating _modify { yield unsafe &pointer.pointee }
    }

    /// Element `index` of an array that starts there.
    subscript(index: Int) -> Pointee {
        @inline(__always) get { unsafe pointer[index] }
        @inline(__always) nonmutating _modify { yield unsafe &pointer[index] }
    }

    /// The same for a value whose address may be any.
    var unaligned: Pointee {
        unsafe UnsafeRawPointer(pointer).loadUnaligned(as: Pointee.self)
    }

    /// Element `index` of an array, as an address.
    func at(_ index: Int) -> Pointer<Pointee> {
        Pointer(address &+ UInt(bitPattern: index &* MemoryLayout<Pointee>.stride))
    }
}

/// Memory as bytes.
enum Bytes {
    static func copy(to destination: UInt, from source: UInt, count: Int) {
        guard count > 0 else { return }
        unsafe Pointer<UInt8>(destination).raw.copyMemory(from: Pointer<UInt8>(source).raw, byteCount: count)
    }

    static func fill(_ destination: UInt, count: Int, with byte: UInt8 = 0) {
        guard count > 0 else { return }
        unsafe Pointer<UInt8>(destination).raw.initializeMemory(as: UInt8.self, repeating: byte, count: count)
    }
}

/// The address of a literal's bytes, which end with a zero.
func address(of literal: StaticString) -> UInt {
    UInt(bitPattern: unsafe literal.utf8Start)
}
