// A shared object's block is freed with its last reference; the header's mark tells it from a driver's own object. The table of
// processes and threads is guarded by `sharedObjectsLock`.

import CNT
import CNtoskrnl
import CWDM
import NTABI

/// An object of the executive that a driver points to. Events, semaphores, mutexes, timers, threads and processes look like the
/// driver's own to whoever waits for them; what is done to any of them is done to the handle.
@unsafe
struct SharedObject {
    var event = unsafe KEVENT()
    let handle: HANDLE
    let kind: Kind
    /// The number of a process or thread: who looks for one twice gets one pointer.
    let id: UInt32
    var references: Int32 = 1

    typealias Pointer = UnsafeMutablePointer<SharedObject>

    enum Kind {
        case event, semaphore, mutant, timer, thread, process, section, key, token

        /// What kind an object is by the name of its type; nil for one that drivers cannot do anything with.
        init?(typeName name: UnicodeString) {
            switch name {
            case UnicodeString("Event"): self = .event
            case UnicodeString("Semaphore"): self = .semaphore
            case UnicodeString("Mutant"): self = .mutant
            case UnicodeString("Timer"): self = .timer
            case UnicodeString("Thread"): self = .thread
            case UnicodeString("Process"): self = .process
            case UnicodeString("Section"): self = .section
            case UnicodeString("Key"): self = .key
            case UnicodeString("Token"): self = .token
            default: return nil
            }
        }

        /// The variable of the type, as drivers import it; nil for types that have none.
        var type: UnsafeMutableRawPointer? {
            switch self {
            case .event: unsafe ExEventObjectType
            case .semaphore: unsafe ExSemaphoreObjectType
            case .thread: unsafe PsThreadType
            case .process: unsafe PsProcessType
            case .section: unsafe MmSectionObjectType
            case .key: unsafe CmKeyObjectType
            case .token: unsafe SeTokenObjectType
            case .mutant, .timer: nil
            }
        }

        /// DISPATCHER_HEADER.Type.
        fileprivate var headerType: Int {
            switch self {
            case .event, .section, .key, .token: Int(EventNotificationObject)
            case .semaphore: Int(SemaphoreObject)
            case .mutant: Int(MutantObject)
            case .timer: Int(TimerNotificationObject)
            case .thread: Int(ThreadObject)
            case .process: Int(ProcessObject)
            }
        }
    }

    /// The shared object at an address, if that is what stands there.
    @inline(__always)
    static func at(_ object: UnsafeMutableRawPointer) -> Pointer? {
        guard unsafe object.load(fromByteOffset: 1, as: UInt8.self) == UInt8(SharedObjectMark),
            unsafe object.load(as: UInt8.self) <= UInt8(TimerNotificationObject)
        else { return nil }
        return unsafe object.assumingMemoryBound(to: SharedObject.self)
    }

    /// The object behind a handle of the requester (`fromUserMode`) or of this process; of this type unless that is nil.
    ///
    /// Errors, in this order: those of the handle, `.objectTypeMismatch`, `.notImplemented` (a kind that drivers cannot do anything
    /// with), `.accessDenied`, `.insufficientResources`.
    static func open(
        _ handle: HANDLE, _ access: UInt32, fromUserMode: Bool, type: UnsafeMutableRawPointer?
    ) throws(NTStatus) -> Pointer {
        let copy = try unsafe copyOfHandle(handle, of: fromUserMode ? KernelThread.current.pointee.requesterProcess : 0)
        defer { _ = NtClose(copy) }
        let kind = unsafe Kind(typeName: typeName(of: copy))
        if let type = unsafe type {
            guard let wanted = unsafe kind?.type, unsafe wanted == type else { throw .objectTypeMismatch }
        }
        guard let kind else { throw .notImplemented }
        if unsafe fromUserMode && !grants(copy, access) { throw .accessDenied }
        let genericAll: UInt32 = 0x1000_0000
        return try unsafe share(duplicate(copy, of: Handle.currentProcess.rawValue, genericAll, 0), kind)
    }

    /// A pointer for a handle with every right, which becomes the object's.
    static func share(_ handle: HANDLE, _ kind: Kind) throws(NTStatus) -> Pointer {
        let id = unsafe number(of: handle, kind)
        sharedObjectsLock.acquire()
        defer { sharedObjectsLock.release() }
        if id != 0, let known = unsafe sharedObjects.first(where: { unsafe $0.pointee.id == id }) {
            _ = NtClose(handle)
            _ = unsafe retain(known)
            return unsafe known
        }
        guard let memory = unsafe allocatePool(MemoryLayout<SharedObject>.size) else {
            _ = NtClose(handle)
            throw .insufficientResources
        }
        let object = unsafe memory.assumingMemoryBound(to: SharedObject.self)
        unsafe object.initialize(to: SharedObject(handle: handle, kind: kind, id: id))
        var type = kind.headerType
        if case .event = kind { type = unsafe Int(eventInformation(handle).EventType) }
        unsafe initializeHeader(&object.pointee.event.Header, type: type, size: MemoryLayout<KEVENT>.size, state: 0)
        unsafe object.pointee.event.Header.Absolute = UInt8(SharedObjectMark)
        if id != 0 { unsafe sharedObjects.append(object) }
        return unsafe object
    }

