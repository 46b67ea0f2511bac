import CDriverProtocol
import DriverProtocol
import Testing

/// A region in the test's own memory, seen from the driver's side as one piece.
private final class Fixture {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: 0x8000, alignment: 4096)
    var region: SharedRegion

    init() {
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: 0x8000)
        let base = memory
        region = SharedRegion(pages: InlineArray { base + $0 * 4096 }, labelOffsets: [0, 1, .max, 3, 4])
    }

    deinit { memory.deallocate() }

    var header: UnsafeMutablePointer<driver_region_header> {
        memory.assumingMemoryBound(to: driver_region_header.self)
    }

    func request(_ index: Int) -> driver_request {
        (memory + Int(DRIVER_REQUEST_RING)).assumingMemoryBound(to: driver_request.self)[index]
    }

    func complete(id: UInt32) {
        let ring = (memory + Int(DRIVER_COMPLETION_RING))
            .assumingMemoryBound(to: driver_completion.self)
        let tail = header.pointee.completion_tail
        ring[Int(tail) % Int(DRIVER_RING_ENTRIES)].id = id
        header.pointee.completion_tail = tail &+ 1
    }

    func push(id: UInt32) -> Bool {
        var request = driver_request()
        request.id = id
        return region.push(request)
    }
}

@Suite struct SharedRegionTests {
    @Test func aDriverReadsHowTheKernelNumbersInvocations() {
        let offsets = Fixture().header.pointee.label_offsets
        #expect(offsets == (0, 1, .max, 3, 4))
    }

    @Test func requestsArriveInOrderOverTheEndOfTheRing() {
        let fixture = Fixture()
        for id in 1...300 as ClosedRange<UInt32> {
            #expect(fixture.push(id: id))
            let place = (Int(id) - 1) % Int(DRIVER_RING_ENTRIES)
            #expect(fixture.request(place).id == id)
            fixture.header.pointee.request_head = id
        }
        #expect(fixture.header.pointee.request_tail == 300)
    }

    @Test func aFullRingTakesNothingUntilTheDriverHasReadSome() {
        let fixture = Fixture()
        for id in 1...128 as ClosedRange<UInt32> { #expect(fixture.push(id: id)) }
        #expect(!fixture.push(id: 129))
        #expect(!fixture.region.isBroken)
        fixture.header.pointee.request_head = 1
        #expect(fixture.push(id: 129))
    }

    @Test func completionsAreTakenOnceAndInOrder() {
        let fixture = Fixture()
        #expect(fixture.region.pop() == nil)
        for id in 1...3 as ClosedRange<UInt32> { fixture.complete(id: id) }
        for id in 1...3 as ClosedRange<UInt32> { #expect(fixture.region.pop()?.id == id) }
        #expect(fixture.region.pop() == nil)
        #expect(fixture.header.pointee.completion_head == 3)
    }

    @Test func indexesThatMakeNoSenseBreakTheRegion() {
        let fixture = Fixture()
        fixture.header.pointee.completion_tail = 129
        #expect(fixture.region.pop() == nil)
        #expect(fixture.region.isBroken)

        let other = Fixture()
        other.header.pointee.request_head = 7
        #expect(!other.push(id: 1))
        #expect(other.region.isBroken)
    }
}

extension driver_completion: @retroactive Equatable {
    public static func == (a: Self, b: Self) -> Bool { a.id == b.id && a.status == b.status }
}

@Suite struct BufferAreaTests {
    @Test func smallPiecesShareAPageAndNeverCrossOne() throws {
        var area = BufferArea()
        var pieces: [Int] = []
        for length in [16, 600, 4096, 3000, 512, 1500] {
            let offset = try need(area.allocate(length))
            #expect(offset / 4096 == (offset + length - 1) / 4096)
            #expect(offset >= Int(DRIVER_BUFFER_AREA))
            pieces.append(offset)
        }
        #expect(Set(pieces).count == pieces.count)
    }

    @Test func whatIsFreedIsThereAgain() throws {
        var area = BufferArea()
        let whole = try need(area.allocate(BufferArea.capacity))
        #expect(area.allocate(1) == nil)
        area.free(whole, BufferArea.capacity)
        let small = try need(area.allocate(16))
        #expect(area.allocate(BufferArea.capacity) == nil)
        area.free(small, 16)
        #expect(area.allocate(BufferArea.capacity) == whole)
    }

    @Test func largePiecesBeginOnAPage() throws {
        var area = BufferArea()
        _ = try need(area.allocate(16))
        let large = try need(area.allocate(65_536))
        #expect(large % 4096 == 0)
    }
}

/// `#require` for a call that changes what it is called on.
private func need<Value>(_ value: Value?) throws -> Value { try #require(value) }
