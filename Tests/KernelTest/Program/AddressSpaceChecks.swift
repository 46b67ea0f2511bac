import CKernelTest
import SeL4ABI

/// Page tables and frames: the order of the levels, errors, rights and what memory keeps.
func addressSpaceChecks() {
    levels()
    frameErrors()
    remapping()
    largeFrames()
    unmapping()
    attributes()
    executeNever()
}

private let vspace = InitialSlot.vspace
/// Nothing is ever mapped here but by `levels`.
private let far: Word = 0x4000_0000_0000

private func map(_ table: Word, _ label: InvocationLabel, _ address: Word, in space: Word = vspace) -> Answer {
    Invoke.call(table, label, [address, 0], [space])
}

private func levels() {
    let frame = Pool.make(.page)
    let (pdpt, directory, table) = (Pool.make(.pdpt), Pool.make(.pageDirectory), Pool.make(.pageTable))
    expect("PDPT_Map: one word is too few", Invoke.call(pdpt, .pdptMap, [far], [vspace]), .truncatedMessage)
    expect("PDPT_Map: no address space", Invoke.call(pdpt, .pdptMap, [far, 0]), .truncatedMessage)
    expect("PDPT_Map: another table's label", map(pdpt, .pageTableMap, far), .illegalOperation)
    expect("PDPT_Map: not into a frame", map(pdpt, .pdptMap, far, in: frame), .invalidCapability, [1])
    expect(
        "PDPT_Map: not into a PML4 without ASID", map(pdpt, .pdptMap, far, in: Pool.make(.pml4)), .invalidCapability,
        [1])
    expect("PDPT_Map: not above user space", map(pdpt, .pdptMap, 0x8000_0000_0000), .invalidArgument, [0])
    expect("a page without PDPT: 39 bits left", Pool.map(frame, far), .failedLookup, [0, 2, 39])
    expect("a directory without PDPT: 39 bits left", map(directory, .pageDirectoryMap, far), .failedLookup, [0, 2, 39])
    succeed("PDPT_Map", map(pdpt, .pdptMap, far + 0x1234_5678))
    expect("PDPT_Map: mapped already", map(pdpt, .pdptMap, far), .invalidCapability, [0])
    expect("PDPT_Map: the place is occupied", map(Pool.make(.pdpt), .pdptMap, far), .deleteFirst)
    expect("a page without directory: 30 bits left", Pool.map(frame, far), .failedLookup, [0, 2, 30])
    expect("a table without directory: 30 bits left", map(table, .pageTableMap, far), .failedLookup, [0, 2, 30])
    succeed("PageDirectory_Map", map(directory, .pageDirectoryMap, far + 0x1FFF))
    expect("PageDirectory_Map: mapped already", map(directory, .pageDirectoryMap, far), .invalidCapability, [0])
    expect("PageDirectory_Map: occupied", map(Pool.make(.pageDirectory), .pageDirectoryMap, far), .deleteFirst)
    expect("a page without table: 21 bits left", Pool.map(frame, far), .failedLookup, [0, 2, 21])
    succeed("PageTable_Map", map(table, .pageTableMap, far + 0x10_0FFF))
    expect("PageTable_Map: mapped already", map(table, .pageTableMap, far), .invalidCapability, [0])
    expect("PageTable_Map: occupied", map(Pool.make(.pageTable), .pageTableMap, far), .deleteFirst)
    expect(
        "PageTable_Map: not above user space", map(Pool.make(.pageTable), .pageTableMap, .max), .invalidArgument, [0])
    succeed("then a page", Pool.map(frame, far))
    let copy = Slots.copied(table)
    check("a mapped table is copied", !Slots.isEmpty(copy))
    expect("PageTable_Unmap: there are copies", Invoke.call(table, .pageTableUnmap), .revokeFirst)
    Slots.delete(copy)
    succeed("PageTable_Unmap", Invoke.call(table, .pageTableUnmap))
    let probe = Probe()
    probe.start(at: address_of_probe_read(), rdi: far)
    check("takes its pages away", probe.register(.rip) == Word(address_of_probe_read()))
    succeed("it can be mapped again", map(table, .pageTableMap, far))
    probe.start(at: address_of_probe_read(), rdi: far)
    check("and is empty then", probe.register(.rip) == Word(address_of_probe_read()))
    succeed("PageDirectory_Unmap", Invoke.call(directory, .pageDirectoryUnmap))
    succeed("PDPT_Unmap", Invoke.call(pdpt, .pdptUnmap))
    expect("then a page lacks its PDPT", Pool.map(Pool.make(.page), far), .failedLookup, [0, 2, 39])
    succeed("Unmap of an unmapped table", Invoke.call(pdpt, .pdptUnmap))
}

