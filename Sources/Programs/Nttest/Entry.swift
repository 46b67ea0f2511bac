import CNT
import NTABI
import NativeRuntime

/// The entry point that the image names: without arguments every check; with one, the part of a child process.
@c(NtProcessStartup)
public func processStartup(_ peb: UInt) {
    let words = ProcessArguments.words()
    if words.count > 1 {
        let status = ChildRole.play(words[1])
        _ = NtTerminateProcess(Handle.currentProcess.rawValue, status)
    }
    let report = Report()
    ObjectChecks.run(report)
    EventChecks.run(report)
    MutantChecks.run(report)
    SemaphoreChecks.run(report)
    TimerChecks.run(report)
    WaitChecks.run(report)
    CallChecks.run(report)
    TimeChecks.run(report)
    MemoryChecks.run(report)
    SectionChecks.run(report)
    RegistryChecks.run(report)
    FileChecks.run(report)
    ThreadChecks.run(report)
    ProcessChecks.run(report)
    SystemChecks.run(report)
    LoaderChecks.run(report)
    IsolationChecks.run(report)
    report.close()
    _ = NtTerminateProcess(Handle.currentProcess.rawValue, UInt32(report.failed))
}
