import NTABI
import Registry

extension Executive {
    /// Enters the processor into the registry where Windows programs look for it.
    func describeHardware() {
        let processor = ProcessorDescription.current()
        let key = registry.root.makeDescendant(
            UnicodeString("MACHINE\\HARDWARE\\DESCRIPTION\\System\\CentralProcessor\\0"))
        set(key, "VendorIdentifier", processor.vendor)
        if !processor.name.isEmpty { set(key, "ProcessorNameString", processor.name) }
        var identifier = TextBuilder()
        identifier.put("Intel64 Family ")
        identifier.put(decimal: UInt(processor.family))
        identifier.put(" Model ")
        identifier.put(decimal: UInt(processor.model))
        identifier.put(" Stepping ")
        identifier.put(decimal: UInt(processor.stepping))
        set(key, "Identifier", identifier.text.units.map { UInt8(truncatingIfNeeded: $0) })
        let megahertz = UInt32(truncatingIfNeeded: clock.frequency / 1_000_000)
        key.setValue(
            UnicodeString("~MHz"), type: .dword,
            data: [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: megahertz >> $0) })
    }

    /// A REG_SZ of ASCII text.
    private func set(_ key: KeyNode, _ name: StaticString, _ ascii: [UInt8]) {
        key.setValue(UnicodeString(name), type: .string, data: (ascii + [0]).flatMap { [$0, 0] })
    }
}
