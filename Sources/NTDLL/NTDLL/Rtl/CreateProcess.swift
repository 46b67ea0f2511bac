import CNT
import NTABI

/// RtlCreateUserProcess. Makes a process of an image file, with its first thread suspended.
///
/// The parameters are copied into the process together with their environment. Security descriptors, debug
/// and exception port must be null. Unless handles are inherited, the standard handles are duplicated.
///
/// Errors: those of opening the file and making a section of it, `invalidImageFormat` (a DLL), `noMemory`.
@c(RtlCreateUserProcess)
public func rtlCreateUserProcess(
    _ path: UInt, _ attributes: UInt32, _ parameters: UInt, _ processSecurity: UInt,
    _ threadSecurity: UInt, _ parent: UInt, _ inheritHandles: UInt8, _ debugPort: UInt,
    _ exceptionPort: UInt, _ information: UInt
) -> UInt32 {
    do throws(NTStatus) {
        Pointer<RTL_USER_PROCESS_INFORMATION>(information).value = try start(
            Pointer<UNICODE_STRING>(path).value, ProcessParameters(at: rtlNormalizeProcessParams(parameters)),
            parent: parent != 0 ? parent : Handle.currentProcess.rawValue,
            inheritHandles: inheritHandles != 0)
        return 0
    } catch { return error.rawValue }
}

private func start(
    _ path: UNICODE_STRING, _ parameters: ProcessParameters, parent: HANDLE, inheritHandles: Bool
) throws(NTStatus) -> RTL_USER_PROCESS_INFORMATION {
    let section = try ImageFile.section(of: path)
    defer { _ = NtClose(section) }
    let image = try NewProcess.imageInformation(of: section)
    guard UInt32(image.ImageCharacteristics) & IMAGE_FILE_DLL == 0 else { throw .invalidImageFormat }
    let new = try NewProcess.create(
        section: section, parent: parent, inheritHandles: inheritHandles)
    do throws(NTStatus) {
        let peb = try new.peb()
        try give(parameters, to: new, peb: peb, duplicatesHandles: !inheritHandles)
        let (thread, client) = try new.createThread(
            start: image.TransferAddress, argument: peb, isSuspended: true,
            reserve: image.MaximumStackSize, commit: image.CommittedStackSize)
        return RTL_USER_PROCESS_INFORMATION(
            Length: UInt32(MemoryLayout<RTL_USER_PROCESS_INFORMATION>.size),
            ProcessHandle: new.process, ThreadHandle: thread, ClientId: client,
            ImageInformation: image)
    } catch {
        new.terminate(error)
        throw error
    }
}

/// Writes parameters and environment into the process, one behind the other.
private func give(
    _ parameters: ProcessParameters, to new: NewProcess, peb: UInt, duplicatesHandles: Bool
) throws(NTStatus) {
    let size = Int(parameters.block.value.Length)
    let environment = parameters.block.value.Environment
    let environmentSize = environment == 0 ? 0 : EnvironmentBlock.size(of: environment)
    let target = try new.allocate(size + environmentSize)
    parameters.denormalize()
    defer { parameters.normalize() }
    try new.write(parameters.block.address, to: target, count: size)
    try new.write(environment, to: target + UInt(size), count: environmentSize)
    var header = parameters.block.value
    header.Environment = target + UInt(size)
    header.EnvironmentSize = UInt(environmentSize)
    if duplicatesHandles {
        header.StandardInput = new.duplicate(header.StandardInput)
        header.StandardOutput = new.duplicate(header.StandardOutput)
        header.StandardError = new.duplicate(header.StandardError)
    }
    try new.write(header, to: target)
    try new.write(target, to: peb + 0x20)
}

/// RtlCreateUserThread. Starts a thread in a process. Sizes of zero stand for the image's; handle and client id
/// are stored where the caller wants them.
@c(RtlCreateUserThread)
public func rtlCreateUserThread(
    _ process: UInt, _ security: UInt, _ isSuspended: UInt8, _ zeroBits: UInt32, _ reserve: UInt,
    _ commit: UInt, _ start: UInt, _ argument: UInt, _ thread: UInt, _ clientID: UInt
) -> UInt32 {
    do throws(NTStatus) {
        let (handle, client) = try NewProcess(process: process).createThread(
            start: start, argument: argument, isSuspended: isSuspended != 0, reserve: reserve,
            commit: commit)
        if thread != 0 { Pointer<HANDLE>(thread).value = handle } else { _ = NtClose(handle) }
        if clientID != 0 { Pointer<CLIENT_ID>(clientID).value = client }
        return 0
    } catch { return error.rawValue }
}

/// RtlExitUserThread. Ends the calling thread, and with the last one the process.
@c(RtlExitUserThread)
public func rtlExitUserThread(_ status: UInt32) {
    if Services.isLastThread { rtlExitUserProcess(status) }
    _ = ldrShutdownThread()
    while true { _ = NtTerminateThread(Handle.currentThread.rawValue, status) }
}

/// RtlExitUserProcess. Ends the other threads, tells the modules, and ends the process.
@c(RtlExitUserProcess)
public func rtlExitUserProcess(_ status: UInt32) {
    Loader.lock.enter()
    _ = NtTerminateProcess(0, status)
    ProcessState.isEnding = true
    _ = ldrShutdownProcess()
    while true { _ = NtTerminateProcess(Handle.currentProcess.rawValue, status) }
}
