/// How this machine is switched off and reset, as ACPI says: FADT and the DSDT's `\_S5`.
struct PowerRegisters: Equatable {
    /// I/O ports of PM1a_CNT and PM1b_CNT; 0 for none.
    let controlA, controlB: UInt16
    /// What makes them enter S5: SLP_TYP of either.
    let sleepA, sleepB: UInt8
    /// The reset register, if it is an I/O port, and what to write to it.
    let reset: (port: UInt16, value: UInt8)?
    /// Writing `enableValue` to this port makes ACPI registers live; 0 when they are already.
    let enablePort: UInt16
    let enableValue: UInt8

    init?(_ tables: ACPITables) {
        guard let fadt = tables.table("FACP"), fadt.count >= 116 else { return nil }
        controlA = UInt16(truncatingIfNeeded: fadt.integer(at: 64, bytes: 4))
        controlB = UInt16(truncatingIfNeeded: fadt.integer(at: 68, bytes: 4))
        enablePort = UInt16(truncatingIfNeeded: fadt.integer(at: 48, bytes: 4))
        enableValue = fadt[52]
        let resetIsSupported = fadt.integer(at: 112, bytes: 4) & (1 << 10) != 0
        let isPort = fadt.integer(at: 116, bytes: 1) == 1
        reset =
            resetIsSupported && isPort
            ? (UInt16(truncatingIfNeeded: fadt.integer(at: 120, bytes: 8)), UInt8(fadt.integer(at: 128, bytes: 1)))
            : nil
        guard controlA != 0, let dsdt = tables.table(at: fadt.integer(at: 40, bytes: 4)),
            let types = Self.sleepTypes(in: dsdt)
        else { return nil }
        (sleepA, sleepB) = types
    }

    /// SLP_TYPa and SLP_TYPb from `Name (_S5, Package {a, b, …})`.
    ///
    /// AML's bytes are NameOp "_S5_" PackageOp length count, then the elements: ZeroOp, OneOp or BytePrefix
    /// and a byte. A whole interpreter would find the same.
    static func sleepTypes(in aml: [UInt8]) -> (UInt8, UInt8)? {
        let name = Array("_S5_".utf8)
        for start in aml.indices where aml[start...].starts(with: name) {
            var place = start + 4
            guard place + 1 < aml.count, aml[place] == 0x12 else { continue }
            place += 2 + Int(aml[place + 1] >> 6)  // the length's own length is in its top bits
            place += 1  // the number of elements
            guard let first = element(in: aml, at: &place), let second = element(in: aml, at: &place) else { continue }
            return (first, second)
        }
        return nil
    }

    private static func element(in aml: [UInt8], at place: inout Int) -> UInt8? {
        guard place + 1 < aml.count else { return nil }
        defer { place += aml[place] == 0x0A ? 2 : 1 }
        switch aml[place] {
        case 0x00, 0x01: return aml[place]
        case 0x0A: return aml[place + 1]
        default: return nil
        }
    }

    static func == (a: Self, b: Self) -> Bool {
        a.controlA == b.controlA && a.controlB == b.controlB && a.sleepA == b.sleepA && a.sleepB == b.sleepB
            && a.reset?.port == b.reset?.port && a.reset?.value == b.reset?.value
    }
}
