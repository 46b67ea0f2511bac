import CNT
import CNTDLL
import NTABI

typealias ProcessHeap = Heap<VirtualMemory>

/// HEAP_ flags that mean something here.
enum HeapFlags {
    static let noSerialize: UInt32 = 0x01
    static let generateExceptions: UInt32 = 0x04
    static let zeroMemory: UInt32 = 0x08
    static let reallocateInPlaceOnly: UInt32 = 0x10
}

extension Heap {
    /// Runs `body` as the heap's only user, unless the flags of heap or call say that the caller sees to that.
    func locked<R>(_ flags: UInt32, _ body: () throws(NTStatus) -> R) throws(NTStatus) -> R {
        guard (flags | header.value.flags) & HeapFlags.noSerialize == 0 else { return try body() }
        let lock = lock
        lock.enter()
        defer { lock.leave() }
        return try body()
    }

    var lock: CriticalSection { CriticalSection(at: address + 16) }
}

/// RtlCreateHeap. A new heap; only `flags` matters of its arguments, since every heap here can grow.
@c(RtlCreateHeap)
public func rtlCreateHeap(
    _ flags: UInt32, _ base: UInt, _ reserve: UInt, _ commit: UInt, _ lock: UInt, _ parameters: UInt
) -> UInt {
    let cookie = Services.performanceCounter() &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(ProcessState.nextSalt())
    guard let heap = try? ProcessHeap.create(flags: flags, cookie: cookie) else { return 0 }
    heap.lock.initialize(spinCount: 0)
    return heap.address
}

/// RtlDestroyHeap. Zero, or the heap if it must not be destroyed: the process's own.
@c(RtlDestroyHeap)
public func rtlDestroyHeap(_ heap: UInt) -> UInt {
    guard heap != currentPEB.value.ProcessHeap else { return heap }
    let target = ProcessHeap(at: heap)
    target.lock.delete()
    target.destroy()
    return 0
}

/// RtlAllocateHeap. Memory on a multiple of 16, or zero.
@c(RtlAllocateHeap)
public func rtlAllocateHeap(_ heap: UInt, _ flags: UInt32, _ size: UInt) -> UInt {
    let target = ProcessHeap(at: heap)
    do throws(NTStatus) {
        let bytes = Int(clamping: size)
        let memory = try target.locked(flags) { () throws(NTStatus) in try target.allocate(bytes) }
        if flags & HeapFlags.zeroMemory != 0 { Bytes.fill(memory, count: bytes) }
        return memory
    } catch {
        if error == .heapCorruption { reportCorruption() }
        if (flags | target.header.value.flags) & HeapFlags.generateExceptions != 0 {
            RtlRaiseStatus(NTStatus.noMemory.rawValue)
        }
        return 0
    }
}

/// RtlFreeHeap. A null pointer is freed without effect.
@c(RtlFreeHeap)
public func rtlFreeHeap(_ heap: UInt, _ flags: UInt32, _ memory: UInt) -> UInt8 {
    guard memory != 0 else { return 1 }
    let target = ProcessHeap(at: heap)
    do throws(NTStatus) {
        try target.locked(flags) { () throws(NTStatus) in try target.free(memory) }
        return 1
    } catch { reportCorruption() }
}

/// RtlReAllocateHeap. The block with another size, moved if it must and may be; zero if that fails,
/// and then the old block is as it was.
@c(RtlReAllocateHeap)
public func rtlReAllocateHeap(
    _ heap: UInt, _ flags: UInt32, _ memory: UInt, _ size: UInt
) -> UInt {
    guard memory != 0 else { return 0 }
    let target = ProcessHeap(at: heap)
    let bytes = Int(clamping: size)
    do throws(NTStatus) {
        let oldSize = try target.locked(flags) { () throws(NTStatus) in try target.size(of: memory) }
        let moved = try target.locked(flags) { () throws(NTStatus) -> UInt in
            if try target.resize(memory, to: bytes) { return memory }
            guard flags & HeapFlags.reallocateInPlaceOnly == 0 else { throw .noMemory }
            let moved = try target.allocate(bytes)
            Bytes.copy(to: moved, from: memory, count: min(oldSize, bytes))
            try target.free(memory)
            return moved
        }
        if flags & HeapFlags.zeroMemory != 0, bytes > oldSize {
            Bytes.fill(moved + UInt(oldSize), count: bytes - oldSize)
        }
        return moved
    } catch {
        if error == .heapCorruption { reportCorruption() }
        if (flags | target.header.value.flags) & HeapFlags.generateExceptions != 0 {
            RtlRaiseStatus(NTStatus.noMemory.rawValue)
        }
        return 0
    }
}

/// RtlSizeHeap. The bytes asked for, or -1 for what is no block.
@c(RtlSizeHeap)
public func rtlSizeHeap(_ heap: UInt, _ flags: UInt32, _ memory: UInt) -> UInt {
    let target = ProcessHeap(at: heap)
    let size = try? target.locked(flags) { () throws(NTStatus) in try target.size(of: memory) }
    return UInt(bitPattern: size ?? -1)
}

/// RtlValidateHeap. Whether a block, or with null the whole heap, is sound.
@c(RtlValidateHeap)
public func rtlValidateHeap(_ heap: UInt, _ flags: UInt32, _ memory: UInt) -> UInt8 {
    let target = ProcessHeap(at: heap)
    do throws(NTStatus) {
        try target.locked(flags) { () throws(NTStatus) in
            if memory == 0 { try target.validate() } else { _ = try target.size(of: memory) }
        }
        return 1
    } catch { return 0 }
}

/// RtlLockHeap. Keeps other threads out of the heap.
@c(RtlLockHeap)
public func rtlLockHeap(_ heap: UInt) -> UInt8 {
    ProcessHeap(at: heap).lock.enter()
    return 1
}

/// RtlUnlockHeap.
@c(RtlUnlockHeap)
public func rtlUnlockHeap(_ heap: UInt) -> UInt8 {
    ProcessHeap(at: heap).lock.leave()
    return 1
}

/// A heap that somebody wrote over cannot be trusted with anything more.
private func reportCorruption() -> Never {
    Log.line("heap corruption detected")
    RtlRaiseStatus(NTStatus.heapCorruption.rawValue)
}

/// Memory of ntdll's own, from the process's heap.
enum Memory {
    static func allocate(_ size: Int) throws(NTStatus) -> UInt {
        let memory = rtlAllocateHeap(currentPEB.value.ProcessHeap, HeapFlags.zeroMemory, UInt(size))
        guard memory != 0 else { throw .noMemory }
        return memory
    }

    static func free(_ memory: UInt) {
        _ = rtlFreeHeap(currentPEB.value.ProcessHeap, 0, memory)
    }
}
