public import SeL4ABI

/// A thread control block: a thread of the kernel.
public struct TCB: Capability {
    public let pointer: CapabilityPointer
    @inline(__always) public init(_ pointer: CapabilityPointer) { self.pointer = pointer }

    /// TCB_Configure: fault endpoint (in the thread's own capability space), both spaces, IPC buffer.
    public func configure(
        faultEndpoint: CapabilityPointer, cspace: CNode, cspaceGuard: CNodeGuard, vspace: PML4,
        bufferAddress: Word, bufferFrame: Page
    ) throws(InvocationError) {
        IPCBuffer.own.setCapability(0, cspace.pointer)
        IPCBuffer.own.setCapability(1, vspace.pointer)
        IPCBuffer.own.setCapability(2, bufferFrame.pointer)
        try invoke(
            .tcbConfigure, length: 4, capabilities: 3,
            faultEndpoint.rawValue, cspaceGuard.rawValue, 0, bufferAddress)
    }

    /// TCB_SetSpace.
    public func setSpace(
        faultEndpoint: CapabilityPointer, cspace: CNode, cspaceGuard: CNodeGuard, vspace: PML4
    ) throws(InvocationError) {
        IPCBuffer.own.setCapability(0, cspace.pointer)
        IPCBuffer.own.setCapability(1, vspace.pointer)
        try invoke(
            .tcbSetSpace, length: 3, capabilities: 2,
            faultEndpoint.rawValue, cspaceGuard.rawValue, 0)
    }

    /// TCB_SetPriority; `authority` limits it by its own maximum.
    public func setPriority(_ priority: Word, authority: TCB) throws(InvocationError) {
        IPCBuffer.own.setCapability(0, authority.pointer)
        try invoke(.tcbSetPriority, length: 1, capabilities: 1, priority)
    }

    /// TCB_SetSchedParams: maximum controlled priority, then priority.
    public func setSchedulingParameters(
        maximum: Word, priority: Word, authority: TCB
    ) throws(InvocationError) {
        IPCBuffer.own.setCapability(0, authority.pointer)
        try invoke(.tcbSetSchedParams, length: 2, capabilities: 1, maximum, priority)
    }

    /// TCB_Suspend: the thread stops, and whatever it waited for is given up.
    public func suspend() throws(InvocationError) { try invoke(.tcbSuspend) }
    /// TCB_Resume: a stopped thread runs; a call that was given up is made again.
    public func resume() throws(InvocationError) { try invoke(.tcbResume) }

    /// TCB_BindNotification: signals then also wake the thread's receive on an endpoint.
    public func bind(_ notification: Notification) throws(InvocationError) {
        IPCBuffer.own.setCapability(0, notification.pointer)
        try invoke(.tcbBindNotification, capabilities: 1)
    }

    /// TCB_UnbindNotification. Error: `.illegalOperation` (none is bound).
    public func unbindNotification() throws(InvocationError) { try invoke(.tcbUnbindNotification) }

    /// TCB_SetFlags; returns the flags after it. Versions before 14 have no such call.
    @discardableResult
    public func setFlags(
        clearing: ThreadFlags = .none, setting: ThreadFlags
    ) throws(InvocationError) -> ThreadFlags {
        ThreadFlags(
            rawValue: try invoke(.tcbSetFlags, length: 2, clearing.rawValue, setting.rawValue))
    }
}