private func frameErrors() {
    let frame = Pool.make(.page)
    let address = Pool.address()
    expect("another label is IllegalOperation", Invoke.call(frame, .tcbSuspend), .illegalOperation)
    expect("Page_Map: two words are too few", Invoke.call(frame, .pageMap, [address, 3], [vspace]), .truncatedMessage)
    expect("Page_Map: no address space", Invoke.call(frame, .pageMap, [address, 3, 0]), .truncatedMessage)
    expect(
        "Page_Map: not into a CNode", Invoke.call(frame, .pageMap, [address, 3, 0], [InitialSlot.cnode]),
        .invalidCapability, [1])
    expect(
        "Page_Map: not into a PML4 without ASID", Invoke.call(frame, .pageMap, [address, 3, 0], [Pool.make(.pml4)]),
        .invalidCapability, [1])
    expect("Page_Map: misaligned", Pool.map(frame, address + 8), .alignmentError)
    expect("Page_Map: above user space", Pool.map(frame, 0x7FFF_FFFF_F000), .invalidArgument, [0])
    expect("Page_Map: far above it", Pool.map(frame, 0xFFFF_FFFF_FFFF_F000), .invalidArgument, [0])
    expect(
        "Page_Map: the last page below its end only lacks a table", Pool.map(frame, 0x7FFF_FFFF_E000), .failedLookup,
        [0, 2, 39])
    let answer = Invoke.call(frame, .pageGetAddress)
    check("GetAddress of an unmapped frame", answer.label == 0 && answer.length == 1 && answer.words.0 & 4095 == 0)
    _ = Pool.map(frame, address)
    equal("GetAddress of a mapped one is the same", Pool.addressOf(frame), answer.words.0)
}

private func remapping() {
    let frame = Pool.make(.page)
    let address = Pool.address()
    succeed("Page_Map", Pool.map(frame, address))
    store(address, 0x1122)
    succeed("Page_Map again at the same address", Pool.map(frame, address))
    equal("keeps the contents", load(address), 0x1122)
    expect("Page_Map again elsewhere is InvalidArgument 0", Pool.map(frame, address + 4096), .invalidArgument, [0])
    let other = Pool.make(.pml4)
    Invoke.call(InitialSlot.asidPool, .asidPoolAssign, InlineArray<0, Word>(repeating: 0), [other])
    expect(
        "Page_Map again in another space is InvalidCapability 1",
        Invoke.call(frame, .pageMap, [address, 3, 0], [other]), .invalidCapability, [1])
    succeed("Page_Map with fewer rights", Pool.map(frame, address, rights: 2))
    let probe = Probe()
    probe.start(at: address_of_probe_write(), rsi: address)
    check("takes Write away", !(probe.register(.rip) != Word(address_of_probe_write())))
    succeed("Page_Map with more rights", Pool.map(frame, address, rights: 3))
    probe.start(at: address_of_probe_write(), rsi: address, rax: 5)
    equal("gives it back", load(address), 5)
    succeed("Page_Map without Read", Pool.map(frame, address, rights: 1))
    probe.start(at: address_of_probe_read(), rdi: address)
    check("is for nobody", probe.register(.rip) == Word(address_of_probe_read()))
    _ = Pool.map(frame, address)
    let second = Pool.make(.page)
    succeed("another page over it", Pool.map(second, address))
    equal("takes its place", load(address), 0)
    succeed("then unmapping the first does nothing", Invoke.call(frame, .pageUnmap))
    store(address, 8)
    equal("to the second", load(address), 8)
    // Write without Read in the capability's rights is nothing.
    let writeOnly = Slots.copied(frame, rights: 1)
    _ = Pool.map(writeOnly, address + 8192)
    probe.start(at: address_of_probe_write(), rsi: address + 8192)
    check("a write-only capability gives no access", probe.register(.rip) == Word(address_of_probe_write()))
}

private func largeFrames() {
    let frame = Pool.make(.largePage)
    let address = Pool.address(tables: false)
    expect("a large page at 4 KB is misaligned", Pool.map(frame, address + 4096), .alignmentError)
    succeed("a large page", Pool.map(frame, address))
    equal("is zero at its end", load(address + 0x1F_FFF8), 0)
    store(address + 0x12_3458, 3)
    equal("holds what is written", load(address + 0x12_3458), 3)
    let small = Pool.make(.page)
    expect("no small page fits below it", Pool.map(small, address), .failedLookup, [0, 2, 21])
    expect("nor a table", map(Pool.make(.pageTable), .pageTableMap, address), .deleteFirst)
    expect("a large page over a table is DeleteFirst", Pool.map(Pool.make(.largePage), Pool.address()), .deleteFirst)
    expect(
        "a large page without directory: 30 bits left",
        Pool.map(Pool.make(.largePage), 0x80_0000_0000 + 0x20_0000_0000), .failedLookup, [0, 2, 30])
    equal("a large page is aligned to 2 MB", Pool.addressOf(frame) & 0x1F_FFFF, 0)
    succeed("Page_Unmap", Invoke.call(frame, .pageUnmap))
    succeed("elsewhere", Pool.map(frame, Pool.address(tables: false)))
    var device: Word = 0
    for slot in Pool.untypeds where Pool.description(slot).isDevice && Pool.description(slot).sizeBits >= 30 {
        device = slot
    }
    let huge = Pool.emptySlot()
    succeed("a huge page of device memory", Pool.retype(device, .hugePage, into: huge))
    let pdpt = Pool.make(.pdpt)
    _ = map(pdpt, .pdptMap, far)
    expect("a huge page at 2 MB is misaligned", Pool.map(huge, far + 0x20_0000), .alignmentError)
    succeed("a huge page is mapped in a PDPT", Pool.map(huge, far + 0x4000_0000))
    expect(
        "no directory fits below it", map(Pool.make(.pageDirectory), .pageDirectoryMap, far + 0x4000_0000), .deleteFirst
    )
    succeed("and unmapped", Invoke.call(huge, .pageUnmap))
    _ = map(Pool.make(.pageDirectory), .pageDirectoryMap, far + 0x4000_0000)
    expect("a huge page over a directory is DeleteFirst", Pool.map(huge, far + 0x4000_0000), .deleteFirst)
    Slots.delete(huge)
}

