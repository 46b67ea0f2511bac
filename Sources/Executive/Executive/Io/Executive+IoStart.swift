import NTABI
import Registry

extension Executive {
    /// Fills the registry from the boot archive and makes `\Device\BootArchive`.
    ///
    /// A .reg file with a mistake is told of in the log and left out: better a system with defaults than none.
    func startObjects() throws(NTStatus) {
        merge("System32\\config\\system.reg")
        merge("System32\\config\\run.reg")
        namespace.directory("Device").insert(
            ArchiveDevice(archive, time: clock.systemTime), named: UnicodeString("BootArchive"))
    }

    private func merge(_ path: StaticString) {
        guard let text = ArchiveDevice.bytes(of: path, in: archive) else { return }
        do throws(RegistryText.Failure) {
            try loadRegistry(text)
        } catch {
            var line = TextBuilder()
            line.put("registry: ")
            line.put(path)
            line.put(":")
            line.put(decimal: UInt(error.line))
            line.put(": ")
            line.put(error.problem.description)
            line.put("\r\n")
            log(line.text)
        }
    }

    /// A number under `Control\Session Manager`.
    func sessionManagerValue(_ name: StaticString) -> UInt32? {
        registry.root
            .descendant(
                UnicodeString("MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Session Manager"))?
            .value(named: name)?.dword
    }
}
