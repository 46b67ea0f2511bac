import CNT
import NTABI

/// LdrEnumerateLoadedModules. Calls `routine(entry, context, &stop)` for every module, under the loader's lock.
///
/// Error: `invalidParameter` (flags, or no routine).
@c(LdrEnumerateLoadedModules)
public func ldrEnumerateLoadedModules(_ flags: UInt32, _ routine: UInt, _ context: UInt) -> UInt32 {
    guard flags == 0, routine != 0 else { return NTStatus.invalidParameter.rawValue }
    Loader.lock.enter()
    defer { Loader.lock.leave() }
    var stop: UInt8 = 0
    withPointer(to: &stop) { stop in
        _ = ModuleList.first { module in
            _ = Calls.three(routine, module.address, context, stop.address)
            return stop.value != 0
        }
    }
    return 0
}

/// LdrLockLoaderLock. Flag 1 raises errors, flag 2 only tries; `disposition` becomes 1 if the lock is the caller's, 2 if not. The
/// cookie is for LdrUnlockLoaderLock.
///
/// Errors: `invalidParameter1`, `invalidParameter2`, `invalidParameter3`.
@c(LdrLockLoaderLock)
public func ldrLockLoaderLock(_ flags: UInt32, _ disposition: UInt, _ cookie: UInt) -> UInt32 {
    let triesOnly = flags & 2 != 0
    guard flags <= 3 else { return NTStatus.invalidParameter1.rawValue }
    guard cookie != 0 else { return NTStatus.invalidParameter3.rawValue }
    guard !triesOnly || disposition != 0 else { return NTStatus.invalidParameter2.rawValue }
    var isMine = true
    if triesOnly { isMine = Loader.lock.tryEnter() } else { Loader.lock.enter() }
    if disposition != 0 { Pointer<UInt32>(disposition).value = isMine ? 1 : 2 }
    Pointer<UInt>(cookie).value = isMine ? currentTEB.value.ClientId.UniqueThread : 0
    return 0
}

/// LdrUnlockLoaderLock.
///
/// Errors: `invalidParameter1`, `invalidParameter2` (a cookie of another thread's).
@c(LdrUnlockLoaderLock)
public func ldrUnlockLoaderLock(_ flags: UInt32, _ cookie: UInt) -> UInt32 {
    guard flags <= 1 else { return NTStatus.invalidParameter1.rawValue }
    guard cookie != 0 else { return 0 }
    guard cookie == currentTEB.value.ClientId.UniqueThread else { return NTStatus.invalidParameter2.rawValue }
    Loader.lock.leave()
    return 0
}

/// LdrAddRefDll. One reference more; with flag 1 the module stays for good.
///
/// Errors: `invalidParameter` (flags), `dllNotFound` (no module lies there).
@c(LdrAddRefDll)
public func ldrAddRefDll(_ flags: UInt32, _ handle: UInt) -> UInt32 {
    status { () throws(NTStatus) in
        guard flags <= 1 else { throw .invalidParameter }
        Loader.lock.enter()
        defer { Loader.lock.leave() }
        guard let module = ModuleList.at(base: handle) else { throw .dllNotFound }
        if flags == 1 { module.entry.value.ReferenceCount = Module.pinned } else { Loader.addReference(module) }
    }
}

/// LdrGetDllFullName. The path of a module, of the program for null.
///
/// Errors: `dllNotFound`; `bufferTooSmall`, with as much as there is room for.
@c(LdrGetDllFullName)
public func ldrGetDllFullName(_ handle: UInt, _ target: UInt) -> UInt32 {
    status { () throws(NTStatus) in
        Loader.lock.enter()
        defer { Loader.lock.leave() }
        let base = handle == 0 ? currentPEB.value.ImageBaseAddress : handle
        guard let module = ModuleList.at(base: base) else { throw .dllNotFound }
        let string = Pointer<UNICODE_STRING>(target)
        let room = Int(string.value.MaximumLength) / 2
        string.value.Length = 0
        try string.append(module.path.part(0, min(module.path.count, room)))
        if module.path.count > room { throw .bufferTooSmall }
    }
}
