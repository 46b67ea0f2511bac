import NTABI
import PEImage

/// A section object: something that can be mapped into address spaces.
final class Section: NTObject {
    let segment: Segment
    /// The most a view may do.
    let protection: PageProtection
    /// SEC_* as asked for.
    let attributes: SectionAttributes
    /// The file's whole path; empty without a file.
    let filePath: UnicodeString

    init(
        _ segment: Segment, protection: PageProtection, attributes: SectionAttributes,
        filePath: UnicodeString = UnicodeString()
    ) {
        self.segment = segment
        self.protection = protection
        self.attributes = attributes
        self.filePath = filePath
    }

    override var type: ObjectType { .section }

    /// What the image's headers say; nil for a section that is no image.
    var image: ImageInformation? { (segment as? ImageSegment)?.information }

    /// In bytes: the image's size, or the size asked for, rounded up to pages.
    var size: UInt { segment.size.pageRoundedUp }

    /// An image section of a file of the boot archive. Whoever uses the same file shares its pages.
    /// Errors: those of `PEImage.init`.
    static func image(
        _ memory: MemoryManager, of data: ArchiveData, filePath: UnicodeString
    ) throws(NTStatus) -> Section {
        let segment = try memory.imageSegment(of: data, filePath)
        return Section(
            segment, protection: .executeWriteCopy, attributes: .image, filePath: filePath)
    }
}

/// SEC_*.
struct SectionAttributes: OptionSet {
    let rawValue: UInt32
    static let image = SectionAttributes(rawValue: 0x0100_0000)
    static let reserve = SectionAttributes(rawValue: 0x0400_0000)
    static let commit = SectionAttributes(rawValue: 0x0800_0000)
    static let noCache = SectionAttributes(rawValue: 0x1000_0000)
    /// SEC_FILE: what a query says of a section that a file backs.
    static let file = SectionAttributes(rawValue: 0x0080_0000)
    /// SEC_BASED, and SEC_LARGE_PAGES: known, and refused.
    static let based = SectionAttributes(rawValue: 0x0020_0000)
    static let largePages = SectionAttributes(rawValue: 0x8000_0000)
}

extension MemoryManager {
    /// The segment of an image, made if nobody uses it yet.
    func imageSegment(
        of data: ArchiveData, _ filePath: UnicodeString
    ) throws(NTStatus) -> ImageSegment {
        if let segment = imageSegments.segment(of: data) { return segment }
        return ImageSegment(self, data, try PEImage(data), filePath: filePath)
    }
}
