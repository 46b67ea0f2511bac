// Mutants and semaphores. Pointers passed to services are variables of the calling frame.

import CNT
import NTABI
import NativeRuntime

enum MutantChecks {
    static func run(_ report: Report) {
        var mutant: UInt = 0
        report.expect(
            "NtCreateMutant, owned", unsafe NtCreateMutant(&mutant, MUTANT_ALL_ACCESS, nil, 1),
            .success)
        var information = MUTANT_BASIC_INFORMATION()
        report.expect("NtQueryMutant", query(mutant, &information), .success)
        report.equal("one hold counts down from 1", information.CurrentCount, 0)
        report.equal("by the caller", information.OwnedByCaller, 1)
        report.expect(
            "its owner may take it again", NtWaitForSingleObject(mutant, 0, nil), .success)
        _ = query(mutant, &information)
        report.equal("and holds it twice", information.CurrentCount, -1)
        var previous: Int32 = 0
        report.expect("NtReleaseMutant", unsafe NtReleaseMutant(mutant, &previous), .success)
        report.equal("tells the count before", previous, -1)
        report.expect("and once more", unsafe NtReleaseMutant(mutant, &previous), .success)
        report.equal("to nobody's", previous, 0)
        report.expect(
            "releasing what one does not own", unsafe NtReleaseMutant(mutant, &previous),
            .mutantNotOwned)
        report.expect(
            "NtQueryMutant of an unknown class",
            unsafe NtQueryMutant(mutant, 7, &information, 8, nil), .invalidInfoClass)
        report.expect("NtReleaseMutant of a bad handle", NtReleaseMutant(4444, nil), .invalidHandle)
        abandonment(report, mutant)
        _ = NtClose(mutant)
    }

    private static func query(_ mutant: UInt, _ information: inout MUTANT_BASIC_INFORMATION) -> UInt32 {
        unsafe NtQueryMutant(mutant, 0, &information, 8, nil)
    }

    /// A thread takes the mutant and ends without giving it back.
    private static func abandonment(_ report: Report, _ mutant: UInt) {
        let thread = unsafe WorkerThread(argument: mutant) { argument in
            _ = NtWaitForSingleObject(UInt(bitPattern: argument), 0, nil)
            return 0
        }
        thread.join()
        report.expect(
            "a mutant whose owner died is handed on as abandoned",
            NtWaitForSingleObject(mutant, 0, nil), .abandoned)
        report.expect("to an owner who can release it", NtReleaseMutant(mutant, nil), .success)
    }
}

enum SemaphoreChecks {
    static func run(_ report: Report) {
        var semaphore: UInt = 0
        report.expect("NtCreateSemaphore", create(&semaphore, 1, 3), .success)
        var refused: UInt = 0
        report.expect("more than its maximum", create(&refused, 4, 3), .invalidParameter)
        report.expect("a negative count", create(&refused, -1, 3), .invalidParameter)
        report.expect("a maximum of nothing", create(&refused, 0, 0), .invalidParameter)
        var information = SEMAPHORE_BASIC_INFORMATION()
        report.expect(
            "NtQuerySemaphore", unsafe NtQuerySemaphore(semaphore, 0, &information, 8, nil), .success)
        report.check(
            "its counts", information.CurrentCount == 1 && information.MaximumCount == 3)
        report.expect("a wait counts it down", NtWaitForSingleObject(semaphore, 0, nil), .success)
        var zero: Int64 = 0
        report.expect(
            "to nothing", unsafe NtWaitForSingleObject(semaphore, 0, &zero), .timeout)
        var previous: Int32 = -1
        report.expect(
            "NtReleaseSemaphore", unsafe NtReleaseSemaphore(semaphore, 2, &previous), .success)
        report.equal("tells the count before", previous, 0)
        report.expect(
            "over its maximum", unsafe NtReleaseSemaphore(semaphore, 2, &previous),
            .semaphoreLimitExceeded)
        _ = unsafe NtQuerySemaphore(semaphore, 0, &information, 8, nil)
        report.equal("a refused release changes nothing", information.CurrentCount, 2)
        report.expect(
            "a release of nothing", NtReleaseSemaphore(semaphore, 0, nil), .invalidParameter)
        _ = NtClose(semaphore)
    }

    private static func create(_ handle: inout UInt, _ initial: Int32, _ maximum: Int32) -> UInt32 {
        unsafe NtCreateSemaphore(&handle, SEMAPHORE_ALL_ACCESS, nil, initial, maximum)
    }
}
