import NTABI
import Testing

@testable import Executive

@Suite struct HandleTableTests {
    private func entry(_ object: NTObject, _ marks: HandleAttributes = []) -> HandleTable.Entry {
        HandleTable.Entry(object: object, access: .synchronize, attributes: marks)
    }

    @Test func handlesAreMultiplesOfFourAndComeBackIntoUse() {
        var table = HandleTable()
        let handles = (0..<3).map { _ in table.insert(entry(Event(.notification))) }
        #expect(handles.map(\.rawValue) == [4, 8, 12])
        #expect(table.remove(handles[1]) != nil)
        #expect(table.remove(handles[1]) == nil)
        #expect(table.insert(entry(Event(.notification))) == handles[1])
        #expect(table.count == 3)
    }

    @Test func theTwoLowestBitsAreTheProgramsToUse() {
        var table = HandleTable()
        let event = Event(.notification)
        let handle = table.insert(entry(event))
        #expect(table[Handle(rawValue: handle.rawValue | 3)]?.object === event)
    }

    @Test(arguments: [0, 1, 3, 8, 0x7FFF_FFF0, UInt.max, UInt.max - 1, UInt.max - 2, 1 << 63])
    func aNumberThatIsNoHandleNamesNothing(_ number: UInt) {
        var table = HandleTable()
        _ = table.insert(entry(Event(.notification)))
        #expect(table[Handle(rawValue: number)] == nil)
    }

    @Test func onlyMarkedHandlesAreInheritedAndKeepTheirNumbers() {
        var parent = HandleTable()
        let event = Event(.notification)
        _ = parent.insert(entry(Event(.notification)))
        let marked = parent.insert(entry(event, .inherit))
        event.handleCount = 1
        var child = HandleTable(inheriting: parent)
        #expect(child.count == 1)
        #expect(child[marked]?.object === event)
        #expect(event.handleCount == 2)
        #expect(child.insert(entry(Event(.notification))).rawValue == 4)
    }
}

@Suite struct AccessTests {
    @Test func genericRightsBecomeThoseOfTheType() throws {
        #expect(try ObjectType.event.granted(.genericAll).rawValue == 0x1F0003)
        #expect(try ObjectType.event.granted(.genericRead).rawValue == 0x20001)
        #expect(try ObjectType.file.granted(.genericWrite).rawValue == 0x120116)
        #expect(try ObjectType.key.granted(.maximumAllowed).rawValue == 0xF003F)
    }

    @Test func bitsThatMeanNothingAreRefused() {
        #expect(throws: NTStatus.accessDenied) {
            try ObjectType.event.granted(AccessMask(rawValue: 0x100))
        }
        #expect(throws: NTStatus.privilegeNotHeld) {
            try ObjectType.event.granted(.accessSystemSecurity)
        }
    }
}

@Suite struct SemaphoreTests {
    @Test(arguments: [(0, 0), (-1, 1), (2, 1), (0, -1)])
    func countsThatMakeNoSenseAreRefused(_ count: Int32, _ limit: Int32) {
        #expect(throws: NTStatus.invalidParameter) { try Semaphore.make(count: count, limit: limit) }
    }
}
