import SeL4
import SeL4ABI

/// Why the executive cannot run on this kernel.
public enum KernelMismatch: Error {
    case mixedCriticality, numbering, noRoom

    /// In words a user can act on.
    public var text: StaticString {
        switch self {
        case .mixedCriticality: "the kernel is built for mixed criticality (KernelIsMCS)"
        case .numbering: "the kernel numbers its invocations in no way that seL4 does"
        case .noRoom: "the kernel gives too few capability slots or too little memory"
        }
    }

    /// Learns how the kernel numbers what needs no object of its own to be found.
    static func look() throws(KernelMismatch) {
        // Ports come first: whoever reports a mismatch needs one.
        guard RunningKernel.locate(.devices, by: IOPortControl(CapabilityPointer(InitialSlot.ioPortControl))) else {
            throw .numbering
        }
        // An MCS kernel's initial thread has a scheduling context; elsewhere the slot is empty.
        let context = Endpoint(CapabilityPointer(InitialSlot.schedulingContext))
        guard context.call(MessageInfo(label: 0, length: 0)).info.label == ErrorCode.invalidCapability.rawValue else {
            throw .mixedCriticality
        }
        guard RunningKernel.locate(.common, by: CNode(CapabilityPointer(InitialSlot.cnode))),
            RunningKernel.locate(.identifiers, by: ASIDControl(CapabilityPointer(InitialSlot.asidControl)))
        else { throw .numbering }
    }
}
