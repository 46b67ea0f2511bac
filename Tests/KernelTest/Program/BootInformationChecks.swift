import CKernelTest
import SeL4ABI

/// What the first thread finds: its slots, its description of memory and the extra records.
func bootInformationChecks() {
    initialSlots()
    regions()
    untypedList()
    extraRecords()
}

private func initialSlots() {
    equal("the first thread starts with 0 in all registers but rdi", load(Word(test_words()) + 4088), 0)
    let code = Word(address_of_image())
    store(code, load(code))
    check("the image's pages can be written, whatever they hold", true)
    let slots: InlineArray<10, Word> = [1, 2, 3, 4, 5, 6, 7, 9, 10, 11]
    var filled: Word = 0
    for index in slots.indices where !Slots.isEmpty(slots[index]) { filled += 1 }
    equal("slots 1 to 7 and 9 to 11 hold capabilities", filled, 10)
    var empty: Word = 0
    for slot: Word in 12..<16 where Slots.isEmpty(slot) { empty += 1 }
    equal("slots 12 to 15 are empty without SMMU and scheduling contexts", empty, 4)
    check("slot 0 is empty", Slots.isEmpty(0))
    check("slot 8 is empty without IOMMU", Slots.isEmpty(8))
    expect(
        "slot 1 is our own thread", Invoke.call(1, .tcbReadRegisters, [0, 1]), .illegalOperation)
    expect("slot 2 is our CNode", Invoke.call(2, .cnodeDelete, [0, 64]), .noError)
    expect("slot 3 is a PML4, which has no invocations", Invoke.call(3, .pageMap, [0, 0]), .illegalOperation)
    expect("slot 4 is IRQ control", Invoke.call(4, .irqControlGetIOAPIC), .truncatedMessage)
    expect("slot 5 is ASID control", Invoke.call(5, .asidControlMakePool), .truncatedMessage)
    expect("slot 6 is an ASID pool", Invoke.call(6, .asidPoolAssign), .truncatedMessage)
    expect("slot 7 is I/O port control", Invoke.call(7, .ioPortControlIssue), .truncatedMessage)
    equal("slot 9 is the boot information's frame", Invoke.call(9, .pageGetAddress).label, 0)
    equal("slot 10 is the IPC buffer's frame", Invoke.call(10, .pageGetAddress).label, 0)
    expect("slot 11 is the domain capability", Invoke.call(11, .domainSetSet), .truncatedMessage)
}

private func regions() {
    let bits = Pool.field(BootInfoLayout.initThreadCNodeSizeBits)
    let empty = Pool.field(BootInfoLayout.empty)..<Pool.field(BootInfoLayout.empty + 8)
    check("the root CNode has at least 2^12 slots", bits >= 12 && bits < 32, bits)
    equal("empty slots reach to the CNode's end", empty.upperBound, 1 << bits)
    check("the last empty slot is empty", Slots.isEmpty(empty.upperBound - 1))
    check("the slot before the first empty one is not", !Slots.isEmpty(empty.lowerBound - 1))
    equal("node 0", Pool.field(BootInfoLayout.nodeID), 0)
    equal("one node", Pool.field(BootInfoLayout.nodeCount), 1)
    equal("no levels of I/O page tables", Pool.field(BootInfoLayout.ioPageTableLevels), .max)
    equal("the first thread is in domain 0", Pool.field(BootInfoLayout.initThreadDomain), 0)
    check("the IPC buffer is page aligned", State.buffer & 0xFFF == 0, State.buffer)
    equal("the boot information lies behind the IPC buffer", State.bootInfo, State.buffer + 4096)
    let frames =
        Pool.field(BootInfoLayout.userImageFrames)..<Pool.field(BootInfoLayout.userImageFrames + 8)
    check("there are image frames", !frames.isEmpty)
    equal(
        "image frames end where the IPC buffer starts",
        0x40_0000 + (frames.upperBound - frames.lowerBound) * 4096, State.buffer)
    let paging =
        Pool.field(BootInfoLayout.userImagePaging)..<Pool.field(BootInfoLayout.userImagePaging + 8)
    check("a PDPT, a directory and a table map the image", paging.upperBound - paging.lowerBound >= 3)
    expect(
        "the first of them is a mapped PDPT",
        Invoke.call(paging.lowerBound, .pdptMap, [0, 0], [InitialSlot.vspace]), .invalidCapability, [0])
    let extra = Pool.field(BootInfoLayout.extraPages)..<Pool.field(BootInfoLayout.extraPages + 8)
    equal("capabilities begin with the paging structures at slot 16", paging.lowerBound, 16)
    equal("then come the pages of extra records", extra.lowerBound, paging.upperBound)
    equal(
        "as many as they fill", extra.upperBound - extra.lowerBound,
        (Pool.field(BootInfoLayout.extraLength) + 4095) / 4096)
    equal("then the image's frames", frames.lowerBound, extra.upperBound)
    equal("then untyped memory", Pool.untypeds.lowerBound, frames.upperBound)
    equal("then nothing", empty.lowerBound, Pool.untypeds.upperBound)
    equal("no shared frames", Pool.field(BootInfoLayout.sharedFrames + 8) - Pool.field(BootInfoLayout.sharedFrames), 0)
    equal("no I/O spaces", Pool.field(BootInfoLayout.ioSpaceCaps + 8) - Pool.field(BootInfoLayout.ioSpaceCaps), 0)
}

