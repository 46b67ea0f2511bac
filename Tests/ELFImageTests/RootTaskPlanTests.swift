import ELFImage
import SeL4ABI
import Testing

@testable import MicrokernelX86

/// Where the kernel would put a root task, or why it would not: what no file can make it do is trap, or write outside
/// of the frames that it took for the task.
@Suite struct RootTaskPlanTests {
    private static let userTop = UInt64(AddressSpaceLimit.userTop)

    /// What boot does with a file before it allocates anything.
    private static func plan(_ file: [UInt8]) throws(BootError) -> RootTaskPlan {
        let image: ELFImage
        do throws(ELFError) {
            image = try ELFImage(file.span)
        } catch {
            throw BootError(error)
        }
        return try RootTaskPlan(image: image, extraLength: 4000)
    }

    private static func refusal(of file: [UInt8]) -> BootError? {
        do throws(BootError) {
            _ = try plan(file)
            return nil
        } catch {
            return error
        }
    }

    private static func segment(at address: UInt64, _ size: UInt64 = 0x1000) -> SampleFile {
        SampleFile(entry: address, segments: [.init(address: address, memorySize: size)])
    }

    @Test func `a good file has its image, then a page each for buffer and boot information, then the records`() throws
    {
        let plan = try Self.plan(SampleFile().bytes)
        #expect(plan.image == 0x40_0000..<0x40_1000)
        #expect(plan.ipcBuffer == 0x40_1000 && plan.bootInfo == 0x40_2000 && plan.end == 0x40_4000)
        #expect(plan.framePages == 4 && plan.tableCount == 3)
    }

    static let wild: [(String, SampleFile, BootError)] = [
        ("no segment at all", SampleFile(segments: []), .rootTaskDamaged),
        ("another machine's", SampleFile(machine: 183), .rootTaskWrongMachine),
        ("a shared object", SampleFile(type: 3), .rootTaskWrongMachine),
        ("headers behind the end", SampleFile(headerOffset: 0x10_0000), .rootTaskDamaged),
        ("an entry in the kernel's half", SampleFile(entry: 0xFFFF_FFFF_8010_0000), .rootTaskDamaged),
        ("an entry outside of every segment", SampleFile(entry: 0x40_1000), .rootTaskDamaged),
        ("a segment in the kernel's half", segment(at: 0xFFFF_8000_0000_0000), .rootTaskAddresses),
        ("a segment over the kernel's image", segment(at: 0xFFFF_FFFF_8010_0000), .rootTaskAddresses),
        ("a segment that is not canonical", segment(at: 1 << 47), .rootTaskAddresses),
        ("one that ends at the top of all", segment(at: 0xFFFF_FFFF_FFFF_E000), .rootTaskAddresses),
        ("one that ends where user space does", segment(at: userTop - 0x1000), .rootTaskAddresses),
        ("one that leaves too little room for the buffer", segment(at: userTop - 0x2000), .rootTaskAddresses),
        ("one that starts inside a page", segment(at: 0x40_0800), .rootTaskAddresses),
        ("one that crosses into the kernel's half", segment(at: 0x40_0000, 1 << 48), .rootTaskAddresses),
        ("one as large as user space", segment(at: 0, userTop), .rootTaskAddresses),
        ("one of 1 TB", segment(at: 0x40_0000, 1 << 40), .rootTaskTooLarge),
        ("one of 32 MB and more", segment(at: 0x40_0000, 0x1FD_0000), .rootTaskTooLarge),
        (
            "two, as far apart as can be",
            SampleFile(segments: [.init(), .init(address: userTop - 0x10_0000, memorySize: 0x1000)]), .rootTaskTooLarge
        ),
        (
            "two over each other",
            SampleFile(segments: [.init(), .init(address: 0x40_0FFF, memorySize: 2)]), .rootTaskDamaged
        ),
    ]

    @Test(arguments: wild.indices) func `wild files are refused`(index: Int) {
        let (what, sample, expected) = Self.wild[index]
        #expect(Self.refusal(of: sample.bytes) == expected, "\(what)")
    }

    @Test func `a file cut anywhere is refused`() {
        let whole = SampleFile().bytes
        for length in 0..<0x120 {
            #expect(Self.refusal(of: Array(whole.prefix(length))) != nil)
        }
    }

    @Test func `of 100,000 files with wrong bytes each is refused, or lies where it can be loaded`() throws {
        var random = Xorshift()
        let sound = SampleFile(segments: [
            .init(), .init(type: 4), .init(flags: 6, address: 0x40_2000, memorySize: 0x3000),
        ]).bytes
        var accepted = 0
        for _ in 0..<100_000 {
            var file = sound
            for _ in 0...random.below(4) {
                // Most of the bytes that matter are in the headers.
                let position = random.below(232)
                file[position] = random.below(2) == 0 ? UInt8(random.below(256)) : file[position] ^ 1 << random.below(8)
            }
            if random.below(8) == 0 { file.removeLast(random.below(file.count)) }
            guard let plan = try? Self.plan(file) else { continue }
            accepted += 1
            try checkThatItFits(file, plan)
        }
        #expect(accepted > 1000, "the check sees files that are accepted")
    }

    /// What the loader relies on.
    private func checkThatItFits(_ file: [UInt8], _ plan: RootTaskPlan) throws {
        let image = try ELFImage(file.span)
        let entryIsInside = plan.image.contains(UInt(image.entry))
        #expect(entryIsInside && plan.end <= AddressSpaceLimit.userTop && plan.image.lowerBound % 4096 == 0)
        let slots = InitialSlot.firstFree + plan.tableCount + plan.framePages
        #expect(slots + UInt(BootInfoLayout.maximumUntypeds) <= 1 << UInt(RootTaskPlan.cnodeSizeBits))
        for index in 0..<image.headerCount {
            guard let segment = image.segment(at: index) else { continue }
            let end = segment.addresses.lowerBound + UInt64(segment.file.count)
            let fits =
                segment.addresses.lowerBound >= plan.image.lowerBound && end <= plan.image.upperBound
                && segment.file.upperBound <= file.count
            #expect(fits, "bytes are copied outside of the image or from outside of the file")
        }
    }
}

/// The same numbers each time.
private struct Xorshift {
    private var state: UInt64 = 0x2545_F491_4F6C_DD1D
    mutating func below(_ limit: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int((state >> 16) % UInt64(limit))
    }
}
