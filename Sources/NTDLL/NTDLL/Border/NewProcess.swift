// Unsafe in the calls of services with pointers to local variables, which the executive reads and writes
// before the call returns.

import CNT
import NTABI

/// A process and thread being made, by handle.
struct NewProcess {
    let process: HANDLE

    /// Makes a process of an image section.
    static func create(
        section: HANDLE, parent: HANDLE, inheritHandles: Bool
    ) throws(NTStatus) -> NewProcess {
        var process: HANDLE = 0
        let status = unsafe NTStatus(
            rawValue: NtCreateProcess(
                &process, PROCESS_ALL_ACCESS, nil, parent, inheritHandles ? 1 : 0, section, 0, 0))
        guard status.isSuccess else { throw status }
        return NewProcess(process: process)
    }

    static func imageInformation(of section: HANDLE) throws(NTStatus) -> SECTION_IMAGE_INFORMATION {
        var information = SECTION_IMAGE_INFORMATION()
        let status = unsafe NTStatus(
            rawValue: NtQuerySection(
                section, SectionImageInformation, &information,
                UInt(MemoryLayout<SECTION_IMAGE_INFORMATION>.size), nil))
        guard status.isSuccess else { throw status }
        return information
    }

    /// Where its PEB lies.
    func peb() throws(NTStatus) -> UInt {
        var information = PROCESS_BASIC_INFORMATION()
        let status = unsafe NTStatus(
            rawValue: NtQueryInformationProcess(
                process, ProcessBasicInformation, &information,
                UInt32(MemoryLayout<PROCESS_BASIC_INFORMATION>.size), nil))
        guard status.isSuccess else { throw status }
        return information.PebBaseAddress
    }

    func allocate(_ size: Int) throws(NTStatus) -> UInt {
        var base: UInt = 0
        var length = UInt(size)
        let status = unsafe NTStatus(
            rawValue: NtAllocateVirtualMemory(
                process, &base, 0, &length, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE))
        guard status.isSuccess else { throw status }
        return base
    }

    func write(_ source: UInt, to target: UInt, count: Int) throws(NTStatus) {
        let status = unsafe NTStatus(
            rawValue: NtWriteVirtualMemory(
                process, UnsafeMutableRawPointer(bitPattern: target),
                UnsafeMutableRawPointer(bitPattern: source), UInt(count), nil))
        guard status.isSuccess else { throw status }
    }

    func write<T: BitwiseCopyable>(_ value: T, to target: UInt) throws(NTStatus) {
        var copy = value
        let status = unsafe NTStatus(
            rawValue: NtWriteVirtualMemory(
                process, UnsafeMutableRawPointer(bitPattern: target), &copy,
                UInt(MemoryLayout<T>.size), nil))
        guard status.isSuccess else { throw status }
    }

    /// The same object under a handle of the new process.
    func duplicate(_ handle: HANDLE) -> HANDLE {
        guard handle != 0 else { return 0 }
        var copy: HANDLE = 0
        let status = unsafe NTStatus(
            rawValue: NtDuplicateObject(
                Handle.currentProcess.rawValue, handle, process, &copy, 0, 0, DUPLICATE_SAME_ACCESS))
        return status.isSuccess ? copy : 0
    }

    /// Starts a thread in it; sizes of zero stand for the image's.
    func createThread(
        start: UInt, argument: UInt, isSuspended: Bool, reserve: UInt, commit: UInt
    ) throws(NTStatus) -> (HANDLE, CLIENT_ID) {
        var thread: HANDLE = 0
        let status = unsafe NTStatus(
            rawValue: NtCreateThreadEx(
                &thread, THREAD_ALL_ACCESS, nil, process, UnsafeMutableRawPointer(bitPattern: start),
                UnsafeMutableRawPointer(bitPattern: argument),
                isSuspended ? THREAD_CREATE_FLAGS_CREATE_SUSPENDED : 0, 0, commit, reserve, nil))
        guard status.isSuccess else { throw status }
        var information = THREAD_BASIC_INFORMATION()
        _ = unsafe NtQueryInformationThread(
            thread, ThreadBasicInformation, &information,
            UInt32(MemoryLayout<THREAD_BASIC_INFORMATION>.size), nil)
        return (thread, information.ClientId)
    }

    func terminate(_ status: NTStatus) {
        _ = NtTerminateProcess(process, status.rawValue)
        _ = NtClose(process)
    }
}
