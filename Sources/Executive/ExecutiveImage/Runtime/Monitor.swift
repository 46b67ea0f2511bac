// Unsafe in two ways: the words of a stopped thread's stack are read, from its stack pointer up to the end of that page,
// which is mapped as the thread has just used it; and one pointer is kept from the thread that starts this one.

import Executive
import ExecutiveEntry
import NTABI
import SeL4
import SeL4ABI

/// The executive's second thread: it waits for the first one to fail, and says so on COM1.
///
/// A broken invariant stops the executive, and with it everything; without this thread it would do so in silence. It
/// uses nothing of the executive's but the capability space, and no heap.
enum Monitor {
    nonisolated(unsafe) private static var endpoint = Endpoint(.null)
    nonisolated(unsafe) private static var root = CNode(.null)
    nonisolated(unsafe) private static var portSlot = CapabilityPointer.null
    nonisolated(unsafe) private static var notesPort: LastPort?
    private static let executive = TCB(CapabilityPointer(InitialSlot.thread))

    /// Makes the thread and has faults of the calling one go to it. `.insufficientResources`.
    static func start(
        _ resources: UnsafeMutablePointer<KernelResources>
    ) throws(NTStatus) {
        let slot = try unsafe resources.pointee.makeForEver(.endpoint)
        let thread = TCB(try unsafe resources.pointee.makeForEver(.thread))
        unsafe portSlot = try resources.pointee.takeSlot()
        let page = try unsafe resources.pointee.makeOwnPage(at: ExecutiveLayout.monitorBuffer)
        let buffer = unsafe resources.pointee.frame(ofOwnPage: page)
        unsafe endpoint = Endpoint(slot)
        unsafe root = resources.pointee.root
        var context = UserContext()
        context[.rip] = executive_monitor_entry()
        do {
            let space = unsafe resources.pointee.supply.ownSpace
            try unsafe thread.configure(
                faultEndpoint: .null, cspace: root, cspaceGuard: CNodeGuard(rawValue: 0),
                vspace: space, bufferAddress: ExecutiveLayout.monitorBuffer, bufferFrame: buffer)
            try thread.setSchedulingParameters(maximum: 255, priority: 255, authority: executive)
            try thread.writeRegisters(context, resuming: true)
            try unsafe executive.setSpace(
                faultEndpoint: slot, cspace: root, cspaceGuard: CNodeGuard(rawValue: 0),
                vspace: space)
        } catch { throw .insufficientResources }
    }

    /// A character of what a failed check of Swift's own says in a debug build. The trap that follows is the first
    /// thread's end, so it takes the port as well.
    static func note(_ character: UInt8) {
        unsafe notesPort = notesPort ?? takePort()
        unsafe notesPort?.put(character)
    }

    /// Waits for the end.
    static func run() -> Never {
        while true {
            let fault = unsafe endpoint.receive()
            IPCBuffer.adopt(IPCBuffer(ExecutiveLayout.monitorBuffer))
            guard let port = takePort() else { continue }
            showStack(port)
            port.put("The executive has stopped: ")
            switch FaultLabel(rawValue: fault.info.label) {
            case .vmFault: port.put("page fault at ", fault.words.1)
            case .userException: port.put("processor exception ", fault.words.3)
            case .capFault: port.put("bad capability ", fault.words.1)
            default: port.put("unknown system call")
            }
            port.put(", instruction ", fault.words.0)
            port.put("\r\n")
        }
    }

    /// Whoever has the port loses it: nobody else will run again.
    private static func takePort() -> LastPort? { unsafe LastPort(in: portSlot, of: root) }

    /// The addresses of code that lie on the stopped thread's stack: its callers, with some that no longer are.
    private static func showStack(_ port: LastPort) {
        guard let context = try? executive.readRegisters() else { return }
        port.put("\r\nstack: ", context[.rsp])
        var place = context[.rsp] & ~7
        let end = (place + 4096) & ~4095
        while place < end, let word = unsafe UnsafePointer<UInt>(bitPattern: place) {
            let value = unsafe word.pointee
            if value > executive_image_start(), value < executive_text_end() {
                port.put(" ", value)
            }
            place += 8
        }
        port.put("\r\n")
    }
}

/// The monitor thread's first Swift code.
@c(executive_monitor)
func executiveMonitor() { Monitor.run() }
