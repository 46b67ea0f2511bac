// The objects that the calls of the table work on are made here, and closed by this program's end.

import CNT
import NTABI
import NativeRuntime

private typealias S = SystemService

/// A call of every service that programs have, manager by manager.
struct ServiceCallTable {
    let f: ArgumentFixture
    private let mutant: UInt
    private let semaphore: UInt
    private let timer: UInt
    private let keyedEvent: UInt
    private let token: UInt
    private let section: UInt
    let image: UInt
    let key: UInt
    let child: UInt
    let file: UInt
    let folder: UInt
    let null: UInt
    private let link: UInt
    let process: UInt
    let thread: UInt

    init(_ fixture: ArgumentFixture) {
        f = fixture
        var size: Int64 = 65536
        mutant = unsafe Self.made { unsafe NtCreateMutant($0, MUTANT_ALL_ACCESS, nil, 1) }
        semaphore = unsafe Self.made { unsafe NtCreateSemaphore($0, SEMAPHORE_ALL_ACCESS, nil, 1, 1000) }
        keyedEvent = unsafe Self.made { unsafe NtCreateKeyedEvent($0, GENERIC_ALL, nil, 0) }
        token = unsafe Self.made { unsafe NtOpenProcessToken(Handle.currentProcess.rawValue, GENERIC_ALL, $0) }
        timer = unsafe Self.made { unsafe NtCreateTimer($0, TIMER_ALL_ACCESS, nil, NotificationTimer) }
        section = unsafe Self.made {
            unsafe NtCreateSection($0, SECTION_ALL_ACCESS, nil, &size, PAGE_READWRITE, SEC_COMMIT, 0)
        }
        let program = FileChecks.open("\\SystemRoot\\System32\\true.exe", access: GENERIC_EXECUTE | GENERIC_READ).handle
        image = unsafe Self.made {
            unsafe NtCreateSection($0, SECTION_ALL_ACCESS, nil, nil, PAGE_EXECUTE, SEC_IMAGE, program)
        }
        key = unsafe Self.made { place in
            unsafe withAttributes("\\Registry\\Machine\\Software\\nttest-arguments") {
                unsafe NtCreateKey(place, KEY_ALL_ACCESS, $0, 0, nil, REG_OPTION_VOLATILE, nil)
            }
        }
        let parent = key
        child = unsafe Self.made { place in
            unsafe withAttributes("child", under: parent) {
                unsafe NtCreateKey(place, KEY_ALL_ACCESS, $0, 0, nil, REG_OPTION_VOLATILE, nil)
            }
        }
        var four: UInt32 = 4
        _ = unsafe withUnicodeString(("four" as StaticString).utf16Units) {
            unsafe NtSetValueKey(parent, $0, 0, REG_DWORD, &four, 4)
        }
        file = FileChecks.open("\\SystemRoot\\System32\\ntdll.dll").handle
        folder =
            FileChecks.open("\\SystemRoot\\System32", options: FILE_DIRECTORY_FILE | FILE_SYNCHRONOUS_IO_NONALERT)
            .handle
        null = FileChecks.open("\\Device\\Null", access: GENERIC_READ | GENERIC_WRITE | SYNCHRONIZE).handle
        link = unsafe Self.made { place in
            unsafe withAttributes("\\SystemRoot") { unsafe NtOpenSymbolicLinkObject(place, SYMBOLIC_LINK_QUERY, $0) }
        }
        let me = Handle.currentProcess.rawValue
        process = unsafe Self.made { unsafe NtDuplicateObject(me, me, me, $0, 0, 0, DUPLICATE_SAME_ACCESS) }
        thread = unsafe WorkerThread(suspended: true) { _ in 0 }.handle
    }

    /// Takes away what does not go with this program.
    func tearDown() { _ = NtDeleteKey(key) }

    private static func made(_ make: (UnsafeMutablePointer<UInt>) -> UInt32) -> UInt {
        var handle: UInt = 0
        _ = unsafe make(&handle)
        return handle
    }

    func call(
        _ number: UInt, _ name: StaticString, _ answers: [NTStatus] = [.success], _ arguments: Argument...
    ) -> ServiceCall {
        ServiceCall(number: number, name: name, arguments: arguments, answers: answers)
    }

    func refused(_ number: UInt, _ name: StaticString, _ arguments: Argument...) -> ServiceCall {
        ServiceCall(number: number, name: name, arguments: arguments, isOnlyRefused: true)
    }

