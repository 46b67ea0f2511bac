import CExecutive

/// What an x86 processor tells of itself by CPUID, in the words that Windows has for it.
struct ProcessorDescription {
    /// Twelve letters such as `GenuineIntel`.
    let vendor: [UInt8]
    /// The marketing name, empty where the processor has none.
    let name: [UInt8]
    let family: UInt32
    let model: UInt32
    let stepping: UInt32

    /// Asks the processor that this runs on.
    static func current() -> ProcessorDescription {
        let basic = executive_cpuid(0)
        let version = executive_cpuid(1).eax
        var name: [UInt8] = []
        if executive_cpuid(0x8000_0000).eax >= 0x8000_0004 {
            for leaf in 0x8000_0002...0x8000_0004 as ClosedRange<UInt32> {
                let part = executive_cpuid(leaf)
                for register in [part.eax, part.ebx, part.ecx, part.edx] { name += letters(register) }
            }
        }
        // The extended fields count only where the first ones are full.
        let family = version >> 8 & 0xF
        let model = version >> 4 & 0xF
        let hasExtendedModel = family == 6 || family == 15
        return ProcessorDescription(
            vendor: letters(basic.ebx) + letters(basic.edx) + letters(basic.ecx),
            name: trimmed(name),
            family: family == 15 ? family + (version >> 20 & 0xFF) : family,
            model: hasExtendedModel ? model | (version >> 16 & 0xF) << 4 : model,
            stepping: version & 0xF)
    }

    private static func letters(_ register: UInt32) -> [UInt8] {
        [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: register >> $0) }
    }

    /// Names are padded with blanks in front or zeros behind.
    private static func trimmed(_ name: [UInt8]) -> [UInt8] {
        var text = Array(name.prefix { $0 != 0 }.drop { $0 == 0x20 })
        while text.last == 0x20 { text.removeLast() }
        return text
    }
}
