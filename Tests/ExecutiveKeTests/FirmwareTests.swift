import Testing

@testable import Executive

/// Builds ACPI tables in a memory of its own.
private struct Firmware {
    var memory = [UInt8](repeating: 0, count: 4096)

    mutating func put(_ bytes: [UInt8], at address: Int) {
        memory.replaceSubrange(address..<address + bytes.count, with: bytes)
    }

    static func little(_ value: UInt64, _ size: Int) -> [UInt8] {
        (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    /// Header, body, and a sum of zero.
    static func table(_ signature: String, _ body: [UInt8]) -> [UInt8] {
        var bytes = Array(signature.utf8) + little(UInt64(36 + body.count), 4) + [UInt8](repeating: 0, count: 28) + body
        bytes[9] = 0 &- bytes.reduce(0, &+)
        return bytes
    }

    static func pointer(to table: UInt64) -> [UInt8] {
        var bytes = Array("RSD PTR ".utf8) + [0] + Array("TEST  ".utf8) + [0] + little(table, 4)
        bytes[8] = 0 &- bytes.reduce(0, &+)
        return bytes
    }

    func read(_ address: UInt64, _ count: Int) -> [UInt8]? {
        let start = Int(address)
        guard start + count <= memory.count else { return nil }
        return Array(memory[start..<start + count])
    }

    /// RSDT at 0x100 with a FADT at 0x200 and a MADT at 0x400; the DSDT at 0x600.
    static func make(fadt: [UInt8], madt: [UInt8], dsdt: [UInt8]) -> ACPITables? {
        var firmware = Firmware()
        firmware.put(table("RSDT", little(0x200, 4) + little(0x400, 4)), at: 0x100)
        firmware.put(table("FACP", fadt), at: 0x200)
        firmware.put(table("APIC", madt), at: 0x400)
        firmware.put(table("DSDT", dsdt), at: 0x600)
        let made = firmware
        return ACPITables(rootPointer: pointer(to: 0x100)) { made.read($0, $1) }
    }
}

@Suite struct FirmwareTests {
    private var fadt: [UInt8] {
        var body = [UInt8](repeating: 0, count: 100)
        body.replaceSubrange(4..<8, with: Firmware.little(0x600, 4))  // DSDT
        body.replaceSubrange(12..<16, with: Firmware.little(0xB2, 4))  // SMI command
        body[16] = 0xF1  // ACPI enable
        body.replaceSubrange(28..<32, with: Firmware.little(0x604, 4))  // PM1a control
        return body
    }
    private let dsdt: [UInt8] =
        [0x10, 0x20] + Array("_SB_".utf8) + [0x08] + Array("_S5_".utf8) + [
            0x12, 0x06, 0x04, 0x0A, 0x05, 0x01, 0x00, 0x00,
        ]

    @Test func powerRegistersComeFromFADTAndDSDT() throws {
        let tables = try #require(Firmware.make(fadt: fadt, madt: [], dsdt: dsdt))
        let power = try #require(PowerRegisters(tables))
        #expect(power.controlA == 0x604)
        #expect(power.controlB == 0)
        #expect(power.sleepA == 5)
        #expect(power.sleepB == 1)
        #expect(power.reset == nil)
        #expect(power.enablePort == 0xB2)
    }

    @Test func aDamagedTableIsAsIfNotThere() throws {
        var firmware = Firmware()
        firmware.put(Firmware.table("RSDT", Firmware.little(0x200, 4)), at: 0x100)
        var table = Firmware.table("FACP", fadt)
        table[50] ^= 1
        firmware.put(table, at: 0x200)
        let made = firmware
        let tables = try #require(ACPITables(rootPointer: Firmware.pointer(to: 0x100)) { made.read($0, $1) })
        #expect(tables.table("FACP") == nil)
        #expect(PowerRegisters(tables) == nil)
    }

    @Test func aRootPointerWithAWrongSumIsNone() {
        var pointer = Firmware.pointer(to: 0x100)
        pointer[8] &+= 1
        #expect(ACPITables(rootPointer: pointer) { _, _ in nil } == nil)
        #expect(ACPITables(rootPointer: []) { _, _ in nil } == nil)
    }

    @Test func theTimerEntersWhereTheMADTSays() throws {
        let header = [UInt8](repeating: 0, count: 8)
        let ioapic: [UInt8] = [1, 12, 0, 0] + Firmware.little(0xFEC0_0000, 4) + Firmware.little(0, 4)
        let override: [UInt8] = [2, 10, 0, 0] + Firmware.little(2, 4) + Firmware.little(0x000F, 2)
        let tables = try #require(Firmware.make(fadt: fadt, madt: header + ioapic + override, dsdt: dsdt))
        let wiring = InterruptWiring(irq: 0, madt: tables.table("APIC"))
        #expect(wiring.pin == 2)
        #expect(wiring.isLevelTriggered)
        #expect(wiring.isActiveLow)
        #expect(InterruptWiring(irq: 1, madt: tables.table("APIC")).pin == 1)
        #expect(InterruptWiring(irq: 0, madt: nil).pin == 0)
    }

    @Test func theSecondIOAPICTakesOverWhereTheFirstEnds() {
        let header = [UInt8](repeating: 0, count: 44)
        let first: [UInt8] = [1, 12, 0, 0] + Firmware.little(0, 4) + Firmware.little(0, 4)
        let second: [UInt8] = [1, 12, 1, 0] + Firmware.little(0, 4) + Firmware.little(24, 4)
        let override: [UInt8] = [2, 10, 0, 9] + Firmware.little(30, 4) + Firmware.little(0, 2)
        let wiring = InterruptWiring(irq: 9, madt: header + first + second + override)
        #expect(wiring.ioapic == 1)
        #expect(wiring.pin == 6)
    }
}

@Suite struct RealTimeClockTests {
    @Test func decimalRegistersAreADate() throws {
        // 2026-11-22 12:34:56, 24 hours, BCD
        let clock = try #require(RealTimeClock([0x56, 0x34, 0x12, 0x22, 0x11, 0x26, 0x02]))
        #expect(clock.year == 2026)
        #expect(clock.systemTime == 134_398_244_960_000_000)
    }

    @Test func theTwelveHourClockHasNoonAndMidnight() {
        #expect(RealTimeClock([0, 0, 0x92, 1, 1, 0, 0x00])?.hour == 12)
        #expect(RealTimeClock([0, 0, 0x12, 1, 1, 0, 0x00])?.hour == 0)
        #expect(RealTimeClock([0, 0, 0x81, 1, 1, 0, 0x00])?.hour == 13)
    }

    @Test func theEpochIsSixteenHundredOne() {
        // 1 January 1980 is 119,600,064 · 10^9 units after 1601.
        #expect(RealTimeClock([0, 0, 0, 1, 1, 0x80, 0x02])?.systemTime == 119_600_064_000_000_000)
    }

    @Test func nonsenseIsNoDate() {
        #expect(RealTimeClock([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]) == nil)
        #expect(RealTimeClock([0, 0, 0, 0, 0, 0, 0x02]) == nil)
    }
}
