import CKernelSmoke
import SeL4ABI

// One function a test, run in this order by `smoke_main`. Thread bodies are chosen by number in
// `smoke_thread`.

@c(smoke_main)
func smokeMain(bootInfo: Word) {
    Pool.info = bootInfo
    Invoke.buffer = Pool.field(BootInfoLayout.ipcBuffer)
    Pool.start(bootInfo)
    Console.start()
    run("boot information", bootInformation)
    run("mapping", mapping)
    run("message passing", messagePassing)
    run("faults", faults)
    run("hostile code", hostileCode)
    run("preemption keeps registers", preemption)
    run("floating point", floatingPoint)
    run("device interrupt", deviceInterrupt)
    run("round trips", roundTrips)
    Console.put("smoke: ")
    Console.put(Score.passed)
    Console.put(" passed, ")
    Console.put(Score.failed)
    Console.put(" failed\n")
}

func run(_ name: StaticString, _ test: () -> Void) {
    Console.put(name)
    Console.newLine()
    test()
}

func bootInformation() {
    check(Pool.field(BootInfoLayout.initThreadCNodeSizeBits) >= 12, "cnode size")
    let first = Pool.field(BootInfoLayout.untyped)
    let count = Pool.field(BootInfoLayout.untyped + 8) - first
    check(count > 0 && count <= 230, "untyped count", count)
    var memory: Word = 0
    var end: Word = 0
    var wasDevice = true
    for index in 0..<count {
        let entry = UInt64(Pool.info) + UInt64(BootInfoLayout.untypedList) + 16 * UInt64(index)
        let address = Word(load64(entry))
        let size = Word(1) << Word(load8(entry + 8))
        let isDevice = load8(entry + 9) != 0
        if isDevice != wasDevice {
            end = 0
            wasDevice = isDevice
        }
        check(address % size == 0, "untyped alignment", address)
        check(address >= end, "untyped order", address)
        end = address + size
        if !isDevice { memory += size }
    }
    Console.put("  untypeds ")
    Console.put(count)
    Console.put(", memory KB ")
    Console.put(memory >> 10)
    Console.newLine()
    var record = UInt64(Pool.info) + 4096
    let recordsEnd = record + UInt64(Pool.field(BootInfoLayout.extraLength))
    while record + 16 <= recordsEnd, load64(record) != 0 {
        Console.put("  record ")
        Console.put(Word(load64(record)))
        if load64(record) == 5 {
            Console.put(" MHz ")
            Console.put(Word(load64(record + 16) & 0xFFFF_FFFF))
        }
        Console.newLine()
        record += load64(record + 8)
    }
}

func map(_ table: Word, _ label: InvocationLabel, at address: Word) -> Word {
    Invoke.setCapability(0, InitialSlot.vspace)
    return Invoke.call(table, label, address, 0, length: 2, capabilities: 1).error
}

func mapPage(_ frame: Word, at address: Word) -> Word {
    Invoke.setCapability(0, InitialSlot.vspace)
    return Invoke.call(frame, .pageMap, address, 3, 0, length: 3, capabilities: 1).error
}

let mappedAt: Word = 0x80_4000_0000

func mapping() {
    let frame = Pool.make(.page)
    check(mapPage(frame, at: mappedAt) == 6, "map without tables fails the lookup")
    check(map(Pool.make(.pdpt), .pdptMap, at: mappedAt) == 0, "pdpt")
    check(map(Pool.make(.pageDirectory), .pageDirectoryMap, at: mappedAt) == 0, "directory")
    check(map(Pool.make(.pageTable), .pageTableMap, at: mappedAt) == 0, "table")
    check(mapPage(frame, at: mappedAt) == 0, "page")
    check(load64(UInt64(mappedAt)) == 0, "new memory is clear")
    store64(UInt64(mappedAt), 0x1234)
    check(load64(UInt64(mappedAt)) == 0x1234, "memory keeps its value")
    check(Invoke.call(frame, .pageUnmap).error == 0, "unmap")
    check(mapPage(frame, at: mappedAt + 4096) == 0, "map elsewhere")
    check(load64(UInt64(mappedAt) + 4096) == 0x1234, "the same memory")
    let large = Pool.make(.largePage)
    check(mapPage(large, at: mappedAt + 0x20_0000) == 0, "large page")
    store64(UInt64(mappedAt) + 0x30_0000, 7)
    check(load64(UInt64(mappedAt) + 0x30_0000) == 7, "large page memory")
}