private func untypedList() {
    var end: Word = 0
    var wasDevice = true
    var memory: Word = 0
    var (aligned, ordered, sized, devicesFirst) = (true, true, true, true)
    for slot in Pool.untypeds {
        let piece = Pool.description(slot)
        if piece.address & ((1 << piece.sizeBits) - 1) != 0 { aligned = false }
        if piece.sizeBits < 4 || piece.sizeBits > 47 { sized = false }
        if piece.isDevice && !wasDevice { devicesFirst = false }
        // Devices ascend; memory that boot used comes before what was free.
        if piece.isDevice && piece.address < end { ordered = false }
        wasDevice = piece.isDevice
        end = piece.address + 1 << piece.sizeBits
        if !piece.isDevice { memory += 1 << piece.sizeBits }
    }
    check("there are untypeds", !Pool.untypeds.isEmpty)
    check("untypeds are aligned to their sizes", aligned)
    check("untypeds are 2^4 to 2^47 bytes", sized)
    check("device untypeds come first", devicesFirst)
    check("device untypeds ascend", ordered)
    var (areApart, deviceEnd): (Bool, Word) = (true, 0)
    for slot in Pool.untypeds {
        let piece = Pool.description(slot)
        if piece.isDevice { deviceEnd = max(deviceEnd, piece.address + 1 << piece.sizeBits) }
        for other in Pool.untypeds where other < slot {
            let (start, bits) = (Pool.description(other).address, Pool.description(other).sizeBits)
            if start < piece.address + 1 << piece.sizeBits && piece.address < start + 1 << bits { areApart = false }
        }
    }
    check("no two untypeds overlap", areApart)
    equal("device untypeds reach to 2^47", deviceEnd, 1 << 47)
    check("there are megabytes of memory", memory >= 4 << 20, memory)
    check("the local APIC's page is no untyped of memory", !contains(0xFEE0_0000, device: false))
    check("the text screen is device memory", contains(0xB_8000, device: true))
}

private func contains(_ address: Word, device: Bool) -> Bool {
    for slot in Pool.untypeds {
        let piece = Pool.description(slot)
        if piece.isDevice == device && address >= piece.address
            && address - piece.address < 1 << piece.sizeBits
        {
            return true
        }
    }
    return false
}

private func extraRecords() {
    let length = Pool.field(BootInfoLayout.extraLength)
    var offset: Word = 0
    var areInOrder = true
    var last: Word = 0
    while offset + 16 <= length {
        let record = State.bootInfo + 4096 + offset
        if load(record) == 0 || load(record + 8) < 16 { break }
        // Graphics, ACPI, framebuffer, memory map, frequency.
        let place: Word = load(record) == 1 ? 1 : load(record) == 2 ? 5 : load(record) == 5 ? 6 : load(record)
        if place <= last { areInOrder = false }
        last = place
        offset += load(record + 8)
    }
    check("the records lie within their length", offset <= length, offset)
    check("they are in their order", areInOrder)
    let frequency = Pool.bootRecord(5)
    check("there is a time stamp counter record", frequency != 0)
    equal("the time stamp counter record is 20 bytes long", load(frequency + 8), 20)
    check("the counter's frequency is 50 MHz to 20 GHz", 50...20_000 ~= word32(frequency + 16))
    memoryMapRecord(Pool.bootRecord(2))
    rootPointerRecord(Pool.bootRecord(3))
    // Only some loaders set graphics up or ask the video BIOS.
    if Pool.bootRecord(1) != 0 { videoBIOSRecord(Pool.bootRecord(1), framebuffer: Pool.bootRecord(4)) }
    if Pool.bootRecord(4) != 0 { framebufferRecord(Pool.bootRecord(4)) }
}

