import SeL4

// Switching off and starting again.
extension Hal {
    /// Switches the machine off. Returns if it has no way to.
    func powerOff() {
        guard let power else { return }
        if power.enablePort != 0, power.enableValue != 0, let port = port(power.enablePort...power.enablePort) {
            try? port.out8(power.enablePort, power.enableValue)
        }
        for (control, type) in [(power.controlA, power.sleepA), (power.controlB, power.sleepB)] where control != 0 {
            guard let port = port(control...control + 1) else { continue }
            let kept = ((try? port.in16(control)) ?? 0) & 0xC3FF
            try? port.out16(control, kept | UInt16(type) << 10 | 1 << 13)  // SLP_TYP, SLP_EN
        }
    }

    /// Nothing more happens, but the machine stays on.
    func halt() -> Never {
        while true { yieldProcessor() }
    }

    /// Resets the machine: as ACPI says, through the chip set, through the keyboard controller.
    func reset() {
        if let reset = power?.reset, let port = port(reset.port...reset.port) {
            try? port.out8(reset.port, reset.value)
        }
        if let port = port(0xCF9...0xCF9) {
            try? port.out8(0xCF9, 0x02)
            try? port.out8(0xCF9, 0x06)
        }
        if let port = port(0x64...0x64) { try? port.out8(0x64, 0xFE) }
    }
}