    /// A service that makes an object: place, access, attributes, and the rest.
    private func creation(
        _ number: UInt, _ name: StaticString, _ access: UInt32, _ rest: Argument...
    ) -> ServiceCall {
        ServiceCall(
            number: number, name: name,
            arguments: [.output(f.place), .word(UInt(access)), .optionalAttributes(f.attributes(nil))] + rest)
    }

    /// A service that opens what does not exist, which it says when everything else is right.
    private func opening(_ number: UInt, _ name: StaticString, _ access: UInt32) -> ServiceCall {
        ServiceCall(
            number: number, name: name,
            arguments: [
                .output(f.place), .word(UInt(access)), .attributes(f.attributes("\\BaseNamedObjects\\nttest-nothing")),
            ], answers: [.objectNameNotFound])
    }

    private var anyHandle: Argument { .any(f.event) }
    var state: Argument { .optionalOutput(f.number) }
    var length: Argument { .optionalOutput(f.second) }

    private func query(_ number: UInt, _ name: StaticString, _ handle: UInt, _ kind: UInt32, _ size: UInt)
        -> ServiceCall
    {
        call(
            number, name, [.success], .handle(handle), .kind(kind, unknown: .invalidInfoClass),
            .structure(f.buffer, alignment: 4), .size(size, short: .infoLengthMismatch), length)
    }

    var objects: [ServiceCall] {
        [
            call(
                S.ntDuplicateObject, "NtDuplicateObject", [.success], .handle(process), anyHandle,
                .handleOrNone(process),
                .optionalOutput(f.place), .word(0), .word(0), .word(UInt(DUPLICATE_SAME_ACCESS))),
            refused(S.ntClose, "NtClose", .any(f.closed)),
            call(S.ntMakePermanentObject, "NtMakePermanentObject", [.success], anyHandle),
            call(S.ntMakeTemporaryObject, "NtMakeTemporaryObject", [.success], .anyKind(f.event)),
            call(
                S.ntQueryObject, "NtQueryObject", [.success], anyHandle,
                .kind(ObjectBasicInformation, unknown: .invalidInfoClass), .structure(f.buffer, alignment: 4),
                .size(0x38, short: .infoLengthMismatch), length),
            call(
                S.ntSetInformationObject, "NtSetInformationObject", [.success], anyHandle,
                .kind(ObjectHandleFlagInformation, unknown: .invalidInfoClass), .input(f.buffer),
                .size(2, short: .infoLengthMismatch)),
            call(
                S.ntCreateDirectoryObject, "NtCreateDirectoryObject", [.success], .output(f.place),
                .word(UInt(DIRECTORY_ALL_ACCESS)), .attributes(f.attributes(nil))),
            opening(S.ntOpenDirectoryObject, "NtOpenDirectoryObject", DIRECTORY_ALL_ACCESS),
            call(
                S.ntQueryDirectoryObject, "NtQueryDirectoryObject", [.success, .moreEntries], .handle(f.directory),
                .output(f.buffer), .word(1024), .word(1), .word(1), .output(f.number), length),
            call(
                S.ntCreateSymbolicLinkObject, "NtCreateSymbolicLinkObject", [.success], .output(f.place),
                .word(UInt(SYMBOLIC_LINK_ALL_ACCESS)), .attributes(f.attributes(nil)), .string(f.string("\\Device"))),
            opening(S.ntOpenSymbolicLinkObject, "NtOpenSymbolicLinkObject", SYMBOLIC_LINK_QUERY),
            call(
                S.ntQuerySymbolicLinkObject, "NtQuerySymbolicLinkObject", [.success], .powerless(link),
                .output(f.emptyString), length),
            call(S.ntCompareObjects, "NtCompareObjects", [.success], anyHandle, anyHandle),
        ]
    }

