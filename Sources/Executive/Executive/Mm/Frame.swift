/// One page of memory that the executive can reach, named by where it lies in the executive's own address space.
///
/// Frames of the pool lie in the window (`ExecutiveLayout.window`) and are reference counted there; frames of
/// the executive's image, which hold the boot archive, live for ever.
public struct Frame: Equatable, Sendable, BitwiseCopyable {
    /// The executive's address of the page, in pages. Zero is no frame.
    let number: UInt32
    @inline(__always) init(number: UInt32) { self.number = number }

    /// The frame that holds the byte at an address of the executive.
    @inline(__always) init(holding address: UInt) {
        number = UInt32(truncatingIfNeeded: address >> UInt(pageShift))
    }

    /// The page of that number in the pool.
    @inline(__always) init(page: Int) { number = ExecutiveLayout.windowFirstPage + UInt32(page) }
    @inline(__always) var page: Int { Int(number - ExecutiveLayout.windowFirstPage) }

    /// The executive's address of its content.
    @inline(__always) var address: UInt { UInt(number) << UInt(pageShift) }
    @inline(__always) var isPooled: Bool { number >= ExecutiveLayout.windowFirstPage }
}

/// Size of a page, and of the steps in which memory is reserved.
let pageSize: UInt = 0x1000
let pageShift = 12
let allocationGranularity: UInt = 0x10000

/// Where the executive's own address space has what it makes at run time. Everything lies in one
/// 512 GB entry of the root table, far above the image.
public enum ExecutiveLayout {
    /// One entry for 128 capability slots.
    static var slotTable: UInt { 0x40_0000_0000 }
    /// One entry a page of memory.
    static var pageTable: UInt { 0x40_1000_0000 }
    /// Blocks of more than half a page, and the table that describes them; smaller ones lie in frames.
    static var largeHeap: UInt { 0x40_3000_0000 }
    static var largeHeapEnd: UInt { 0x40_5000_0000 }
    static var largeHeapTable: UInt { 0x40_5000_0000 }
    /// Pages of devices and firmware tables.
    static var devices: UInt { 0x40_6000_0000 }
    /// The IPC buffer of the monitor, the executive's second thread.
    public static var monitorBuffer: UInt { 0x40_6FFF_F000 }
    /// Parked stacks.
    static var stacks: UInt { 0x40_7000_0000 }
    /// Every page of the pool at its place, while it is a frame.
    static var window: UInt { 0x41_0000_0000 }
    static var windowFirstPage: UInt32 { UInt32(window >> UInt(pageShift)) }
    /// 128 GB: what describes so many pages fits below the heap.
    static var mostPages: Int { 1 << 25 }
}

extension UInt {
    @inline(__always) var pageRoundedDown: UInt { self & ~(pageSize - 1) }
    /// Wraps to zero above the last page: callers bound their addresses first.
    @inline(__always) var pageRoundedUp: UInt { (self &+ (pageSize - 1)) & ~(pageSize - 1) }
}
