import CNT
import Testing

@testable import Kbdclass

@Suite("kbdclass.sys")
struct InputQueueTests {
    private func packet(_ code: UInt16) -> KEYBOARD_INPUT_DATA {
        var packet = KEYBOARD_INPUT_DATA()
        packet.MakeCode = code
        return packet
    }

    @Test("what was typed first is read first, also around the end of the ring")
    func order() {
        var queue = InputQueue()
        for code: UInt16 in 0..<250 {
            let fit = (queue.put(packet(code)), queue.put(packet(code + 1000)))
            #expect(fit == (true, true))
            #expect(queue.take()?.MakeCode == code)
            #expect(queue.take()?.MakeCode == code + 1000)
        }
        #expect(queue.isEmpty)
    }

    @Test("a full queue keeps what it has")
    func full() {
        var queue = InputQueue()
        for code in 0...UInt16(InputQueue.capacity) {
            let fits = queue.put(packet(code))
            #expect(fits == (Int(code) < InputQueue.capacity))
        }
        #expect(queue.count == InputQueue.capacity)
        #expect(queue.take()?.MakeCode == 0)
    }

    @Test("a read takes whole packets or is refused", arguments: [(0, 0), (12, 1), (120, 10)])
    func lengths(length: UInt32, count: Int) {
        #expect(packetCount(length: length) == count)
        #expect(packetCount(length: length + 1) == nil)
    }
}