    var executive: [ServiceCall] {
        [
            creation(S.ntCreateEvent, "NtCreateEvent", EVENT_ALL_ACCESS, .word(0), .word(0)),
            opening(S.ntOpenEvent, "NtOpenEvent", EVENT_ALL_ACCESS),
            call(S.ntSetEvent, "NtSetEvent", [.success], .handle(f.event), state),
            call(S.ntResetEvent, "NtResetEvent", [.success], .handle(f.event), state),
            call(S.ntClearEvent, "NtClearEvent", [.success], .handle(f.event)),
            call(S.ntPulseEvent, "NtPulseEvent", [.success], .handle(f.event), state),
            query(S.ntQueryEvent, "NtQueryEvent", f.event, 0, 8),
            creation(S.ntCreateMutant, "NtCreateMutant", MUTANT_ALL_ACCESS, .word(0)),
            opening(S.ntOpenMutant, "NtOpenMutant", MUTANT_ALL_ACCESS),
            refused(S.ntReleaseMutant, "NtReleaseMutant", .powerless(mutant)),
            query(S.ntQueryMutant, "NtQueryMutant", mutant, 0, 8),
            creation(S.ntCreateSemaphore, "NtCreateSemaphore", SEMAPHORE_ALL_ACCESS, .word(1), .word(2)),
            opening(S.ntOpenSemaphore, "NtOpenSemaphore", SEMAPHORE_ALL_ACCESS),
            call(S.ntReleaseSemaphore, "NtReleaseSemaphore", [.success], .handle(semaphore), .word(1), state),
            query(S.ntQuerySemaphore, "NtQuerySemaphore", semaphore, 0, 8),
            creation(S.ntCreateTimer, "NtCreateTimer", TIMER_ALL_ACCESS, .word(0)),
            opening(S.ntOpenTimer, "NtOpenTimer", TIMER_ALL_ACCESS),
            call(
                S.ntSetTimer, "NtSetTimer", [.success], .handle(timer), .input(f.due), .word(0), .word(0), .word(0),
                .word(0), state),
            call(S.ntCancelTimer, "NtCancelTimer", [.success], .handle(timer), state),
            query(S.ntQueryTimer, "NtQueryTimer", timer, 0, 16),
            call(S.ntQuerySystemTime, "NtQuerySystemTime", [.success], .output(f.number)),
            refused(S.ntSetSystemTime, "NtSetSystemTime", .input(f.due)),
            call(
                S.ntQueryTimerResolution, "NtQueryTimerResolution", [.success], .output(f.number), .output(f.second),
                .output(f.zero)),
            call(S.ntQueryPerformanceCounter, "NtQueryPerformanceCounter", [.success], .output(f.number), length),
            call(
                S.ntQuerySystemInformation, "NtQuerySystemInformation", [.success],
                .kind(0, unknown: .invalidInfoClass), .structure(f.buffer, alignment: 4),
                .size(0x40, short: .infoLengthMismatch), length),
            refused(S.ntShutdownSystem, "NtShutdownSystem", .word(77)),
            call(S.ntDisplayString, "NtDisplayString", [.success], .string(f.emptyString)),
            call(
                S.ntRaiseHardError, "NtRaiseHardError", [.success], .word(0xC000_0001), .word(1), .word(0),
                .input(f.zero), .word(1), .output(f.number)),
            call(S.ntAllocateLocallyUniqueId, "NtAllocateLocallyUniqueId", [.success], .output(f.number)),
            call(S.ntDebugOutput, "NtDebugOutput", [.success], .input(f.line), .word(4)),
            creation(S.ntCreateKeyedEvent, "NtCreateKeyedEvent", GENERIC_ALL, .word(0)),
            opening(S.ntOpenKeyedEvent, "NtOpenKeyedEvent", GENERIC_ALL),
            call(
                S.ntWaitForKeyedEvent, "NtWaitForKeyedEvent", [.timeout], .handleOrNone(keyedEvent), .word(f.buffer),
                .word(0), .optionalInput(f.zero)),
            call(
                S.ntReleaseKeyedEvent, "NtReleaseKeyedEvent", [.timeout], .handleOrNone(keyedEvent), .word(f.buffer),
                .word(0), .optionalInput(f.zero)),
            call(
                S.ntSetTimerResolution, "NtSetTimerResolution", [.success], .word(5000), .word(1), .output(f.number)),
            call(S.ntQueryDefaultLocale, "NtQueryDefaultLocale", [.success], .word(1), .output(f.number)),
            call(S.ntQueryDefaultUILanguage, "NtQueryDefaultUILanguage", [.success], .output(f.number)),
            call(S.ntQueryInstallUILanguage, "NtQueryInstallUILanguage", [.success], .output(f.number)),
        ]
    }