private func unmapping() {
    let frame = Pool.make(.page)
    let address = Pool.address()
    succeed("Unmap of an unmapped frame", Invoke.call(frame, .pageUnmap))
    _ = Pool.map(frame, address)
    store(address, 6)
    succeed("Unmap", Invoke.call(frame, .pageUnmap))
    let probe = Probe()
    probe.start(at: address_of_probe_read(), rdi: address)
    check("takes the page away", probe.register(.rip) == Word(address_of_probe_read()))
    _ = Pool.map(frame, address + 4096)
    equal("the memory stays", load(address + 4096), 6)
    // An address space of its own.
    let space = Pool.make(.pml4)
    Invoke.call(InitialSlot.asidPool, .asidPoolAssign, InlineArray<0, Word>(repeating: 0), [space])
    _ = map(Pool.make(.pdpt), .pdptMap, address, in: space)
    _ = map(Pool.make(.pageDirectory), .pageDirectoryMap, address, in: space)
    _ = map(Pool.make(.pageTable), .pageTableMap, address, in: space)
    let shared = Slots.copied(frame)
    succeed("a frame in another space", Invoke.call(shared, .pageMap, [address, 3, 0], [space]))
    succeed("a thread moves there", Invoke.call(probe.thread, .tcbSetSpace, [0, 0, 0], [InitialSlot.cnode, space]))
    probe.start(at: address_of_probe_read(), rdi: address)
    check("where our code is not", probe.register(.rip) == Word(address_of_probe_read()))
    succeed("Delete of an address space in use", Slots.revoke(space))
    Slots.delete(space)
    probe.resume()
    check("its thread only faults", probe.register(.rip) == Word(address_of_probe_read()))
    succeed("Unmap of a frame whose address space is gone", Invoke.call(shared, .pageUnmap))
    succeed("frames that were mapped there can be mapped again", Pool.map(shared, address + 8192))
}

/// Bit 3 of the attributes is this project's: others ignore it.
private func executeNever() {
    let frame = Pool.make(.page)
    let address = Pool.address()
    let endpoint = Pool.make(.endpoint)
    let probe = Probe(faultHandler: endpoint)
    succeed("a page of code is mapped", Pool.map(frame, address))
    let undefinedInstruction: Word = 0x0B0F
    store(address, undefinedInstruction)
    probe.start(at: UInt64(address))
    check("code runs from any page", Invoke.trap(.receiveNonBlocking, endpoint).words.3 == 6)
    succeed("the no-execute attribute is taken", Pool.map(frame, address, attributes: 8))
    equal("and the page keeps its contents", load(address), undefinedInstruction)
    probe.start(at: UInt64(address))
    let fault = Invoke.trap(.receiveNonBlocking, endpoint)
    let isForbidden = fault.label == 5 && fault.words.1 == address && fault.words.2 == 1 && fault.words.3 == 0x15
    let isIgnored = fault.label == 3 && fault.words.3 == 6
    check(
        "running it is an instruction fault with code 0x15, or the attribute is ignored", isForbidden || isIgnored,
        fault.words.3)
    check(isForbidden ? "here it is a fault" : "here it is ignored", isForbidden || isIgnored)
    succeed("without it", Pool.map(frame, address))
    probe.start(at: UInt64(address))
    equal("code runs again", Invoke.trap(.receiveNonBlocking, endpoint).words.3, 6)
    let large = Pool.make(.largePage)
    let place = Pool.address(tables: false)
    succeed("on a large page as well", Pool.map(large, place, attributes: 8))
    store(place + 8, 4)
    equal("which holds data", load(place + 8), 4)
    Slots.delete(large)
}

private func attributes() {
    let frame = Pool.make(.page)
    let address = Pool.address()
    var (taken, working): (Word, Word) = (0, 0)
    for bits: Word in 0..<5 {
        if Pool.map(frame, address, attributes: bits).label == 0 { taken += 1 }
        store(address, bits)
        if load(address) == bits { working += 1 }
    }
    equal("each cache attribute is taken", taken, 5)
    equal("and memory works with it", working, 5)
    let large = Pool.make(.largePage)
    let place = Pool.address(tables: false)
    succeed("write-combining on a large page", Pool.map(large, place, attributes: 4))
    store(place + 4096, 12)
    succeed("and write-back again", Pool.map(large, place))
    equal("of the same memory", load(place + 4096), 12)
}
