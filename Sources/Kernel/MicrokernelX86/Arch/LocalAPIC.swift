import CMicrokernelX86
import Microkernel
import SeL4ABI

/// The processor's own interrupt controller, by memory (xAPIC) or by model-specific registers
/// (x2APIC).
enum LocalAPIC {
    @safe nonisolated(unsafe) private static var usesRegisters = false
    @safe nonisolated(unsafe) private static var base: Word = 0
    @safe nonisolated(unsafe) private(set) static var identifier: UInt8 = 0

    /// Registers, by their offset in the memory page; as an MSR each is `0x800 + offset / 16`.
    private enum Register: UInt32 {
        case identifier = 0x20
        case taskPriority = 0x80
        case endOfInterrupt = 0xB0
        case spuriousVector = 0xF0
        case requests = 0x200
        case timer = 0x320
        case thermal = 0x330
        case performance = 0x340
        case line0 = 0x350
        case line1 = 0x360
        case error = 0x370
        case initialCount = 0x380
        case currentCount = 0x390
        case divider = 0x3E0
    }

    private static let baseRegister: UInt32 = 0x1B
    private static let masked: UInt32 = 1 << 16
    private static let periodic: UInt32 = 1 << 17
    private static let divideBy1: UInt32 = 0xB

    /// The page of registers, which is no memory of anybody's.
    static var page: Word { Word(cpu_rdmsr(baseRegister)) & 0xF_FFFF_F000 }

    /// Enables it with everything but the timer masked.
    static func configure() {
        let enabled = cpu_rdmsr(baseRegister) | 1 << 11
        cpu_wrmsr(baseRegister, enabled)
        base = X86Machine.physicalWindow + page
        // A loader may have switched to x2APIC, from which there is no way back but reset.
        usesRegisters = Processor.hasX2APIC
        if usesRegisters { cpu_wrmsr(baseRegister, enabled | 1 << 10) }
        let number = read(.identifier)
        identifier = UInt8(truncatingIfNeeded: usesRegisters ? number : number >> 24)
        write(.taskPriority, 0)
        write(.line0, masked)
        write(.line1, masked)
        write(.timer, masked | UInt32(Vector.timer))
        write(.error, masked | UInt32(Vector.spurious))
        write(.spuriousVector, 1 << 8 | UInt32(Vector.spurious))
    }

    static func endInterrupt() { write(.endOfInterrupt, 0) }

    /// Lets the timer run free, to be compared with a clock of known speed.
    static func startCounting() {
        write(.divider, divideBy1)
        write(.initialCount, .max)
    }

    static var counted: UInt32 { .max - read(.currentCount) }

    /// Interrupts at the timer's vector every `count` counts.
    static func startTicking(every count: UInt32) {
        write(.divider, divideBy1)
        write(.timer, periodic | UInt32(Vector.timer))
        write(.initialCount, max(count, 1))
    }

    /// A device's or the timer's interrupt has arrived and was not yet taken.
    static var hasRequest: Bool {
        var pending: UInt32 = 0
        // Vectors 48 to 159, 32 to a register; the first and last register hold some that are not
        // ours.
        pending |= request(1) & 0xFFFF_0000
        pending |= request(2) | request(3) | request(4)
        return pending != 0
    }

    private static func request(_ index: UInt32) -> UInt32 {
        read(offset: Register.requests.rawValue + 16 * index)
    }

    private static func read(_ register: Register) -> UInt32 { read(offset: register.rawValue) }

    private static func read(offset: UInt32) -> UInt32 {
        usesRegisters
            ? UInt32(truncatingIfNeeded: cpu_rdmsr(0x800 + offset >> 4))
            : mmio_read32(UInt64(base) + UInt64(offset))
    }

    private static func write(_ register: Register, _ value: UInt32) {
        if usesRegisters {
            cpu_wrmsr(0x800 + register.rawValue >> 4, UInt64(value))
        } else {
            mmio_write32(UInt64(base) + UInt64(register.rawValue), value)
        }
    }
}