/// Makes a thread that runs body `number` at a priority below ours or equal, in our own spaces.
func startThread(_ number: Word, priority: Word, faultEndpoint: Word = 0) -> Word {
    let thread = Pool.make(.thread)
    Invoke.setCapability(0, InitialSlot.cnode)
    Invoke.setCapability(1, InitialSlot.vspace)
    Invoke.setCapability(2, 0)
    let guardData: Word = 64 - Pool.field(BootInfoLayout.initThreadCNodeSizeBits)
    let configured = Invoke.call(
        thread, .tcbConfigure, faultEndpoint, guardData, 0, 0, length: 4, capabilities: 3)
    check(configured.error == 0, "configure", configured.error)
    Invoke.setCapability(0, InitialSlot.thread)
    check(
        Invoke.call(thread, .tcbSetPriority, priority, length: 1, capabilities: 1).error == 0,
        "priority")
    for index in 0..<Word(20) { Invoke.setRegister(2 + index, 0) }
    Invoke.setRegister(2 + 8, number)
    // Message registers 2 and 3 carry rip and rsp.
    let written = Invoke.call(
        thread, .tcbWriteRegisters, 1, 20, Word(address_of_thread_entry()),
        Word(thread_stacks_top(UInt64(number))), length: 22)
    check(written.error == 0, "write registers", written.error)
    return thread
}

enum Shared {
    @safe nonisolated(unsafe) static var endpoint: Word = 0
    static func word(_ index: Word) -> UInt64 { UInt64(test_words()) + UInt64(index * 8) }
}

@c(smoke_thread)
func smokeThread(number: Word) {
    switch number {
    case 1: answer()
    case 2: faultTwice()
    case 3: store64(Shared.word(11), UInt64(check_integer_registers(0xABC0, Shared.word(10))))
    case 4: store64(Shared.word(12), UInt64(check_vector_registers(0x77, Shared.word(10))))
    default: break
    }
    suspendSelf(number)
}

func suspendSelf(_: Word) {
    // Waits for ever: nobody signals this endpoint again.
    while true {
        _ = kernel_trap(-5, UInt64(Shared.endpoint), 0, 0, 0, 0, 0)
    }
}

/// Answers every call with its words plus one.
func answer() {
    var message = kernel_trap(-5, UInt64(Shared.endpoint), 0, 0, 0, 0, 0)
    while true {
        message = kernel_trap(
            -2, UInt64(Shared.endpoint), message.info & 0x7F, message.mr0 + 1, message.mr1 + 1,
            message.mr2 + 1, message.mr3 + 1)
    }
}

func messagePassing() {
    Shared.endpoint = Pool.make(.endpoint)
    let server = startThread(1, priority: 255)
    let call = kernel_trap(-1, UInt64(Shared.endpoint), 4, 10, 20, 30, 40)
    check(call.mr0 == 11 && call.mr1 == 21 && call.mr2 == 31 && call.mr3 == 41, "call and reply")
    check(call.info & 0x7F == 4, "reply length", Word(call.info))
    Invoke.call(Shared.endpoint, InvocationLabel(rawValue: 0))
    check(Invoke.call(server, .tcbSuspend).error == 0, "suspend")
}

