// Unsafe in three ways. The boot archive is memory that is mapped for good and never written; `ArchiveData` is only
// made by whoever has checked the archive. The list of image segments holds references that do not count: a segment
// removes itself before it is gone. Frames are written while nobody else has them.

import NTABI
import PEImage

extension PEImage {
    /// Accepts a file of the boot archive as an image. Errors: those of `PEImage.init`.
    init(_ data: ArchiveData) throws(NTStatus) {
        try unsafe self.init(
            UnsafeRawBufferPointer(
                start: UnsafeRawPointer(bitPattern: data.address), count: Int(data.size)),
            layout: .file)
    }
}

/// The images in use. The references do not count: an image that nobody uses removes itself and is gone.
@safe
struct ImageSegmentList {
    private var references: [Unmanaged<ImageSegment>] = unsafe []

    func segment(of data: ArchiveData) -> ImageSegment? {
        for index in unsafe references.indices {
            let segment = unsafe references[index].takeUnretainedValue()
            if segment.data == data { return segment }
        }
        return nil
    }

    mutating func add(_ segment: ImageSegment) {
        unsafe references.append(Unmanaged.passUnretained(segment))
    }

    mutating func remove(_ segment: ImageSegment) {
        let own = unsafe Unmanaged.passUnretained(segment).toOpaque()
        for index in unsafe references.indices where unsafe references[index].toOpaque() == own {
            unsafe references.remove(at: index)
            return
        }
    }
}

extension MemoryManager {
    /// Whether the executive's bytes in `range` are zeros.
    func isZero(_ range: Range<UInt>) -> Bool {
        guard let start = unsafe UnsafeRawPointer(bitPattern: range.lowerBound) else { return false }
        for offset in 0..<range.count
        where unsafe start.load(fromByteOffset: offset, as: UInt8.self) != 0 { return false }
        return true
    }

    /// Copies at most a page from an address of the executive to the start of a frame.
    func copy(from address: UInt, count: UInt, to frame: Frame) {
        guard count > 0, let source = unsafe UnsafeRawPointer(bitPattern: address) else { return }
        unsafe contents(of: frame).copyMemory(from: source, byteCount: Int(count))
    }
}
