import CNT
import NTABI

/// Runs `body` under the loader's lock and gives what it throws as a status.
private func underLoaderLock(_ body: () throws(NTStatus) -> Void) -> UInt32 {
    Loader.lock.enter()
    defer { Loader.lock.leave() }
    do throws(NTStatus) {
        try body()
        return NTStatus.success.rawValue
    } catch { return error.rawValue }
}

/// LdrLoadDll. Loads and initialises a module and all it needs, or adds a reference to it.
///
/// `name` is a file name, looked for where programs and drivers lie, or a path from the root of the
/// namespace; `.dll` is added where there is no extension, and a dot at the end says that there is none. The search path
/// chooses nothing here. Where `characteristics` points to IMAGE_FILE_EXECUTABLE_IMAGE the
/// module is taken as a program or driver: its name is whole, it is bound, but its entry point is no DllMain and is not called.
///
/// Errors: `dllNotFound`, what is wrong with the file, `dllInitFailed`.
@c(LdrLoadDll)
public func ldrLoadDll(
    _ searchPath: UInt, _ characteristics: UInt, _ name: UInt, _ handle: UInt
) -> UInt32 {
    underLoaderLock { () throws(NTStatus) in
        let text = Text(unicodeString: name)
        guard text.count > 0 else { throw .dllNotFound }
        let isProgram =
            characteristics != 0 && Pointer<UInt32>(characteristics).value & IMAGE_FILE_EXECUTABLE_IMAGE != 0
        let module = try Loader.load(text, isWhole: isProgram)
        if isProgram {
            module.entry.value.Flags &= ~LDRP_IMAGE_DLL
        }
        do throws(NTStatus) {
            try Initializer.initialize(module, isStatic: false)
        } catch {
            Unloader.release(module)
            throw error
        }
        Pointer<UInt>(handle).value = module.base
    }
}

/// LdrUnloadDll. Drops the reference that LdrLoadDll added.
///
/// Error: `dllNotFound` (no module lies there).
@c(LdrUnloadDll)
public func ldrUnloadDll(_ handle: UInt) -> UInt32 {
    underLoaderLock { () throws(NTStatus) in
        guard let module = ModuleList.at(base: handle) else { throw .dllNotFound }
        Unloader.release(module)
    }
}

/// LdrGetDllHandle. The base of a loaded module, without a reference.
@c(LdrGetDllHandle)
public func ldrGetDllHandle(
    _ searchPath: UInt, _ characteristics: UInt, _ name: UInt, _ handle: UInt
) -> UInt32 {
    underLoaderLock { () throws(NTStatus) in
        let text = Text(unicodeString: name)
        var full = PathBuffer()
        Loader.complete(&full, text)
        guard let module = full.withUnicodeString({ ModuleList.named(Text($0)) })
        else { throw .dllNotFound }
        Pointer<UInt>(handle).value = module.base
    }
}

/// LdrGetProcedureAddress. An export by its name (ANSI_STRING), or by ordinal if `name` is null.
///
/// Errors: `dllNotFound`, `entrypointNotFound`, `ordinalNotFound`.
@c(LdrGetProcedureAddress)
public func ldrGetProcedureAddress(
    _ handle: UInt, _ name: UInt, _ ordinal: UInt32, _ address: UInt
) -> UInt32 {
    underLoaderLock { () throws(NTStatus) in
        guard let module = ModuleList.at(base: handle) else { throw .dllNotFound }
        let found: UInt?
        if name != 0 {
            let string = Pointer<ANSI_STRING>(name).value
            let text = Text(.bytes(string.Buffer), count: Int(string.Length))
            found = try Importer.address(of: .name(hint: 0, text), in: module)
        } else {
            found = try Importer.address(of: .ordinal(ordinal), in: module)
        }
        guard let found else { throw name != 0 ? .entrypointNotFound : .ordinalNotFound }
        Pointer<UInt>(address).value = found
    }
}

/// LdrFindEntryForAddress. The LDR_DATA_TABLE_ENTRY of the module that holds an address.
///
/// Error: `noMoreEntries`.
@c(LdrFindEntryForAddress)
public func ldrFindEntryForAddress(_ address: UInt, _ entry: UInt) -> UInt32 {
    underLoaderLock { () throws(NTStatus) in
        guard let module = ModuleList.containing(address) else { throw .noMoreEntries }
        Pointer<UInt>(entry).value = module.address
    }
}

/// LdrDisableThreadCalloutsForDll. The module is told of threads no more.
@c(LdrDisableThreadCalloutsForDll)
public func ldrDisableThreadCalloutsForDll(_ handle: UInt) -> UInt32 {
    underLoaderLock { () throws(NTStatus) in
        guard let module = ModuleList.at(base: handle) else { throw .dllNotFound }
        module.set(LDRP_DONT_CALL_FOR_THREADS)
    }
}

/// LdrShutdownThread. What the calling thread's end means to modules: RtlExitUserThread calls it.
@c(LdrShutdownThread)
public func ldrShutdownThread() -> UInt32 {
    underLoaderLock { () throws(NTStatus) in
        Initializer.detachThread()
        FiberStorage.detachThread()
        ThreadLocalStorage.detachThread()
    }
}

/// LdrShutdownProcess. Tells every module that the process ends: RtlExitUserProcess calls it.
@c(LdrShutdownProcess)
public func ldrShutdownProcess() -> UInt32 {
    underLoaderLock { () throws(NTStatus) in
        Pointer<PEB_LDR_DATA>(currentPEB.value.Ldr).value.ShutdownInProgress = 1
        Pointer<PEB_LDR_DATA>(currentPEB.value.Ldr).value.ShutdownThreadId =
            currentTEB.value.ClientId.UniqueThread
        FiberStorage.detachThread()
        Initializer.detachProcess()
    }
}

/// RtlPcToFileHeader. The base of the module that holds an address, also as the result; zero for none.
@c(RtlPcToFileHeader)
public func rtlPcToFileHeader(_ address: UInt, _ base: UInt) -> UInt {
    let found = ModuleList.containing(address)?.base ?? 0
    Pointer<UInt>(base).value = found
    return found
}

/// RtlImageNtHeader. Where the headers of a mapped image start, behind those for DOS; zero if it is none.
@c(RtlImageNtHeader)
public func rtlImageNtHeader(_ base: UInt) -> UInt {
    guard base != 0, Pointer<UInt16>(base).value == UInt16(IMAGE_DOS_SIGNATURE) else { return 0 }
    let headers = base + UInt(Pointer<UInt32>(base + 60).value)
    return Pointer<UInt32>(headers).value == IMAGE_NT_SIGNATURE ? headers : 0
}
