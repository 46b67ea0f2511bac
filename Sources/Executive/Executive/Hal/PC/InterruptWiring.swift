/// Where a legacy interrupt enters the IOAPICs: MADT.
struct InterruptWiring: Equatable {
    var ioapic: UInt = 0
    var pin: UInt
    var isLevelTriggered = false
    var isActiveLow = false

    /// The wiring of ISA interrupt `irq`: an override of the MADT, else pin = number, edge, active high.
    ///
    /// The seL4 kernel numbers IOAPICs in the MADT's order.
    init(irq: UInt8, madt: [UInt8]?) {
        pin = UInt(irq)
        guard let madt else { return }
        var global = UInt(irq)
        var bases: [UInt] = []
        var place = 44
        while place + 2 <= madt.count {
            let length = Int(madt[place + 1])
            guard length >= 2, place + length <= madt.count else { break }
            switch (madt[place], length) {
            case (1, 12...):
                bases.append(UInt(madt.integer(at: place + 8, bytes: 4)))
            case (2, 10...) where madt[place + 3] == irq:
                global = UInt(madt.integer(at: place + 4, bytes: 4))
                let flags = madt.integer(at: place + 8, bytes: 2)
                isActiveLow = flags & 3 == 3
                isLevelTriggered = flags >> 2 & 3 == 3
            default: break
            }
            place += length
        }
        pin = global
        for (index, base) in bases.enumerated() where base <= global && global - base < 24 {
            ioapic = UInt(index)
            pin = global - base
        }
    }
}
