import NTABI
import SeL4
import SeL4ABI

extension Executive {
    /// Everything that runs before the first message: time, registry, namespace, the first process.
    func begin() throws(NTStatus) {
        initializeSharedData()
        try startNotifications()
        try startObjects()
        describeHardware()
        if sessionManagerValue("MirrorDisplay") == 1 { hal.startMirror() }
        log(UnicodeString("Neptune OS\r\n"))
        ProcessorWatch().start(self)
        try startSessionManager()
    }

    private func startNotifications() throws(NTStatus) {
        do {
            try TCB(CapabilityPointer(InitialSlot.thread)).bind(notification)
        } catch { throw .insufficientResources }
        try hal.startTick(signalling: try signal(Badge.tick))
    }

    /// A capability to the executive's notification that signals these bits.
    func signal(_ bits: Word) throws(NTStatus) -> Notification {
        let slot = try memory.allocateSlot()
        do {
            try memory.root.mint(
                notification.pointer, to: slot, rights: .write, badge: Badge.notification | bits)
        } catch {
            memory.freeSlot(slot)
            throw .insufficientResources
        }
        return Notification(slot)
    }

    /// Creates smss.exe with one thread that calls the image's entry point.
    private func startSessionManager() throws(NTStatus) {
        guard let section = try archive.image("System32\\smss.exe", memory) else {
            throw .objectNameNotFound
        }
        let process = try createProcess(from: .image(section), parent: nil, creator: nil, inheritingHandles: false)
        process.isEssential = true
        let thread = try startThread(in: process, at: process.entryPoint, argument: Process.peb)
        _ = resume(thread)
    }
}