    var kernel: [ServiceCall] {
        [
            call(
                S.ntWaitForSingleObject, "NtWaitForSingleObject", [.success], .waitable(semaphore), .word(0),
                .optionalInput(f.zero)),
            call(
                S.ntWaitForMultipleObjects, "NtWaitForMultipleObjects", [.timeout], .word(1), .input(f.handles),
                .word(1), .word(0), .optionalInput(f.zero)),
            call(
                S.ntSignalAndWaitForSingleObject, "NtSignalAndWaitForSingleObject", [.success], .handle(semaphore),
                .waitable(semaphore), .word(0), .optionalInput(f.zero)),
            call(S.ntDelayExecution, "NtDelayExecution", [.success], .word(0), .input(f.due)),
            call(S.ntYieldExecution, "NtYieldExecution", [.noYieldPerformed]),
            refused(S.ntContinue, "NtContinue", .aligned(f.context, alignment: 16), .word(0)),
            refused(
                S.ntRaiseException, "NtRaiseException", .aligned(f.buffer, alignment: 8),
                .aligned(f.context, alignment: 16), .word(1)),
            refused(S.ntGetTickCount, "NtGetTickCount"),
            call(S.ntTestAlert, "NtTestAlert", [.success]),
            call(S.ntAlertThreadByThreadId, "NtAlertThreadByThreadId", [.invalidCid], .word(3)),
            call(
                S.ntWaitForAlertByThreadId, "NtWaitForAlertByThreadId", [.timeout], .word(f.buffer),
                .optionalInput(f.zero)),
        ]
    }

    var security: [ServiceCall] {
        let query: UInt = 8
        return [
            call(
                S.ntOpenProcessToken, "NtOpenProcessToken", [.success], .handle(process), .word(query), .output(f.place)
            ),
            call(
                S.ntOpenProcessTokenEx, "NtOpenProcessTokenEx", [.success], .handle(process), .word(query), .word(0),
                .output(f.place)),
            call(
                S.ntOpenThreadToken, "NtOpenThreadToken", [.noToken], .handle(thread), .word(query), .word(1),
                .output(f.place)),
            call(
                S.ntOpenThreadTokenEx, "NtOpenThreadTokenEx", [.noToken], .handle(thread), .word(query), .word(1),
                .word(0),
                .output(f.place)),
            call(
                S.ntAdjustPrivilegesToken, "NtAdjustPrivilegesToken", [.success], .handle(token), .word(0),
                .optionalInput(f.zero),
                .word(0), .word(0), .word(0)),
            call(
                S.ntQueryInformationToken, "NtQueryInformationToken", [.success], .handle(token),
                .kind(8, unknown: .invalidInfoClass), .output(f.buffer), .size(4, short: .bufferTooSmall),
                .output(f.number)),
            call(
                S.ntPrivilegeCheck, "NtPrivilegeCheck", [.success], .handle(token), .input(f.zero), .output(f.number)),
        ]
    }