/// Four bytes, which need not be aligned.
private func word32(_ address: Word) -> Word {
    var word: Word = 0
    for index: Word in 0..<4 { word |= loadByte(address + index) << (8 * index) }
    return word
}

private func word64(_ address: Word) -> Word { word32(address) | word32(address + 4) << 32 }

private func memoryMapRecord(_ record: Word) {
    check("there is a memory map record", record != 0)
    equal("the memory map record has room for 50 ranges", load(record + 8), 16 + 4 + 50 * 24)
    let length = word32(record + 16)
    check("the map's length is whole ranges", length % 24 == 0 && length > 0 && length <= 50 * 24, length)
    var (sizes, devices, memory) = (true, true, Word(0))
    for range: Word in stride(from: record + 20, to: record + 20 + length, by: 24) {
        if word32(range) != 20 { sizes = false }
        let (base, size) = (word64(range + 4), word64(range + 12))
        if word32(range + 20) == 1 {
            memory += size
        } else if base < 1 << 47 && contains(base, device: false) {
            devices = false
        }
    }
    check("each range says that 20 bytes follow", sizes)
    check("what the map does not call memory is no untyped of memory", devices)
    var untypeds: Word = 0
    for slot in Pool.untypeds where !Pool.description(slot).isDevice {
        untypeds += 1 << Pool.description(slot).sizeBits
    }
    check("the map has more memory than the untypeds", memory > untypeds, memory)
    check("and most of it is in them", untypeds > memory / 4, untypeds)
}

private func rootPointerRecord(_ record: Word) {
    check("there is an ACPI record", record != 0)
    equal("the ACPI record has the 36 bytes of ACPI 2's root pointer", load(record + 8), 16 + 36)
    equal("the ACPI record starts with its signature", word64(record + 16), 0x2052_5450_2044_5352)
    var sum: Word = 0
    for index: Word in 0..<20 { sum += loadByte(record + 16 + index) }
    equal("the sum of the root pointer's first 20 bytes is 0", sum & 0xFF, 0)
    check("it leads to tables in device memory", contains(word32(record + 16 + 16), device: true))
}

private func videoBIOSRecord(_ record: Word, framebuffer: Word) {
    equal("the VBE record is 800 bytes long", load(record + 8), 16 + 512 + 256 + 16)
    equal("the VBE record starts with its signature", word32(record + 16), 0x4153_4556)
    check("it is of version 1 to 3", 0x100...0x300 ~= word32(record + 20) & 0xFFFF, word32(record + 20) & 0xFFFF)
    let mode = record + 16 + 512
    let numbers = mode + 256
    check("its numbers have 16 bits", (word64(numbers) | word64(numbers + 8)) & 0xFFFF_0000_FFFF_0000 == 0)
    // Mode 3 and its like are text.
    guard word32(numbers) & 0x100 != 0, framebuffer != 0 else { return }
    equal("the VBE mode is as wide as the framebuffer", word32(mode + 18) & 0xFFFF, word32(framebuffer + 28))
    equal("and as high", word32(mode + 20) & 0xFFFF, word32(framebuffer + 32))
    equal("and lies where that does", word32(mode + 40), word32(framebuffer + 16))
}

private func framebufferRecord(_ record: Word) {
    equal("the framebuffer record is 38 bytes long", load(record + 8), 16 + 22)
    let (address, pitch) = (word64(record + 16), word32(record + 24))
    let (width, height) = (word32(record + 28), word32(record + 32))
    let (bits, type) = (word32(record + 36) & 0xFF, word32(record + 36) >> 8 & 0xFF)
    check("the framebuffer is palette, colours or text", type <= 2, type)
    check(
        "it has lines and columns", width > 0 && height > 0 && width <= 16384 && height <= 16384, width << 32 | height)
    check("its pixels have 1 to 32 bits", 1...32 ~= bits, bits)
    check("a line's pixels fit into its pitch", pitch >= width * bits / 8, pitch)
    check("it is device memory", contains(address, device: true), address)
    check("to its end", contains(address + pitch * height - 1, device: true), address)
    if type == 1 { check("the framebuffer has a pixel for each of its points", bits >= 8, bits) }
    let page = Pool.address()
    if let frame = Pool.deviceFrame(at: address & ~0xFFF) { _ = Pool.map(frame, page) }
    let (place, before) = (page + address & 0xFFF, load(page + address & 0xFFF))
    store(place, 0x0765_0742_0772_0741)
    equal("the framebuffer's memory holds what is written", load(place), 0x0765_0742_0772_0741)
    store(place, before)
}
