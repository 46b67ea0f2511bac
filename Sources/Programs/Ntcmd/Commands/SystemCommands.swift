import NTABI
import NativeRuntime

/// Commands about the machine and the system as a whole.
enum SystemCommands {
    static var all: [Command] {
        [
            Command(name: "ver", summary: "show the version", usage: "ver", run: version),
            Command(name: "date", summary: "show the date (UTC)", usage: "date", run: date),
            Command(name: "time", summary: "show the time (UTC)", usage: "time", run: time),
            Command(
                name: "uptime", summary: "show how long the system has run", usage: "uptime",
                run: uptime),
            Command(name: "mem", summary: "show the use of memory", usage: "mem", run: memory),
            Command(
                name: "sysinfo", summary: "show processor, memory, kernel", usage: "sysinfo",
                run: information),
            Command(
                name: "poweroff", summary: "switch the machine off", usage: "poweroff",
                run: powerOff),
            Command(
                name: "reboot", summary: "start the machine again", usage: "reboot", run: reboot),
        ]
    }

    private static func version(_ shell: Shell, _ line: CommandLine) throws(CommandError) {
        try line.expectNoArguments()
        let version = SystemQuery.version()
        shell.console.print(
            "Neptune OS, NT \(version.major).\(version.minor).\(version.build) interface\n")
    }

    private static func date(_ shell: Shell, _ line: CommandLine) throws(CommandError) {
        try line.expectNoArguments()
        let now = Clock.now()
        shell.console.print("\(now.weekdayName) \(now.date)\n")
    }

    private static func time(_ shell: Shell, _ line: CommandLine) throws(CommandError) {
        try line.expectNoArguments()
        shell.console.print("\(Clock.now().time)\n")
    }

    private static func uptime(_ shell: Shell, _ line: CommandLine) throws(CommandError) {
        try line.expectNoArguments()
        let seconds = Clock.interruptTime() / 10_000_000
        let days = seconds / 86400
        let clock = [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60].map {
            twoDigits(Int($0))
        }
        let dayText = days == 0 ? "" : "\(days) \(days == 1 ? "day" : "days"), "
        shell.console.print("up \(dayText)\(clock[0]):\(clock[1]):\(clock[2])\n")
    }

    private static func memory(_ shell: Shell, _ line: CommandLine) throws(CommandError) {
        try line.expectNoArguments()
        let memory = try attempt("cannot ask for the memory") { () throws(NTStatus) in
            try SystemQuery.memory()
        }
        let rows: [(StaticString, UInt64)] = [
            ("total", memory.totalBytes), ("available", memory.availableBytes),
            ("committed", memory.committedBytes),
        ]
        for (name, bytes) in rows {
            shell.console.print("\(text(units(name)).left(10)) \("\(bytes / 1024)".right(9)) KB\n")
        }
    }

    private static func information(_ shell: Shell, _ line: CommandLine) throws(CommandError) {
        try line.expectNoArguments()
        try version(shell, line)
        shell.console.print("processor  \(Processor.name)\n")
        shell.console.print("clock      \(Clock.frequencyMHz) MHz\n")
        try memory(shell, line)
        try uptime(shell, line)
    }

    private static func powerOff(_ shell: Shell, _ line: CommandLine) throws(CommandError) {
        try line.expectNoArguments()
        let status = PowerControl.powerOff()
        throw .status(status, "cannot power off")
    }

    private static func reboot(_ shell: Shell, _ line: CommandLine) throws(CommandError) {
        try line.expectNoArguments()
        let status = PowerControl.reboot()
        throw .status(status, "cannot reboot")
    }
}
