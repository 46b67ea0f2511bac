// Unsafe in two ways: the boot archive is memory of the executive's own image, and the kernel's boot records are
// memory that it maps for good; both are only read.

import BootArchive
import CExecutive
import NTABI
import SeL4
import SeL4ABI

/// From the first instruction after the executive's own memory works to the first program: what the kernel
/// told it, and the memory it made of that.
public struct ExecutiveStart {
    let memory: MemoryManager
    let boot: BootInfo

    public init(memory: MemoryManager, boot: BootInfo) {
        self.memory = memory
        self.boot = boot
    }

    /// 2.4 MB: what the drivers, the session manager and the shell take, and as much for programs.
    private static let leastFreePages = 600

    /// Builds the executive, starts smss.exe and serves for ever. Whatever makes that impossible is one line
    /// on display and log; errors are of what comes before there are any: `.deviceBusy`, `.noMemory`, `.insufficientResources`.
    public func run(archive: UnsafeRawBufferPointer) throws(NTStatus) -> Never {
        let hal = try Hal(memory, acpiRootPointer: bytes(of: .x86ACPIRSDP))
        hal.startDisplay(Framebuffer(record: bytes(of: .x86Framebuffer)))
        do throws(NTStatus) {
            let executive = try unsafe build(hal, archive)
            // Better one line now than a system without drivers or shell.
            guard memory.hardware.freePages >= Self.leastFreePages else { throw .noMemory }
            try executive.begin()
            executive.receiveLoop()
        } catch {
            var text = TextBuilder()
            text.put("Neptune OS cannot start: ")
            text.put(error.startFailure)
            text.put(" (")
            text.put(hexadecimal: UInt(error.rawValue), digits: 8)
            text.put(").\r\n")
            hal.log?.write(text.text)
            hal.display(text.text)
            hal.halt()
        }
    }

    private func build(_ hal: Hal, _ memoryOfArchive: UnsafeRawBufferPointer) throws(NTStatus) -> Executive {
        let archive: BootArchive
        do throws(ArchiveError) { archive = try unsafe BootArchive(memoryOfArchive) } catch { throw .diskCorrupt }
        let frequency = hal.counterFrequency(told: counterMegahertz)
        let clock = Clock(frequency: frequency, bootTime: hal.calendarTime(), counter: { ke_time_stamp() })
        let library = try SystemLibrary(archive, memory)
        return try Executive(memory: memory, archive: archive, hal: hal, clock: clock, systemLibrary: library)
    }

    private var counterMegahertz: UInt32? {
        let data = bytes(of: .x86TSCFrequency)
        return data.count >= 4 ? UInt32(data.integer(at: 0, bytes: 4)) : nil
    }

    private func bytes(of record: BootInfoRecord) -> [UInt8] {
        guard let data = unsafe boot.extra(record) else { return [] }
        return unsafe Array(data)
    }
}

extension NTStatus {
    /// Why there is no system, in words a user can act on.
    fileprivate var startFailure: StaticString {
        switch self {
        case .diskCorrupt: "the boot archive is damaged"
        case .dllNotFound: "the boot archive lacks System32\\ntdll.dll"
        case .objectNameNotFound, .objectPathNotFound: "the boot archive lacks System32\\smss.exe"
        case .noMemory, .insufficientResources, .commitmentLimit: "too little memory"
        case .deviceDoesNotExist: "the kernel gives no interrupt of an I/O APIC (KernelIRQController)"
        case .invalidImageFormat, .entrypointNotFound: "an image of the system is damaged"
        default: "an unexpected error"
        }
    }
}
