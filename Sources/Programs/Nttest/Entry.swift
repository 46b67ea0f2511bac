import CNT
import NTABI
import NativeRuntime

/// The entry point that the image names: without arguments every check; with `check NAME` those of one group; with anything
/// else, the part of a child process.
@c(NtProcessStartup)
public func processStartup(_ peb: UInt) {
    let words = ProcessArguments.words()
    let only = words.count > 2 && words[1] == ("check" as StaticString).utf16Units ? words[2] : nil
    if words.count > 1, only == nil {
        let status = ChildRole.play(words[1])
        _ = NtTerminateProcess(Handle.currentProcess.rawValue, status)
    }
    let report = Report()
    for group in groups where only == nil || group.name.utf16Units == only { group.run(report) }
    report.close()
    _ = NtTerminateProcess(Handle.currentProcess.rawValue, UInt32(report.failed))
}

private struct Group: Sendable {
    let name: StaticString
    let run: @Sendable (Report) -> Void
}

private let groups = [
    Group(name: "objects", run: ObjectChecks.run), Group(name: "events", run: EventChecks.run),
    Group(name: "mutants", run: MutantChecks.run), Group(name: "semaphores", run: SemaphoreChecks.run),
    Group(name: "timers", run: TimerChecks.run), Group(name: "waits", run: WaitChecks.run),
    Group(name: "calls", run: CallChecks.run), Group(name: "time", run: TimeChecks.run),
    Group(name: "memory", run: MemoryChecks.run), Group(name: "sections", run: SectionChecks.run),
    Group(name: "registry", run: RegistryChecks.run), Group(name: "files", run: FileChecks.run),
    Group(name: "threads", run: ThreadChecks.run), Group(name: "processes", run: ProcessChecks.run),
    Group(name: "system", run: SystemChecks.run), Group(name: "loader", run: LoaderChecks.run),
    Group(name: "arguments", run: ArgumentChecks.run),
    Group(name: "isolation", run: IsolationChecks.run), Group(name: "hostile", run: HostileChecks.run),
    Group(name: "hoards", run: HoardChecks.run),
]
