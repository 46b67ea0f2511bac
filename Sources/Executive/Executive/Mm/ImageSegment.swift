import NTABI
import PEImage

/// A program, library or driver from the boot archive, laid out as its headers say.
///
/// A page that lies in the file just as it is to be mapped is shared where it lies; others are made once, when a
/// process first needs them, and shared then.
final class ImageSegment: Segment {
    let data: ArchiveData
    /// The file's whole path.
    let filePath: UnicodeString
    let information: ImageInformation
    /// By page of the image: the frame once it is known.
    private var pages = PageMap(absent: PageEntry())
    private var parts: [Part]

    /// A run of pages with one source in the file.
    private struct Part {
        let protection: PageProtection
        let firstPage: UInt
        let pageCount: UInt
        let fileOffset: UInt
        let fileSize: UInt
    }

    /// `image` is what `data` holds: making it has checked every number used here.
    init(_ memory: MemoryManager, _ data: ArchiveData, _ image: PEImage, filePath: UnicodeString) {
        let header = image.header
        self.data = data
        self.filePath = filePath
        information = ImageInformation(header, fileSize: data.size)
        parts = [
            Part(
                protection: .readOnly, firstPage: 0, pageCount: UInt(header.sizeOfHeaders).pageCount, fileOffset: 0,
                fileSize: UInt(header.sizeOfHeaders))
        ]
        super.init(memory, size: UInt(header.sizeOfImage))
        for index in 0..<header.sectionCount {
            let section = image.section(index)
            parts.append(
                Part(
                    protection: section.protection,
                    firstPage: UInt(section.virtualAddress) >> UInt(pageShift),
                    pageCount: UInt(section.virtualSize).pageCount,
                    fileOffset: UInt(section.fileOffset), fileSize: UInt(section.fileSize)))
        }
        memory.imageSegments.add(self)
    }

    deinit {
        var page: UInt = 0
        while let next = pages.nextPresent(from: page) {
            page = next + 1
            let frame = Frame(number: pages[next].frame)
            guard frame.isPooled else { continue }
            memory.release(frame)
            memory.uncharge(1)
        }
        memory.imageSegments.remove(self)
    }

    /// What its section says, whatever the view; nil in a gap between sections.
    override func protection(of page: UInt, inViewFor wanted: PageProtection) -> PageProtection? {
        part(of: page)?.protection
    }

    override func isZero(_ page: UInt) -> Bool {
        guard let part = part(of: page) else { return false }
        return (page - part.firstPage) << UInt(pageShift) >= part.fileSize
    }

    override func frame(_ page: UInt) throws(NTStatus) -> Frame {
        var entry = pages[page]
        if entry.frame == 0 {
            guard let part = part(of: page) else { throw .accessViolation }
            entry.frame = try makeFrame(page, of: part).number
            pages[page] = entry
        }
        return Frame(number: entry.frame)
    }

    private func part(of page: UInt) -> Part? {
        parts.first { page >= $0.firstPage && page - $0.firstPage < $0.pageCount }
    }

    private func makeFrame(_ page: UInt, of part: Part) throws(NTStatus) -> Frame {
        let inside = (page - part.firstPage) << UInt(pageShift)
        let present = inside < part.fileSize ? min(pageSize, part.fileSize - inside) : 0
        let source = data.address + part.fileOffset + inside
        // Pages that everybody writes to must not be the archive's.
        let isWrittenInPlace = part.protection.allowsWriting && !part.protection.copiesOnWrite
        if present > 0, source & (pageSize - 1) == 0, !isWrittenInPlace,
            memory.isZero(source + present..<source + pageSize)
        {
            return Frame(holding: source)
        }
        try memory.charge(1)
        do throws(NTStatus) {
            let frame = try memory.allocateFrame()
            memory.copy(from: source, count: present, to: frame)
            return frame
        } catch {
            memory.uncharge(1)
            throw error
        }
    }
}

extension UInt {
    /// How many pages so many bytes take.
    var pageCount: UInt { pageRoundedUp >> UInt(pageShift) }
}

extension PESection {
    /// The protection its pages get: what is writable is copied on write, unless the image shares it.
    var protection: PageProtection {
        switch (isReadable || isWritable, isWritable, isExecutable) {
        case (_, true, true): isShared ? .executeReadWrite : .executeWriteCopy
        case (_, true, false): isShared ? .readWrite : .writeCopy
        case (true, false, true): .executeRead
        case (false, false, true): .execute
        case (true, false, false): .readOnly
        case (false, false, false): .noAccess
        }
    }
}

/// What the headers of an image tell those who start it: SECTION_IMAGE_INFORMATION and a little more.
struct ImageInformation {
    let preferredBase: UInt
    let size: UInt
    /// RVA; zero without one.
    let entryPoint: UInt
    let stackReserve: UInt
    let stackCommit: UInt
    let subsystem: UInt16
    let subsystemVersion: (major: UInt16, minor: UInt16)
    let operatingSystemVersion: (major: UInt16, minor: UInt16)
    let characteristics: UInt16
    let dllCharacteristics: UInt16
    let machine: UInt16
    let containsCode: Bool
    let loaderFlags: UInt32
    let fileSize: UInt32
    let checkSum: UInt32
    let isDLL: Bool
    /// It has no relocations: at its own base or not at all.
    let isFixed: Bool

    init(_ header: PEHeader, fileSize: UInt) {
        preferredBase = UInt(header.imageBase)
        size = UInt(header.sizeOfImage)
        entryPoint = UInt(header.entryPoint)
        stackReserve = UInt(header.stackReserve)
        stackCommit = UInt(header.stackCommit)
        subsystem = header.subsystem
        subsystemVersion = header.subsystemVersion
        operatingSystemVersion = header.operatingSystemVersion
        characteristics = header.characteristics
        dllCharacteristics = header.dllCharacteristics
        machine = header.machine
        containsCode = header.sizeOfCode != 0
        loaderFlags = header.loaderFlags
        self.fileSize = UInt32(truncatingIfNeeded: fileSize)
        checkSum = header.checkSum
        isDLL = header.isLibrary
        isFixed = header.isFixed
    }
}