    var processes: [ServiceCall] {
        let endProcess: @Sendable (UInt) -> Void = {
            _ = NtTerminateProcess($0, 0)
            _ = NtClose($0)
        }
        let endThread: @Sendable (UInt) -> Void = {
            _ = NtTerminateThread($0, 0)
            _ = NtClose($0)
        }
        var creations = [
            creation(
                S.ntCreateProcess, "NtCreateProcess", PROCESS_ALL_ACCESS, .handle(process), .word(0),
                .handleOrNone(image), .word(0), .word(0)),
            creation(
                S.ntCreateThread, "NtCreateThread", THREAD_ALL_ACCESS, .handle(process),
                .optionalOutput(f.clientID), .aligned(f.context, alignment: 16), .input(f.initialTEB), .word(1)),
            creation(
                S.ntCreateThreadEx, "NtCreateThreadEx", THREAD_ALL_ACCESS, .handle(process), .word(0x1_0000),
                .word(0), .word(1), .word(0), .word(0), .word(0), .word(0)),
        ]
        creations[0].release = endProcess
        creations[1].release = endThread
        creations[2].release = endThread
        return creations + [
            call(
                S.ntOpenProcess, "NtOpenProcess", [.invalidCid], .output(f.place), .word(0),
                .attributes(f.attributes(nil)), .optionalInput(f.clientID)),
            call(
                S.ntOpenThread, "NtOpenThread", [.invalidCid], .output(f.place), .word(0),
                .attributes(f.attributes(nil)), .optionalInput(f.clientID)),
            refused(S.ntTerminateProcess, "NtTerminateProcess", .handleOrNone(process), .word(1)),
            query(S.ntQueryInformationProcess, "NtQueryInformationProcess", process, ProcessBasicInformation, 48),
            refused(
                S.ntSetInformationProcess, "NtSetInformationProcess", .handle(process),
                .kind(5, unknown: .invalidInfoClass), .input(f.number), .size(4, short: .infoLengthMismatch)),
            refused(S.ntTerminateThread, "NtTerminateThread", .handleOrNone(thread), .word(1)),
            call(S.ntSuspendThread, "NtSuspendThread", [.success], .handle(thread), state),
            call(S.ntResumeThread, "NtResumeThread", [.success], .handle(thread), state),
            call(S.ntAlertThread, "NtAlertThread", [.success], .handle(thread)),
            refused(S.ntAlertResumeThread, "NtAlertResumeThread", .handle(thread), state),
            refused(S.ntSuspendProcess, "NtSuspendProcess", .handle(process)),
            refused(S.ntResumeProcess, "NtResumeProcess", .handle(process)),
            call(
                S.ntQueueApcThread, "NtQueueApcThread", [.success], .handle(thread), .word(0x1_0000), .word(1),
                .word(2), .word(3)),
            call(
                S.ntGetContextThread, "NtGetContextThread", [.success], .handle(thread),
                .structure(f.context, alignment: 16)),
            refused(S.ntSetContextThread, "NtSetContextThread", .handle(thread), .aligned(f.context, alignment: 16)),
            query(S.ntQueryInformationThread, "NtQueryInformationThread", thread, ThreadBasicInformation, 48),
            call(
                S.ntSetInformationThread, "NtSetInformationThread", [.success], .handle(thread),
                .kind(3, unknown: .invalidInfoClass), .input(f.zero), .size(4, short: .infoLengthMismatch)),
        ]
    }

    var memory: [ServiceCall] {
        [
            call(
                S.ntAllocateVirtualMemory, "NtAllocateVirtualMemory", [.success], .handle(process),
                .output(f.anywhere), .word(0), .output(f.page), .word(UInt(MEM_RESERVE)), .word(UInt(PAGE_READWRITE))),
            refused(
                S.ntFreeVirtualMemory, "NtFreeVirtualMemory", .handle(process), .output(f.anywhere),
                .output(f.page), .word(UInt(MEM_RELEASE))),
            refused(
                S.ntProtectVirtualMemory, "NtProtectVirtualMemory", .handle(process), .output(f.anywhere),
                .output(f.page), .word(UInt(PAGE_READWRITE)), .output(f.number)),
            call(
                S.ntQueryVirtualMemory, "NtQueryVirtualMemory", [.success], .handle(process), .word(f.buffer),
                .kind(0, unknown: .invalidInfoClass), .structure(f.buffer, alignment: 8),
                .size(48, short: .infoLengthMismatch), length),
            call(
                S.ntReadVirtualMemory, "NtReadVirtualMemory", [.success], .handle(process), .word(f.buffer),
                .word(f.buffer + 0x100), .word(16), length),
            call(
                S.ntWriteVirtualMemory, "NtWriteVirtualMemory", [.success], .handle(process), .word(f.buffer),
                .word(f.buffer + 0x100), .word(16), length),
            call(
                S.ntFlushInstructionCache, "NtFlushInstructionCache", [.success], .handle(process), .word(0), .word(0)),
            creation(
                S.ntCreateSection, "NtCreateSection", SECTION_ALL_ACCESS, .optionalInput(f.page),
                .word(UInt(PAGE_READWRITE)), .word(UInt(SEC_COMMIT)), .word(0)),
            opening(S.ntOpenSection, "NtOpenSection", SECTION_ALL_ACCESS),
            call(
                S.ntMapViewOfSection, "NtMapViewOfSection", [.success], .handle(section), .handle(process),
                .output(f.anywhere), .word(0), .word(0), .optionalOutput(f.zero), .output(f.page), .word(1), .word(0),
                .word(UInt(PAGE_READWRITE))),
            refused(S.ntUnmapViewOfSection, "NtUnmapViewOfSection", .handle(process), .word(0x6660_0000)),
            query(S.ntQuerySection, "NtQuerySection", section, SectionBasicInformation, 24),
            call(S.ntExtendSection, "NtExtendSection", [.sectionNotExtended], .handle(section), .output(f.page)),
        ]
    }
}
