import BootArchive
import CNT
import NTABI

extension Executive {
    /// SystemModuleInformation: the loaded drivers, each with its place in its own process.
    func putModules(_ answer: inout ByteWriter) {
        var modules: [(driver: Driver, path: UnicodeString)] = []
        for host in io.hosts {
            for driver in host.drivers where driver.state == .running {
                guard let settings = try? DriverSettings(driver.key) else { continue }
                modules.append((driver, settings.imagePath))
            }
        }
        answer.put(UInt32(modules.count))
        answer.align(to: 8)
        for (index, module) in modules.enumerated() {
            put(unsafe module.driver.host, module.path, UInt16(index), &answer)
        }
    }

    /// One RTL_PROCESS_MODULE_INFORMATION. Its first member, which Windows leaves empty, is the process that hosts the driver.
    private func put(
        _ host: DriverHost, _ path: UnicodeString, _ index: UInt16, _ answer: inout ByteWriter
    ) {
        let end = answer.count + MemoryLayout<RTL_PROCESS_MODULE_INFORMATION>.size
        let image = mappedImage(path, in: host.process)
        answer.put(UInt(host.process.id))
        answer.put(image.base)
        answer.put(image.base)
        answer.put(UInt32(image.size))
        answer.put(UInt32(0))
        answer.put(index)
        answer.put(index)
        answer.put(UInt16(1))
        let units = path.units.prefix(255)
        let nameStart = (units.lastIndex(of: UnicodeString.backslash) ?? -1) + 1
        answer.put(UInt16(nameStart))
        // Paths of the boot archive are ASCII; what is not is shown as a question mark.
        for unit in units { answer.put(unit < 0x80 ? UInt8(unit) : 0x3F) }
        answer.putZeros(end - answer.count)
    }

    /// Where a process has mapped the image of this path; zeros if it has not.
    private func mappedImage(
        _ path: UnicodeString, in process: Process
    ) -> (base: UInt, size: UInt) {
        guard
            let resolution = try? namespace.resolve(
                path, from: nil, caseSensitive: false, openLink: false),
            case .parse(let device as ArchiveDevice, let rest, _) = resolution,
            let node = try? device.archive.node(rest), case .file(let file) = node
        else { return (0, 0) }
        let address = device.archive.address(of: file)
        for range in process.addressSpace.ranges {
            if case .view(let segment, _) = range.kind, let image = segment as? ImageSegment,
                image.data.address == address
            {
                return (range.base, range.size)
            }
        }
        return (0, 0)
    }
}
