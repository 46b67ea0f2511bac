// Unsafe in two ways. The creator promises that the pages stay mapped and writable for as long as the value is used.
// Offsets are computed from indexes that are bounded here, so no entry crosses into a page that is not its own.

public import CDriverProtocol

/// The executive's end of the memory it shares with a driver process: it gives requests and takes completions.
///
/// What the driver can write is read once and believed only within bounds. Indexes that make no sense
/// mean that the driver has broken the protocol: `isBroken` from then on, and nothing more is exchanged.
@safe
public struct SharedRegion {
    /// The pages before the buffer area. They need not lie next to each other.
    private let pages: InlineArray<8, UnsafeMutableRawPointer>
    private var requestTail: UInt32 = 0
    private var completionHead: UInt32 = 0
    public private(set) var isBroken = false

    public static let entries = UInt32(DRIVER_RING_ENTRIES)
    private static let pageSize: UInt = 4096

    /// Takes over pages of zeros. The label offsets are for the driver to read.
    public init(pages: InlineArray<8, UnsafeMutableRawPointer>, labelOffsets: InlineArray<5, UInt>) {
        unsafe self.pages = pages
        unsafe withUnsafeMutableBytes(of: &header.pointee.label_offsets) { bytes in
            for index in labelOffsets.indices {
                unsafe bytes.storeBytes(of: labelOffsets[index], toByteOffset: 8 * index, as: UInt.self)
            }
        }
        unsafe header.pointee.version = UInt32(DRIVER_PROTOCOL_VERSION)
    }

    private var header: UnsafeMutablePointer<driver_region_header> {
        unsafe pages[0].assumingMemoryBound(to: driver_region_header.self)
    }

    /// Whether the request ring takes another entry.
    public mutating func hasRoom() -> Bool {
        let head = unsafe driver_load_index(&header.pointee.request_head)
        if requestTail &- head > Self.entries { isBroken = true }
        return requestTail &- head < Self.entries && !isBroken
    }

    /// Adds a request. False if the ring is full or broken.
    public mutating func push(_ request: driver_request) -> Bool {
        push { $0 = request }
    }

    /// Adds a request that is made where it lies: `fill` gets one of zeros.
    @inline(__always)
    public mutating func push(_ fill: (inout driver_request) -> Void) -> Bool {
        guard hasRoom() else { return false }
        let place = unsafe entry(
            requestTail, in: Int(DRIVER_REQUEST_RING), size: MemoryLayout<driver_request>.size)
        let words = unsafe place.assumingMemoryBound(to: UInt64.self)
        for index in 0..<MemoryLayout<driver_request>.size / 8 { unsafe words[index] = 0 }
        unsafe fill(&place.assumingMemoryBound(to: driver_request.self).pointee)
        requestTail &+= 1
        unsafe driver_store_index(&header.pointee.request_tail, requestTail)
        return true
    }

    /// Whether the driver sleeps and must be woken to see a request.
    public var driverWaits: Bool { unsafe driver_load_index(&header.pointee.driver_waits) != 0 }

    /// Takes the oldest completion, if there is one.
    public mutating func pop() -> driver_completion? {
        let tail = unsafe driver_load_index(&header.pointee.completion_tail)
        if tail == completionHead || isBroken { return nil }
        guard tail &- completionHead <= Self.entries else {
            isBroken = true
            return nil
        }
        let place = unsafe entry(
            completionHead, in: Int(DRIVER_COMPLETION_RING),
            size: MemoryLayout<driver_completion>.size)
        let completion = unsafe place.load(as: driver_completion.self)
        completionHead &+= 1
        unsafe driver_store_index(&header.pointee.completion_head, completionHead)
        return completion
    }

    /// The place of a ring's entry. Entries are a power of two in size, so that none crosses a page. A mutating method,
    /// because the compiler would copy all of `pages` to read it from a value.
    private mutating func entry(_ index: UInt32, in ring: Int, size: Int) -> UnsafeMutableRawPointer {
        let offset = UInt(ring) + UInt(index % Self.entries) * UInt(size)
        return unsafe pages[Int(offset / Self.pageSize)] + Int(offset % Self.pageSize)
    }
}
