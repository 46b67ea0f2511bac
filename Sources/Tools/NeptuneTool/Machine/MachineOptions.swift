import SystemPackage

/// A PC as QEMU is asked to make it.
public struct MachineOptions: Sendable {
    /// What the machine boots from.
    public enum Boot: Sendable {
        /// A multiboot kernel and its first module, loaded by QEMU itself.
        case direct(kernel: FilePath, module: FilePath?)
        case floppy(FilePath)
        /// The image of a CD.
        case disc(FilePath)
    }

    /// How time passes for the processor.
    public enum Pace: Sendable {
        /// As fast as the host can.
        case free
        /// One nanosecond an instruction, and none while the processor waits: counts are exact and repeatable.
        case counted
    }

    /// In less there is no room for kernel and root task side by side, and so nobody to say that there is too little.
    public static let leastMemoryMB = 3

    public var boot: Boot
    public var memoryMB = 128
    public var processor = "max"
    /// Words for the kernel's command line, where QEMU loads the kernel itself.
    public var kernelWords = ""
    public var pace = Pace.free
    /// The machine's firmware; nil for QEMU's BIOS.
    public var firmware: FilePath?
    /// Where the PC speaker is recorded, as a WAV file; nil for a silent machine.
    public var sound: FilePath?
    /// Whether a reset starts the machine again; otherwise it stops it.
    public var mayReboot = false
    /// Further arguments for QEMU.
    public var extra: [String] = []

    public init(_ boot: Boot) {
        self.boot = boot
    }

    /// The arguments that say what the machine is, whoever watches it.
    public func hardware() -> [String] {
        var arguments = ["-m", "\(memoryMB)M", "-cpu", processor, "-nic", "none"]
        // Memory costs the host what is used of it, so a machine may have more than its host.
        arguments += ["-object", "memory-backend-ram,id=memory,size=\(memoryMB)M,reserve=off"]
        var machine = "q35"
        switch boot {
        case .direct(let kernel, let module):
            arguments += ["-kernel", kernel.string]
            if let module { arguments += ["-initrd", module.string] }
            if !kernelWords.isEmpty { arguments += ["-append", kernelWords] }
        case .floppy(let image):
            // The older board is the one with a floppy controller.
            machine = "pc"
            arguments += [
                // A comma of the name's own is doubled.
                "-drive", "if=floppy,format=raw,readonly=on,file=\(image.string.replacing(",", with: ",,"))", "-boot",
                "a",
            ]
        case .disc(let image):
            arguments += ["-cdrom", image.string]
        }
        machine += ",memory-backend=memory"
        if let firmware { arguments += ["-bios", firmware.string] }
        if let sound {
            arguments += ["-audiodev", "wav,id=speaker,path=\(sound)"]
            machine += ",pcspk-audiodev=speaker"
        }
        arguments += ["-machine", machine]
        if case .counted = pace { arguments += ["-icount", "shift=0,sleep=off"] }
        if !mayReboot { arguments.append("-no-reboot") }
        return arguments + extra
    }
}
