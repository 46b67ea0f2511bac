// Unsafe in one expression: a module's image is read as memory. It stays mapped while the module is in the
// loader's lists, and the loader's lock is held by whoever uses it.

import CNT
import NTABI
import PEImage

/// What the loader remembers of a module: what the world sees of it, and then its own.
struct ModuleRecord: BitwiseCopyable {
    var entry: LDR_DATA_TABLE_ENTRY
    /// Its place in every thread's vector of thread-local blocks, or -1.
    var tlsIndex: Int
    /// How many of its import modules it holds a reference of: all, once it is connected.
    var boundProviders: Int
}

/// A loaded image, by the address of its record.
struct Module: Equatable {
    let address: UInt

    /// Never unloaded: what the process was started with.
    static let pinned = UInt32.max

    var record: Pointer<ModuleRecord> { Pointer(address) }
    var entry: Pointer<LDR_DATA_TABLE_ENTRY> { Pointer(address) }
    var base: UInt { entry.value.DllBase }
    var name: Text { Text(entry.value.BaseDllName) }
    var path: Text { Text(entry.value.FullDllName) }
    var size: Int { Int(entry.value.SizeOfImage) }

    func contains(_ address: UInt) -> Bool { address &- base < UInt(size) }

    func has(_ flag: UInt32) -> Bool { entry.value.Flags & flag != 0 }
    func set(_ flag: UInt32) { entry.value.Flags |= flag }

    /// Its image as it is mapped.
    func image() throws(NTStatus) -> PEImage {
        try Self.image(at: base, size: size)
    }

    static func image(at base: UInt, size: Int) throws(NTStatus) -> PEImage {
        try unsafe PEImage(
            UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: base), count: size),
            layout: .mapped)
    }
}