func faultTwice() {
    store64(UInt64(mappedAt) + 0x10_0000, 99)
    undefined_instruction()
    software_interrupt()
    _ = kernel_trap(-100, 0, 0, 0, 0, 0, 0)
    store64(Shared.word(0), 1)
}

func faults() {
    let endpoint = Pool.make(.endpoint)
    _ = startThread(2, priority: 254, faultEndpoint: endpoint)
    var message = kernel_trap(-5, UInt64(endpoint), 0, 0, 0, 0, 0)
    check(message.info >> 12 == 5, "page fault arrives", Word(message.info))
    check(message.mr1 == UInt64(mappedAt) + 0x10_0000, "its address", Word(message.mr1))
    check(message.mr3 == 6, "its error code", Word(message.mr3))
    check(mapPage(Pool.make(.page), at: mappedAt + 0x10_0000) == 0, "page for it")
    message = kernel_trap(-2, UInt64(endpoint), 0, 0, 0, 0, 0)
    check(load64(UInt64(mappedAt) + 0x10_0000) == 99, "the store happened")
    check(message.info >> 12 == 3 && message.mr3 == 6, "undefined instruction", Word(message.mr3))
    message = kernel_trap(-2, UInt64(endpoint), 1, message.mr0 + 2, 0, 0, 0)
    check(message.info >> 12 == 2, "int 200 is an unknown call", Word(message.info))
    check(Invoke.register(18) >> 24 == 200, "its number", Invoke.register(18))
    let resume = Invoke.register(15)
    let registers = message
    Invoke.setRegister(15, resume + 2)
    message = kernel_trap(
        -2, UInt64(endpoint), 18, registers.mr0, registers.mr1, registers.mr2, registers.mr3)
    check(message.info >> 12 == 2, "unknown call", Word(message.info))
    check(Invoke.register(18) == Word(bitPattern: -100), "its number", Invoke.register(18))
    Invoke.setRegister(15, Invoke.register(15) + 2)
    _ = kernel_trap(
        -6, UInt64(endpoint), 18, message.mr0, message.mr1, message.mr2, message.mr3)
    lowerPriority(to: 250)
    check(load64(Shared.word(0)) == 1, "the thread went on")
    lowerPriority(to: 255)
}

/// Every piece of Hostile.S ends in just the fault that its table promises, and in nothing worse.
func hostileCode() {
    let endpoint = Pool.make(.endpoint)
    let thread = startThread(5, priority: 254, faultEndpoint: endpoint)
    var entry = address_of_hostile_table()
    var number: Word = 0
    while load64(entry) != 0 {
        restart(thread, at: Word(load64(entry)), stack: Word(thread_stacks_top(5)))
        let message = kernel_trap(-5, UInt64(endpoint), 0, 0, 0, 0, 0)
        check(message.info >> 12 == load64(entry + 8), "kind of fault of hostile code", number)
        if load64(entry + 8) == 3 {
            check(message.mr3 == load64(entry + 16), "its vector", number << 8 | Word(message.mr3))
        }
        entry += 24
        number += 1
    }
    // Registers as bad as they come: what the processor would refuse is replaced.
    restart(thread, at: 1 << 63, stack: 1 << 63, others: .max)
    let message = kernel_trap(-5, UInt64(endpoint), 0, 0, 0, 0, 0)
    check(message.info >> 12 == 5 && message.mr0 == 0, "thread at no address", Word(message.mr0))
    check(Invoke.call(thread, .tcbSuspend).error == 0, "suspend")
}

func restart(_ thread: Word, at address: Word, stack: Word, others: Word = 0) {
    Invoke.call(thread, .tcbSuspend)
    for index in 2..<Word(20) { Invoke.setRegister(2 + index, others) }
    let written = Invoke.call(thread, .tcbWriteRegisters, 1, 20, address, stack, length: 22)
    check(written.error == 0, "write registers", written.error)
}

