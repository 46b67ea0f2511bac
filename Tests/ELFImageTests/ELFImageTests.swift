import ELFImage
import Testing

/// A small ELF64 file, field by field.
struct SampleFile {
    var machine: UInt16 = 62
    var type: UInt16 = 2
    var classByte: UInt8 = 2
    var entry: UInt64 = 0x40_0010
    var headerOffset: UInt64 = 64
    var headerSize: UInt16 = 56
    var segments: [Segment] = [Segment()]

    struct Segment {
        var type: UInt32 = 1
        var flags: UInt32 = 5
        var offset: UInt64 = 0x100
        var address: UInt64 = 0x40_0000
        var fileSize: UInt64 = 0x20
        var memorySize: UInt64 = 0x1000
    }

    var bytes: [UInt8] {
        var file: [UInt8] =
            [0x7F, 0x45, 0x4C, 0x46, classByte, 1, 1] + Array(repeating: 0, count: 9)
        func put<T: FixedWidthInteger>(_ value: T) {
            withUnsafeBytes(of: value.littleEndian) { file.append(contentsOf: $0) }
        }
        put(type)
        put(machine)
        put(UInt32(1))
        put(entry)
        put(headerOffset)
        put(UInt64(0))
        put(UInt32(0))
        put(UInt16(64))
        put(headerSize)
        put(UInt16(segments.count))
        file += Array(repeating: 0, count: 64 - file.count)
        for segment in segments {
            put(segment.type)
            put(segment.flags)
            put(segment.offset)
            put(segment.address)
            put(segment.address)
            put(segment.fileSize)
            put(segment.memorySize)
            put(UInt64(4096))
        }
        return file + Array(repeating: 0xCC, count: max(0, 0x200 - file.count))
    }
}

private func error(of file: [UInt8]) -> ELFError? {
    do throws(ELFError) {
        _ = try ELFImage(file.span)
        return nil
    } catch {
        return error
    }
}

@Suite struct ELFImageTests {
    @Test func `a good file tells its entry, extent and segments`() throws {
        var sample = SampleFile()
        sample.segments = [
            .init(), .init(type: 4),
            .init(flags: 6, address: 0x40_2000, fileSize: 0, memorySize: 0x800),
        ]
        let file = sample.bytes
        let image = try ELFImage(file.span)
        let (entry, addresses, headerCount) = (image.entry, image.addresses, image.headerCount)
        #expect(entry == 0x40_0010)
        #expect(addresses == 0x40_0000..<0x40_2800)
        #expect(headerCount == 3)
        let first = image.segment(at: 0)
        let code = try #require(first)
        #expect(code.addresses == 0x40_0000..<0x40_1000)
        #expect(code.file == 0x100..<0x120)
        #expect(code.flags.isExecutable && !code.flags.isWritable)
        let notLoaded = image.segment(at: 1)
        #expect(notLoaded == nil)
        let data = image.segment(at: 2)
        #expect(data?.flags.isWritable == true)
    }

    @Test func `what is no 64-bit x86 executable is refused`() {
        #expect(error(of: []) == .notELF)
        #expect(error(of: Array("not an ELF file at all".utf8)) == .notELF)
        #expect(error(of: SampleFile(machine: 183).bytes) == .wrongMachine)
        #expect(error(of: SampleFile(classByte: 1).bytes) == .wrongMachine)
        #expect(error(of: SampleFile(type: 3).bytes) == .notExecutable)
        #expect(error(of: SampleFile(segments: [.init(type: 2)]).bytes) == .noSegments)
        #expect(error(of: SampleFile(entry: 0x40_1000).bytes) == .entryOutsideImage)
    }

    @Test func `every cut of a good file is refused`() {
        let whole = SampleFile().bytes
        for length in 0..<0x120 {
            #expect(error(of: Array(whole[..<length])) != nil, "cut to \(length)")
        }
        #expect(error(of: Array(whole[..<0x120])) == nil)
    }

    @Test func `headers that point outside the file are refused`() {
        #expect(error(of: SampleFile(headerOffset: .max).bytes) == .truncated)
        #expect(error(of: SampleFile(headerOffset: 0x1F0).bytes) == .truncated)
        #expect(error(of: SampleFile(headerSize: 32).bytes) == .truncated)
    }

    @Test(arguments: [
        SampleFile.Segment(offset: .max),
        .init(fileSize: .max, memorySize: .max),
        .init(fileSize: 0x21, memorySize: 0x20),
        .init(address: .max - 0x10, fileSize: 0x10, memorySize: 0x20),
        .init(offset: 0x1F0, fileSize: 0x20),
    ])
    func `a segment outside the file or the address space is refused`(segment: SampleFile.Segment) {
        #expect(error(of: SampleFile(segments: [segment]).bytes) == .badSegment)
    }

    @Test func `more program headers than any program has are refused at once`() {
        let segments = (0..<65_535).map {
            SampleFile.Segment(address: 0x40_0000 + UInt64($0) * 2, fileSize: 0, memorySize: 1)
        }
        #expect(error(of: SampleFile(segments: segments).bytes) == .tooManySegments)
        #expect(error(of: SampleFile(entry: 0x40_0000, segments: Array(segments.prefix(256))).bytes) == nil)
    }

    @Test func `overlapping segments are refused`() {
        let file = SampleFile(segments: [.init(), .init(address: 0x40_0FFF)])
        #expect(error(of: file.bytes) == .overlappingSegments)
    }
}
