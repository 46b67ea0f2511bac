// Memory by physical address, through the window. A claim that every use makes: the address is one
// that the boot loader, the firmware's tables or boot's own allocator named, so it is mapped and,
// for stores, nobody else's.

import Microkernel
import SeL4ABI

extension PhysicalAddress {
    /// Where the kernel sees this address.
    var inWindow: Word { X86Machine.physicalWindow &+ rawValue }

    /// Reads a value that need not be aligned.
    func load<T: BitwiseCopyable>(_: T.Type, offset: Word = 0) -> T {
        unsafe pointer(offset).loadUnaligned(as: T.self)
    }

    func store<T: BitwiseCopyable>(_ value: T, offset: Word = 0) {
        unsafe pointer(offset).storeBytes(of: value, as: T.self)
    }

    func clear(count: Word) {
        unsafe pointer(0).initializeMemory(as: UInt8.self, repeating: 0, count: Int(count))
    }

    func copy(from source: PhysicalAddress, count: Word) {
        unsafe pointer(0).copyMemory(
            from: UnsafeRawPointer(source.pointer(0)), byteCount: Int(count))
    }

    /// Whether `count` bytes are those of a text.
    func holds(_ text: StaticString, count: Word) -> Bool {
        guard count == Word(text.utf8CodeUnitCount) else { return false }
        for index in 0..<Int(count) {
            let character = unsafe text.utf8Start[index]
            if load(UInt8.self, offset: Word(index)) != character { return false }
        }
        return true
    }

    /// The bytes at an address, for readers that check bounds themselves.
    @_lifetime(immortal)
    func bytes(count: Word) -> Span<UInt8> {
        let buffer = unsafe UnsafeBufferPointer(
            start: pointer(0).assumingMemoryBound(to: UInt8.self), count: Int(count))
        let span = unsafe Span(_unsafeElements: buffer)
        return unsafe _overrideLifetime(span, copying: ())
    }

    private func pointer(_ offset: Word) -> UnsafeMutableRawPointer {
        unsafe UnsafeMutableRawPointer(bitPattern: inWindow + offset).unsafelyUnwrapped
    }
}

extension PhysicalAddress {
    static func + (address: PhysicalAddress, offset: Word) -> PhysicalAddress {
        PhysicalAddress(address.rawValue + offset)
    }
}
