import NTABI

/// Commands that use a device.
enum DeviceCommands {
    static var all: [Command] {
        [
            Command(
                name: "beep", summary: "sound the PC speaker",
                usage: "beep [HZ MS]  (HZ 37…32767, MS 1…60000; without, 800 Hz for 200 ms)",
                run: beep)
        ]
    }

    private static func beep(_ shell: Shell, _ line: CommandLine) throws(CommandError) {
        var frequency: UInt = 800
        var duration: UInt = 200
        if !line.arguments.isEmpty {
            guard line.words.count == 3, let hertz = number(line.words[1]),
                let milliseconds = number(line.words[2])
            else { throw .usage("beep takes two numbers, HZ and MS, see 'beep /?'") }
            guard (37...32767).contains(hertz) else {
                throw .usage("HZ is 37 to 32767, not \(hertz)")
            }
            guard (1...60000).contains(milliseconds) else {
                throw .usage("MS is 1 to 60000, not \(milliseconds)")
            }
            frequency = hertz
            duration = milliseconds
        }
        let status = Speaker.beep(frequency: UInt32(frequency), milliseconds: UInt32(duration)) {
            shell.console.pause(milliseconds: Int64(duration))
        }
        guard status.isSuccess else { throw .status(status, "no beep") }
    }
}
