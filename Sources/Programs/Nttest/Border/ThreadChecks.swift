// Threads. Contexts and counters are variables of the calling frame; flags shared with a thread outlive it.

import CNT
import NTABI
import NativeRuntime

enum ThreadChecks {
    static func run(_ report: Report) {
        lifetimes(report)
        suspension(report)
        contexts(report)
        contextsBetweenCalls(report)
        queries(report)
    }

    private static func lifetimes(_ report: Report) {
        let thread = unsafe WorkerThread { _ in 42 }
        report.expect("NtCreateThreadEx", thread.status, .success)
        report.equal("a thread's return value is its exit status", thread.join(), 42)
        let looping = unsafe WorkerThread { _ in
            while true { _ = NtYieldExecution() }
        }
        Time.sleep(milliseconds: 5)
        report.equal("a running thread", looping.exitStatus, NTStatus.pending.rawValue)
        report.expect("NtTerminateThread", NtTerminateThread(looping.handle, 99), .success)
        report.equal("ends it with the status given", looping.join(), 99)
        let waiting = unsafe WorkerThread(argument: ObjectChecks.newEvent()) { event in
            _ = NtWaitForSingleObject(UInt(bitPattern: event), 0, nil)
            return 0
        }
        Time.sleep(milliseconds: 5)
        report.expect(
            "NtTerminateThread of a waiting one", NtTerminateThread(waiting.handle, 98), .success)
        report.equal("ends it too", waiting.join(), 98)
        report.expect("a thread that is gone", NtTerminateThread(waiting.handle, 0), .invalidHandle)
        var handle: UInt = 0
        report.expect(
            "a thread of a bad process",
            unsafe NtCreateThreadEx(
                &handle, THREAD_ALL_ACCESS, nil, 0x9990, nil, nil, 0, 0, 0, 0, nil), .invalidHandle)
    }

    private static func suspension(_ report: Report) {
        let event = ObjectChecks.newEvent()
        let thread = unsafe WorkerThread(argument: event, suspended: true) { event in
            _ = NtSetEvent(UInt(bitPattern: event), nil)
            return 0
        }
        var short: Int64 = -100_000
        report.expect(
            "a suspended thread does not run", unsafe NtWaitForSingleObject(event, 0, &short),
            .timeout)
        var count: UInt32 = 0
        report.expect("NtSuspendThread", unsafe NtSuspendThread(thread.handle, &count), .success)
        report.equal("counts", count, 1)
        _ = unsafe NtResumeThread(thread.handle, &count)
        report.equal("NtResumeThread counts back", count, 2)
        report.expect(
            "and one resume is not enough", unsafe NtWaitForSingleObject(event, 0, &short), .timeout)
        _ = unsafe NtResumeThread(thread.handle, &count)
        report.expect("the last one is", NtWaitForSingleObject(event, 0, nil), .success)
        thread.join()
        _ = NtClose(event)
    }

    private static func contexts(_ report: Report) {
        let thread = unsafe WorkerThread(suspended: true) { _ in 0 }
        let context = UnsafeMutablePointer<CONTEXT>.allocate(capacity: 1)
        defer { unsafe context.deallocate() }
        unsafe context.initialize(to: CONTEXT())
        unsafe context.pointee.ContextFlags = CONTEXT_FULL
        report.expect(
            "NtGetContextThread", unsafe NtGetContextThread(thread.handle, context), .success)
        report.check(
            "gives a stack and a place in the code", unsafe context.pointee.Rsp != 0 && context.pointee.Rip != 0)
        unsafe context.pointee.Rbx = 0x1234_5678
        report.expect(
            "NtSetContextThread", unsafe NtSetContextThread(thread.handle, context), .success)
        unsafe context.pointee.Rbx = 0
        _ = unsafe NtGetContextThread(thread.handle, context)
        report.equal("changes registers", unsafe context.pointee.Rbx, 0x1234_5678)
        report.expect(
            "a context at a wild address",
            unsafe NtGetContextThread(thread.handle, UnsafeMutableRawPointer(bitPattern: 0x6660_0000)),
            .accessViolation)
        _ = NtTerminateThread(thread.handle, 0)
        thread.join()
    }

    /// A thread that has been answered, but has not run since: its stack is where ntdll's stub keeps it, in rbx.
    private static func contextsBetweenCalls(_ report: Report) {
        let event = ObjectChecks.newEvent()
        let thread = unsafe WorkerThread(argument: event) { event in
            _ = NtWaitForSingleObject(UInt(bitPattern: event), 0, nil)
            return 7
        }
        // It outranks us no more once it waits, and runs again only when we wait.
        Time.sleep(milliseconds: 5)
        var lower: Int32 = -2
        _ = unsafe NtSetInformationThread(thread.handle, ThreadBasePriority, &lower, 4)
        let context = UnsafeMutablePointer<CONTEXT>.allocate(capacity: 1)
        defer { unsafe context.deallocate() }
        unsafe context.initialize(to: CONTEXT())
        unsafe context.pointee.ContextFlags = CONTEXT_FULL
        _ = NtSetEvent(event, nil)
        _ = unsafe NtGetContextThread(thread.handle, context)
        report.equal(
            "the stack of a thread that is behind its call", unsafe context.pointee.Rsp, unsafe context.pointee.Rbx)
        report.expect("is given back to it", unsafe NtSetContextThread(thread.handle, context), .success)
        report.equal("and it goes on", thread.join(), 7)
        _ = NtClose(event)
    }

    private static func queries(_ report: Report) {
        var information = THREAD_BASIC_INFORMATION()
        let size = UInt32(MemoryLayout<THREAD_BASIC_INFORMATION>.size)
        let me = Handle.currentThread.rawValue
        report.expect(
            "NtQueryInformationThread",
            unsafe NtQueryInformationThread(me, ThreadBasicInformation, &information, size, nil),
            .success)
        report.check("knows the TEB", information.TebBaseAddress % 4096 == 0 && information.TebBaseAddress != 0)
        report.expect(
            "with a wrong length",
            unsafe NtQueryInformationThread(me, ThreadBasicInformation, &information, 3, nil),
            .infoLengthMismatch)
        report.expect(
            "of an unknown class",
            unsafe NtQueryInformationThread(me, 999, &information, size, nil), .invalidInfoClass)
        var handle: UInt = 0
        var attributes = OBJECT_ATTRIBUTES()
        attributes.Length = UInt32(MemoryLayout<OBJECT_ATTRIBUTES>.size)
        report.expect(
            "NtOpenThread",
            unsafe NtOpenThread(&handle, THREAD_ALL_ACCESS, &attributes, &information.ClientId),
            .success)
        _ = NtClose(handle)
        var nobody = CLIENT_ID(UniqueProcess: 0, UniqueThread: 0xFFFF_FFF0)
        report.expect(
            "NtOpenThread of nobody",
            unsafe NtOpenThread(&handle, THREAD_ALL_ACCESS, &attributes, &nobody), .invalidCid)
        let yielded = NTStatus(rawValue: NtYieldExecution())
        report.check("NtYieldExecution", yielded == .success || yielded == .noYieldPerformed)
        report.expect("NtTestAlert", NtTestAlert(), .success)
        report.expect("NtAlertThread", NtAlertThread(me), .success)
        var delay: Int64 = -10_000_000
        report.expect("ends an alertable delay", unsafe NtDelayExecution(1, &delay), .alerted)
    }
}
