// Unsafe in two ways. The page table lies at `ExecutiveLayout.pageTable` and has an entry for every page from the start.
// Frames lie in the window while they are frames, so a page that is cleared or copied is there; what it held belonged to
// nobody, because its reference count was zero, or to the caller.

import CExecutive
import NTABI

/// What the page pool asks of the kernel. Pages are named by their number, from 0.
protocol PageSource: ~Copyable {
    /// Makes pages of memory, those from `first` on: at least one, at most `count`.
    mutating func makePages(from first: Int, upTo count: Int) throws(NTStatus) -> Int
    /// Makes a frame of zeros of a page and maps it at its place in the window.
    mutating func makeFrame(of page: Int) throws(NTStatus)
    /// Makes a second capability to a page's frame, for the first mapping in a process.
    mutating func makeMapping(of page: Int) throws(NTStatus)
    /// Ends whatever a page is, with every capability to it.
    mutating func dissolve(_ page: Int)
}

/// All memory there is, by pages: each is free, a frame, or what the executive has made a kernel object of.
///
/// Whatever anybody takes is a page of this pool and comes back to it: a program's memory, the executive's heap and stacks,
/// paging structures, threads. A page is a piece of untyped memory; as it is revoked, it can become anything again. One
/// that was a frame stays a frame while it is free, and one that was not stays bare, for as long as either kind lasts.
///
/// Uses no heap: the heap grows from here.
struct PagePool {
    /// What is known of one page.
    private struct Entry {
        /// A frame's.
        var references: UInt32 = 0
        /// While the page is free: the next free one of its kind, as number + 1.
        var next: UInt32 = 0
        /// Whether the frame has its second capability: most frames are never mapped twice, and to unmap is
        /// cheaper than to delete and copy again.
        var mapping = Mapping.none

        enum Mapping: UInt8 { case none, idle, mapped }
    }

    /// How many there are.
    let count: Int
    /// Pages that exist: those from here on still have to be made of the kernel's memory.
    private var made = 0
    /// Made, and never taken.
    private var firstFresh = 0
    private var firstFrame: UInt32 = 0
    private var firstBare: UInt32 = 0
    /// Pages that are not free, and those of them that are frames.
    private(set) var inUse = 0
    private(set) var framesInUse = 0
    /// Frames whose second capability is mapped.
    private(set) var mappings = 0

    private static let batch = 64

    /// The size of the table for so many pages.
    static func tableBytes(for pages: Int) -> Int { pages * MemoryLayout<Entry>.stride }

    /// A pool of `count` pages.
    init(count: Int) { self.count = count }

    var free: Int { count - inUse }

    // Pages that are no frames.

    /// A page to make kernel objects of. `.noMemory`.
    mutating func take(from source: inout some PageSource & ~Copyable) throws(NTStatus) -> Int {
        let page: Int
        if firstBare != 0 {
            page = Int(firstBare) - 1
            firstBare = unsafe Self.entry(page).pointee.next
        } else if firstFresh < count {
            if firstFresh == made { made += try source.makePages(from: made, upTo: min(Self.batch, count - made)) }
            page = firstFresh
            firstFresh += 1
        } else {
            guard firstFrame != 0 else { throw .noMemory }
            page = Int(firstFrame) - 1
            firstFrame = unsafe Self.entry(page).pointee.next
            source.dissolve(page)
        }
        inUse += 1
        return page
    }

    /// Ends what was made of a page, and takes it back.
    mutating func giveBack(_ page: Int, to source: inout some PageSource & ~Copyable) {
        source.dissolve(page)
        unsafe Self.entry(page).pointee.next = firstBare
        firstBare = UInt32(page + 1)
        inUse -= 1
    }

    // Frames.

    /// A frame with one reference: of zeros, unless `clearing` is false. `.noMemory` when all pages are taken.
    mutating func allocate(
        clearing: Bool = true, from source: inout some PageSource & ~Copyable
    ) throws(NTStatus) -> Frame {
        let page: Int
        if firstFrame != 0 {
            page = Int(firstFrame) - 1
            firstFrame = unsafe Self.entry(page).pointee.next
            inUse += 1
            if clearing { unsafe executive_clear_page(Frame(page: page).contents) }
        } else {
            page = try take(from: &source)
            do { try source.makeFrame(of: page) } catch {
                giveBack(page, to: &source)
                throw error
            }
            unsafe Self.entry(page).pointee.mapping = .none
        }
        framesInUse += 1
        unsafe Self.entry(page).pointee.references = 1
        return Frame(page: page)
    }

    @inline(__always) static func retain(_ frame: Frame) {
        if frame.isPooled { unsafe entry(frame.page).pointee.references += 1 }
    }

    /// Gives one reference back. Whoever gives the last one has unmapped the frame everywhere.
    mutating func release(_ frame: Frame) {
        guard frame.isPooled else { return }
        let entry = unsafe Self.entry(frame.page)
        precondition(unsafe entry.pointee.references > 0, "a frame is released as often as retained")
        unsafe entry.pointee.references -= 1
        guard unsafe entry.pointee.references == 0 else { return }
        unsafe entry.pointee.next = firstFrame
        firstFrame = UInt32(frame.page + 1)
        inUse -= 1
        framesInUse -= 1
    }

    /// Whether a mapping may have the frame's second capability now. Not for a frame of the image, nor when it is taken.
    mutating func takeMapping(
        of frame: Frame, from source: inout some PageSource & ~Copyable
    ) throws(NTStatus) -> Bool {
        guard frame.isPooled else { return false }
        let entry = unsafe Self.entry(frame.page)
        switch unsafe entry.pointee.mapping {
        case .mapped: return false
        case .none: try source.makeMapping(of: frame.page)
        case .idle: break
        }
        unsafe entry.pointee.mapping = .mapped
        mappings += 1
        return true
    }

    /// No mapping has the second capability any more.
    mutating func returnMapping(of frame: Frame) {
        unsafe Self.entry(frame.page).pointee.mapping = .idle
        mappings -= 1
    }

    @inline(__always)
    private static func entry(_ page: Int) -> UnsafeMutablePointer<Entry> {
        let address = ExecutiveLayout.pageTable + UInt(page * MemoryLayout<Entry>.stride)
        guard let entry = unsafe UnsafeMutablePointer<Entry>(bitPattern: address) else {
            preconditionFailure("the layout has no zero address")
        }
        return unsafe entry
    }
}

extension Frame {
    /// The page itself.
    @inline(__always)
    var contents: UnsafeMutableRawPointer {
        guard let page = unsafe UnsafeMutableRawPointer(bitPattern: address) else {
            preconditionFailure("no frame lies at the zero address")
        }
        return unsafe page
    }
}