func lowerPriority(to priority: Word) {
    Invoke.setCapability(0, InitialSlot.thread)
    Invoke.call(InitialSlot.thread, .tcbSetPriority, priority, length: 1, capabilities: 1)
}

func preemption() {
    store64(Shared.word(10), 0)
    store64(Shared.word(11), 0)
    _ = startThread(3, priority: 255)
    var stop = read_tsc() + 300_000_000
    if Pool.field(BootInfoLayout.nodeCount) == 0 { stop = 0 }
    while read_tsc() < stop {}
    store64(Shared.word(10), 1)
    yield()
    yield()
    let count = Word(load64(Shared.word(11)))
    check(count > 0, "the other thread ran")
    check(count >> 63 == 0, "its registers survived", count)
}

func yield() { _ = kernel_trap(-7, 0, 0, 0, 0, 0, 0) }

func floatingPoint() {
    store64(Shared.word(10), 0)
    store64(Shared.word(12), 0)
    // Our own state exists before the other thread's and after it.
    _ = startThread(4, priority: 255)
    store64(Shared.word(13), 0)
    var mine = UInt64(0)
    let stop = read_tsc() + 300_000_000
    store64(Shared.word(14), 1)
    while read_tsc() < stop {
        mine |= check_vector_registers(0x1234, Shared.word(14)) >> 63
    }
    store64(Shared.word(10), 1)
    yield()
    yield()
    check(mine == 0, "our registers survived")
    let count = Word(load64(Shared.word(12)))
    check(count > 0 && count >> 63 == 0, "the other's registers survived", count)
}

/// The PIT's channel 0 reaches pin 2 of the first IOAPIC on every PC.
func deviceInterrupt() {
    let port = Pool.emptySlot()
    Invoke.setCapability(0, InitialSlot.cnode)
    check(
        Invoke.call(
            InitialSlot.ioPortControl, .ioPortControlIssue, 0x40, 0x43, port, 64, length: 4,
            capabilities: 1
        ).error == 0, "timer ports")
    let handler = Pool.emptySlot()
    Invoke.setCapability(0, InitialSlot.cnode)
    Invoke.setRegister(4, 0)
    Invoke.setRegister(5, 0)
    Invoke.setRegister(6, 20)
    check(
        Invoke.call(
            InitialSlot.irqControl, .irqControlGetIOAPIC, handler, 64, 0, 2, length: 7,
            capabilities: 1
        ).error == 0, "interrupt handler")
    let notification = Pool.make(.notification)
    Invoke.setCapability(0, notification)
    check(
        Invoke.call(handler, .irqHandlerSetNotification, capabilities: 1).error == 0,
        "notification of the interrupt")
    Invoke.call(port, .ioPortOut8, 0x43, 0x34, length: 2)
    Invoke.call(port, .ioPortOut8, 0x40, 0x00, length: 2)
    Invoke.call(port, .ioPortOut8, 0x40, 0x10, length: 2)
    for _ in 0..<5 {
        Invoke.call(handler, .irqHandlerAck)
        // The processor idles here: nobody else can run.
        _ = kernel_trap(-5, UInt64(notification), 0, 0, 0, 0, 0)
        check(true, "interrupt")
    }
    Invoke.call(port, .ioPortOut8, 0x43, 0x30, length: 2)
}

func roundTrips() {
    Shared.endpoint = Pool.make(.endpoint)
    let server = startThread(1, priority: 255)
    _ = kernel_trap(-1, UInt64(Shared.endpoint), 0, 0, 0, 0, 0)
    var best = UInt64.max
    for _ in 0..<200 {
        let start = read_tsc()
        _ = kernel_trap(-1, UInt64(Shared.endpoint), 0, 0, 0, 0, 0)
        best = min(best, read_tsc() - start)
    }
    Console.put("  call and reply, least TSC counts: ")
    Console.put(Word(best))
    Console.newLine()
    Invoke.call(server, .tcbSuspend)
}
