import CKernelTest
import SeL4ABI

// The C loads and stores take plain addresses; every caller's address is mapped, or meant to fault.

@inline(__always) func load(_ address: Word) -> Word { Word(load64(UInt64(address))) }
@inline(__always) func loadByte(_ address: Word) -> Word { Word(load8(UInt64(address))) }
/// A device's register.
@inline(__always) func loadHalf(_ address: Word) -> Word { Word(load32(UInt64(address))) }
@inline(__always) func storeHalf(_ address: Word, _ value: Word) {
    store32(UInt64(address), UInt32(truncatingIfNeeded: value))
}
@inline(__always) func store(_ address: Word, _ value: Word) { store64(UInt64(address), UInt64(value)) }

/// What runs the checks and what a check runs into, kept for the whole program.
enum State {
    /// The address of our own IPC buffer.
    @safe nonisolated(unsafe) static var buffer: Word = 0
    @safe nonisolated(unsafe) static var bootInfo: Word = 0
    @safe nonisolated(unsafe) static var nextSlot: Word = 0
    @safe nonisolated(unsafe) static var memory: Word = 0
    @safe nonisolated(unsafe) static var nextPage: Word = 0
    /// Where a check of capability transfer receives.
    @safe nonisolated(unsafe) static var receiveEndpoint: Word = 0
    @safe nonisolated(unsafe) static var topic: StaticString = ""
    @safe nonisolated(unsafe) static var passed: Word = 0
    @safe nonisolated(unsafe) static var failed: Word = 0
    /// COM1 and COM2, once they are there.
    @safe nonisolated(unsafe) static var console: SerialPort?
    @safe nonisolated(unsafe) static var listing: SerialPort?
}