    static func retain(_ object: Pointer) -> Int {
        unsafe Int(FetchAdd32(&object.pointee.references, 1)) + 1
    }

    static func release(_ object: Pointer) -> Int {
        sharedObjectsLock.acquire()
        defer { sharedObjectsLock.release() }
        let rest = unsafe Int(FetchAdd32(&object.pointee.references, -1)) - 1
        if rest == 0 {
            if let index = unsafe sharedObjects.firstIndex(of: object) { unsafe sharedObjects.remove(at: index) }
            _ = unsafe NtClose(object.pointee.handle)
            unsafe freePool(UnsafeMutableRawPointer(object))
        }
        return rest
    }

    /// The shared semaphore, mutex and so on at an address, by its handle.
    static func handle(of object: UnsafeMutableRawPointer) -> HANDLE? {
        unsafe at(object).map { unsafe $0.pointee.handle }
    }

    /// 1 while an event is signalled.
    static func eventState(_ handle: HANDLE) -> Int32 { unsafe eventInformation(handle).EventState }

    private static func eventInformation(_ handle: HANDLE) -> EVENT_BASIC_INFORMATION {
        var state = EVENT_BASIC_INFORMATION()
        _ = unsafe NtQueryEvent(handle, 0, &state, UInt32(MemoryLayout<EVENT_BASIC_INFORMATION>.size), nil)
        return state
    }

    /// The number of a process or thread, 0 for any other kind.
    private static func number(of handle: HANDLE, _ kind: Kind) -> UInt32 {
        switch kind {
        case .process: UInt32(truncatingIfNeeded: processInformation(handle).UniqueProcessId)
        case .thread: UInt32(truncatingIfNeeded: threadInformation(handle).ClientId.UniqueThread)
        default: 0
        }
    }

    private static func typeName(of handle: HANDLE) -> UnicodeString {
        let objectTypeInformation: UInt32 = 2
        return unsafe withUnsafeTemporaryAllocation(byteCount: 256, alignment: 8) { buffer in
            guard let base = buffer.baseAddress,
                unsafe NTStatus(code: NtQueryObject(handle, objectTypeInformation, base, 256, nil)).isSuccess
            else { return UnicodeString() }
            return unsafe UnicodeString(copying: base.load(as: UNICODE_STRING.self))
        }
    }

    private static func copyOfHandle(_ handle: HANDLE, of process: UInt32) throws(NTStatus) -> HANDLE {
        let sameAccess: UInt32 = 2
        guard process != 0 else {
            return try unsafe duplicate(handle, of: Handle.currentProcess.rawValue, 0, sameAccess)
        }
        var owner: HANDLE = 0
        var identifier = CLIENT_ID()
        identifier.UniqueProcess = UInt(process)
        var attributes = OBJECT_ATTRIBUTES()
        attributes.Length = UInt32(MemoryLayout<OBJECT_ATTRIBUTES>.size)
        let duplicateHandles: UInt32 = 0x40
        let status = unsafe NTStatus(code: NtOpenProcess(&owner, duplicateHandles, &attributes, &identifier))
        guard status.isSuccess else { throw status }
        defer { _ = NtClose(owner) }
        return try unsafe duplicate(handle, of: owner, 0, sameAccess)
    }

    /// A handle of this process to what a handle of another is for.
    static func duplicate(
        _ handle: HANDLE, of process: HANDLE, _ access: UInt32, _ options: UInt32
    ) throws(NTStatus) -> HANDLE {
        var copy: HANDLE = 0
        let status = unsafe NTStatus(
            code: NtDuplicateObject(process, handle, Handle.currentProcess.rawValue, &copy, access, 0, options))
        guard status.isSuccess else { throw status }
        return copy
    }

    private static func grants(_ handle: HANDLE, _ access: UInt32) -> Bool {
        var basic = OBJECT_BASIC_INFORMATION()
        let size = UInt32(MemoryLayout<OBJECT_BASIC_INFORMATION>.size)
        let status = unsafe NtQueryObject(handle, 0, &basic, size, nil)
        return NTStatus(code: status).isSuccess && basic.GrantedAccess & access == access
    }
}

/// Processes and threads that drivers point to.
nonisolated(unsafe) private var sharedObjects: [SharedObject.Pointer] = unsafe []
private let sharedObjectsLock = BlockingLock()

func processInformation(_ handle: HANDLE) -> PROCESS_BASIC_INFORMATION {
    var information = PROCESS_BASIC_INFORMATION()
    let size = UInt32(MemoryLayout<PROCESS_BASIC_INFORMATION>.size)
    _ = unsafe NtQueryInformationProcess(handle, 0, &information, size, nil)
    return information
}

func threadInformation(_ handle: HANDLE) -> THREAD_BASIC_INFORMATION {
    var information = THREAD_BASIC_INFORMATION()
    let size = UInt32(MemoryLayout<THREAD_BASIC_INFORMATION>.size)
    _ = unsafe NtQueryInformationThread(handle, 0, &information, size, nil)
    return information
}
