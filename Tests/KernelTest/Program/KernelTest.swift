import CKernelTest
import SeL4ABI

/// Runs every topic in the order of the interface, from memory to threads to devices.
@c(kernel_test_main)
func kernelTestMain(bootInfo: Word) {
    State.bootInfo = bootInfo
    State.buffer = Pool.field(BootInfoLayout.ipcBuffer)
    Pool.start()
    State.console = SerialPort(base: 0x3F8)
    State.listing = SerialPort(base: 0x2F8)
    // Probes outrank us, and our own maximum stays the highest.
    Invoke.call(InitialSlot.thread, .tcbSetPriority, [100], [InitialSlot.thread])

    run("boot information", bootInformationChecks)
    run("label", labelChecks)
    run("untyped", untypedChecks)
    run("size", sizeChecks)
    run("cnode", cnodeChecks)
    run("derivation", derivationChecks)
    run("ownership", ownershipChecks)
    run("lookup", lookupChecks)
    run("tcb", threadChecks)
    run("registers", registerChecks)
    run("endpoint", endpointChecks)
    run("transfer", transferChecks)
    run("reply", replyChecks)
    run("notification", notificationChecks)
    run("fault", faultChecks)
    run("scheduling", schedulingChecks)
    run("priority", priorityChecks)
    run("domain", domainChecks)
    run("vspace", addressSpaceChecks)
    run("asid", asidChecks)
    run("io port", portChecks)
    run("irq", interruptChecks)
    run("device irq", deviceInterruptChecks)
    run("preemption", preemptionChecks)
    run("fpu", fpuChecks)
    run("hostile code", hostileChecks)

    run("figures", printFigures)

    State.console?.put("kerneltest: ")
    State.console?.put(State.passed)
    State.console?.put(" passed, ")
    State.console?.put(State.failed)
    State.console?.put(" failed\n")
}
