import CNT
import NTABI

/// Fiber-local storage: numbered slots of every thread (there are no fibers), each with a function that is
/// called with what a thread leaves in it. The callbacks lie in the table at PEB.FlsCallback.
enum FiberStorage {
    static let count = 128

    private static var lock: CriticalSection { CriticalSection(at: currentPEB.value.FastPebLock) }

    /// Takes a free slot. Slot 0 is never given out.
    static func allocate(callback: UInt) throws(NTStatus) -> Int {
        lock.enter()
        defer { lock.leave() }
        let peb = currentPEB
        if peb.value.FlsCallback == 0 { peb.value.FlsCallback = try Memory.allocate(count * 8) }
        let bits = Pointer<UInt32>(peb.address + 0x340)
        for slot in 1..<count where bits[slot / 32] >> UInt32(slot % 32) & 1 == 0 {
            bits[slot / 32] |= 1 << UInt32(slot % 32)
            Pointer<UInt>(peb.value.FlsCallback)[slot] = callback
            peb.value.FlsHighIndex = max(peb.value.FlsHighIndex, UInt32(slot))
            return slot
        }
        throw .noMemory
    }

    static func isAllocated(_ slot: Int) -> Bool {
        guard 1..<count ~= slot else { return false }
        let bits = Pointer<UInt32>(currentPEB.address + 0x340)
        return bits[slot / 32] >> UInt32(slot % 32) & 1 != 0
    }

    /// Gives a slot back. What the calling thread holds in it is handed to the callback.
    static func free(_ slot: Int) throws(NTStatus) {
        guard isAllocated(slot) else { throw .invalidParameter }
        call(slot)
        lock.enter()
        defer { lock.leave() }
        Pointer<UInt32>(currentPEB.address + 0x340)[slot / 32] &= ~(1 << UInt32(slot % 32))
        Pointer<UInt>(currentPEB.value.FlsCallback)[slot] = 0
    }

    /// Hands what the ending thread holds to the callbacks.
    static func detachThread() {
        let slots = currentTEB.value.FlsSlots
        guard slots != 0 else { return }
        for slot in 1..<count where isAllocated(slot) { call(slot) }
        currentTEB.value.FlsSlots = 0
        Memory.free(slots)
    }

    private static func call(_ slot: Int) {
        let slots = currentTEB.value.FlsSlots
        let callback = Pointer<UInt>(currentPEB.value.FlsCallback)[slot]
        guard slots != 0, callback != 0 else { return }
        let value = Pointer<UInt>(slots)[slot]
        guard value != 0 else { return }
        Pointer<UInt>(slots)[slot] = 0
        _ = Calls.one(callback, value)
    }
}

/// RtlFlsAlloc. A new slot's number.
@c(RtlFlsAlloc)
public func rtlFlsAlloc(_ callback: UInt, _ slot: UInt) -> UInt32 {
    do throws(NTStatus) {
        Pointer<UInt32>(slot).value = UInt32(try FiberStorage.allocate(callback: callback))
        return 0
    } catch { return error.rawValue }
}

/// RtlFlsFree.
@c(RtlFlsFree)
public func rtlFlsFree(_ slot: UInt32) -> UInt32 {
    do throws(NTStatus) {
        try FiberStorage.free(Int(slot))
        return 0
    } catch { return error.rawValue }
}

/// RtlFlsSetValue. Sets the calling thread's value of a slot.
@c(RtlFlsSetValue)
public func rtlFlsSetValue(_ slot: UInt32, _ value: UInt) -> UInt32 {
    guard FiberStorage.isAllocated(Int(slot)) else { return NTStatus.invalidParameter.rawValue }
    let teb = currentTEB
    if teb.value.FlsSlots == 0 {
        guard let slots = try? Memory.allocate(FiberStorage.count * 8)
        else { return NTStatus.noMemory.rawValue }
        teb.value.FlsSlots = slots
    }
    Pointer<UInt>(teb.value.FlsSlots)[Int(slot)] = value
    return 0
}

/// RtlFlsGetValue. The calling thread's value of a slot; zero if it never set one.
@c(RtlFlsGetValue)
public func rtlFlsGetValue(_ slot: UInt32, _ value: UInt) -> UInt32 {
    guard FiberStorage.isAllocated(Int(slot)) else { return NTStatus.invalidParameter.rawValue }
    let slots = currentTEB.value.FlsSlots
    Pointer<UInt>(value).value = slots == 0 ? 0 : Pointer<UInt>(slots)[Int(slot)]
    return 0
}
