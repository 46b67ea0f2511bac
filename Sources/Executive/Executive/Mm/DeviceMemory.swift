import NTABI
import SeL4
import SeL4ABI

/// Memory that is no RAM of the kernel's: devices, firmware tables, the display.
///
/// The kernel gives it as untypeds of up to 2^47 bytes. To reach one page, the untyped that holds it is halved until
/// a piece is a page; what is cut off on the way is kept for later.
struct DeviceMemory {
    fileprivate var pieces: [Piece]
    /// Pages made so far. A frame of the same page can be mapped any number of times, through copies.
    fileprivate var pages: [(address: UInt, slot: UInt32)] = []
    /// What the executive has mapped for itself.
    fileprivate var mapped: [(physical: Range<UInt>, address: UInt)] = []
    fileprivate var nextAddress = ExecutiveLayout.devices
    /// Slots of pieces and pages: they are made once and kept.
    fileprivate(set) var slots = 0

    fileprivate struct Piece {
        let untyped: Untyped
        let address: UInt
        let sizeBits: Int

        func contains(_ physical: UInt) -> Bool {
            physical >= address && physical - address < 1 << UInt(sizeBits)
        }
    }

    /// A machine without any.
    init() { pieces = [] }

    init(_ boot: BootInfo) {
        pieces = []
        for index in 0..<boot.untypedCount {
            let untyped = boot.untyped(index)
            guard untyped.isDevice, untyped.sizeBits >= pageShift else { continue }
            pieces.append(
                Piece(
                    untyped: untyped.capability, address: untyped.physicalAddress,
                    sizeBits: untyped.sizeBits))
        }
    }
}

extension MemoryManager {
    /// The executive's address of physical memory, mapped now or before. Errors as of `mapDevice`.
    func deviceAddress(
        _ physical: UInt, length: UInt, attributes: VMAttributes
    ) throws(NTStatus) -> UInt {
        let range = try devicePages(physical, length)
        let offset = physical - range.lowerBound
        for known in devices.mapped
        where known.physical.lowerBound <= range.lowerBound
            && range.upperBound <= known.physical.upperBound
        {
            return known.address + (range.lowerBound - known.physical.lowerBound) + offset
        }
        let start = devices.nextAddress
        var address = start
        for page in stride(from: range.lowerBound, to: range.upperBound, by: Int(pageSize)) {
            let slot = try devicePage(page)
            try hardware.mapOwn(
                try hardware.copyCapability(slot), at: address, attributes: attributes)
            address += pageSize
        }
        devices.nextAddress = address
        devices.mapped.append((range, start))
        return start + offset
    }

    /// The pages that hold `length` bytes at a physical address.
    func devicePages(_ physical: UInt, _ length: UInt) throws(NTStatus) -> Range<UInt> {
        guard length > 0, physical < 1 << 46, length < 1 << 30 else { throw .invalidParameter }
        return physical.pageRoundedDown..<(physical + length).pageRoundedUp
    }

    /// The slot of a frame of device memory.
    func devicePage(_ physical: UInt) throws(NTStatus) -> UInt32 {
        for page in devices.pages where page.address == physical { return page.slot }
        guard var index = devices.pieces.firstIndex(where: { $0.contains(physical) }) else {
            throw .invalidParameter
        }
        while devices.pieces[index].sizeBits > pageShift {
            index = try halve(index, keeping: physical)
        }
        let piece = devices.pieces[index]
        let slot = try hardware.takeSlot()
        do { try hardware.make(.page, sizeBits: 0, of: piece.untyped, into: slot) } catch {
            hardware.giveBack(slot)
            throw error
        }
        devices.slots += 1
        devices.pieces.remove(at: index)
        let number = UInt32(truncatingIfNeeded: slot.rawValue)
        devices.pages.append((physical, number))
        return number
    }

    /// Cuts a piece in two and returns the index of the half that holds `physical`.
    private func halve(_ index: Int, keeping physical: UInt) throws(NTStatus) -> Int {
        let piece = devices.pieces[index]
        let bits = piece.sizeBits - 1
        let lower = try hardware.takeSlot()
        let upper: CapabilityPointer
        do { upper = try hardware.takeSlot() } catch {
            hardware.giveBack(lower)
            throw error
        }
        // The piece has room for both halves, and both slots are empty: this fails only if the kernel is not what it says.
        try hardware.make(.untyped, sizeBits: bits, of: piece.untyped, into: lower)
        try hardware.make(.untyped, sizeBits: bits, of: piece.untyped, into: upper)
        devices.slots += 2
        let middle = piece.address + 1 << UInt(bits)
        devices.pieces[index] = DeviceMemory.Piece(
            untyped: Untyped(lower), address: piece.address, sizeBits: bits)
        devices.pieces.append(
            DeviceMemory.Piece(untyped: Untyped(upper), address: middle, sizeBits: bits))
        return physical < middle ? index : devices.pieces.count - 1
    }
}

extension AddressSpace {
    /// Maps device memory into a driver's process, and returns its address there.
    ///
    /// Errors: `.invalidParameter` (nothing, or RAM), `.noMemory`, `.insufficientResources`.
    func mapDevice(
        _ physical: UInt, length: UInt, protection: PageProtection
    ) throws(NTStatus) -> UInt {
        let pages = try memory.devicePages(physical, length)
        try requireRoom()
        let base = try findPlace(size: pages.upperBound - pages.lowerBound)
        let range = VirtualRange(
            base: base, size: pages.upperBound - pages.lowerBound, kind: .device,
            protection: protection, pages: PageMap(absent: PageEntry(protection)))
        insert(range)
        do throws(NTStatus) {
            for page in range.pageRange {
                try memory.requireHeadroom()
                let physicalPage = pages.lowerBound + (page << UInt(pageShift)) - base
                var entry = PageEntry(protection)
                entry.mapping = try memory.hardware.copyCapability(memory.devicePage(physicalPage))
                range.pages[page] = entry
                try map(
                    entry.mapping, at: page << UInt(pageShift), isWritable: protection.allowsWriting,
                    attributes: entry.attributes)
            }
        } catch {
            remove(range)
            throw error
        }
        return base + (physical - pages.lowerBound)
    }

    /// Ends a mapping made by `mapDevice`; `address` lies anywhere in it. `.notMappedView`.
    func unmapDevice(at address: UInt) throws(NTStatus) {
        guard let range = range(at: address), case .device = range.kind else {
            throw .notMappedView
        }
        remove(range)
    }
}
