import NTABI
import NativeRuntime

/// What the first process does: loads the drivers, runs what it was told to run, keeps a shell alive.
struct SessionManager {
    private static let keyPath: StaticString =
        "\\Registry\\Machine\\System\\CurrentControlSet\\Control\\Session Manager"

    /// Does not return, unless nothing can be run any more.
    func run() {
        let settings = try? RegistryKey.open(Self.keyPath.utf16Units, writable: false)
        setEnvironment()
        makeDOSDevices()
        let failure = loadDrivers(settings)
        if let line = settings?.value("Execute")?.string, !line.isEmpty {
            execute(line, unless: failure)
            if settings?.value("PowerOffWhenDone")?.dword == 1 {
                let status = PowerControl.powerOff()
                log("smss: cannot power off, status \(hexadecimal(status))\n")
            }
        }
        keepShell(settings?.value("Shell")?.string ?? [])
    }

    /// What every program finds in its environment: the variables of the registry.
    private func setEnvironment() {
        let path = Self.keyPath.utf16Units + ("\\Environment" as StaticString).utf16Units
        guard let key = try? RegistryKey.open(path, writable: false), let variables = try? key.values() else { return }
        defer { key.close() }
        for variable in variables { SystemService.setEnvironment(variable.name, variable.string) }
    }

    /// The links in `\??` that the registry lists: the names by which DOS programs know devices.
    private func makeDOSDevices() {
        let path = Self.keyPath.utf16Units + ("\\DOS Devices" as StaticString).utf16Units
        guard let key = try? RegistryKey.open(path, writable: false), let links = try? key.values() else { return }
        defer { key.close() }
        for link in links {
            let status = SystemService.makePermanentLink(
                ("\\??\\" as StaticString).utf16Units + link.name, to: link.string)
            if !status.isSuccess { log("smss: a DOS device could not be made, status \(hexadecimal(status))\n") }
        }
    }

    /// The services that start with the system, then the drivers that `Drivers` names by path; returns why the
    /// first of the latter that failed did.
    private func loadDrivers(_ settings: RegistryKey?) -> NTStatus? {
        for service in DriverService.startingWithSystem() { report(service.name, service.load()) }
        let paths = settings?.value("Drivers")?.string ?? []
        for path in paths.split(separator: UInt16(UInt8(ascii: ";"))) {
            let service = DriverService.added(image: Array(path))
            let status = service.load()
            report(service.name, status)
            guard status.isSuccess else { return status }
        }
        return nil
    }

    private func report(_ name: [UInt16], _ status: NTStatus) {
        guard !status.isSuccess else { return }
        let text = String(decoding: name, as: UTF16.self)
        log("smss: driver \(text) could not be loaded, status \(hexadecimal(status))\n")
        display("smss: driver \(text) could not be loaded, status \(hexadecimal(status))\n")
    }

    /// Runs a command line to its end; the log says how it ended, in words that the host's tools look for.
    /// With a driver missing that it was to have, it is not started.
    private func execute(_ line: [UInt16], unless failure: NTStatus?) {
        let image =
            line.first == UInt16(UInt8(ascii: "\""))
            ? line.dropFirst().prefix { $0 != UInt16(UInt8(ascii: "\"")) }
            : line.prefix { $0 != 0x20 }
        do throws(NTStatus) {
            if let failure { throw failure }
            let child = try ChildProcess.create(Array(image), commandLine: line)
            child.resume()
            let status = child.wait()
            child.close()
            log("neptune: program ended with status \(hexadecimal(status))\n")
        } catch {
            log("neptune: program could not be started, status \(hexadecimal(error))\n")
        }
    }

    /// Starts the shell, and again whenever it ends. One that cannot be started is told of once; then it is tried again
    /// with ever longer pauses, since a driver it needs may come back.
    private func keepShell(_ path: [UInt16]) {
        var pause: Int64 = 1
        while true {
            do throws(NTStatus) {
                let child = try ChildProcess.create(path, commandLine: path)
                child.resume()
                let status = child.wait()
                child.close()
                if status.isError {
                    log("smss: the shell ended with status \(hexadecimal(status))\n")
                    Time.sleep(seconds: pause)
                }
                pause = status.isError ? min(pause * 2, 60) : 1
            } catch {
                display("smss: the shell cannot be started, status \(hexadecimal(error))\n")
                Time.sleep(seconds: pause)
                pause = min(pause * 2, 60)
            }
        }
    }
}

/// A status as logs show it.
func hexadecimal(_ status: NTStatus) -> String {
    let digits = String(status.rawValue, radix: 16, uppercase: true)
    return "0x" + String(repeating: "0", count: 8 - digits.utf8.count) + digits
}
