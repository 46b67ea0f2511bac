import BootArchive
import CDriverProtocol
import DriverProtocol
import NTABI
import Registry
import SeL4
import SeL4ABI

// Driver processes: made when the first driver of a group is loaded, gone with the last or by a crash.
extension Executive {
    /// The process for drivers of a group; a new one if there is none.
    func driverHost(for group: UnicodeString, failures: Int) throws(NTStatus) -> DriverHost {
        for host in io.hosts where host.group.isSameName(as: group) { return host }
        guard let section = try archive.image("System32\\ntoskrnl.exe", memory) else {
            throw .driverUnableToLoad
        }
        let process = try createProcess(from: .image(section), parent: nil, creator: nil, inheritingHandles: false)
        do throws(NTStatus) {
            return try makeHost(group, process, failures)
        } catch {
            terminate(process, status: error)
            throw error
        }
    }

    private func makeHost(
        _ group: UnicodeString, _ process: Process, _ failures: Int
    ) throws(NTStatus) -> DriverHost {
        let space = process.addressSpace
        let start = DriverHost.regionAddress
        try space.reserveSystemPages(at: start, size: UInt(DRIVER_REGION_SIZE))
        try space.commitSystemPages(start..<start + UInt(DRIVER_BUFFER_AREA))
        let region = try space.sharedRegion()
        let bit = freeDoorbellBit()
        let resources = try HostResources.make(self, bit: bit)
        io.usedDoorbells |= UInt64(bit)
        let host = DriverHost(
            group: group, process: process, region: region, resources: resources,
            failures: failures, startTime: clock.interruptTime)
        process.driverHost = host
        process.hostResources = resources
        io.hosts.append(host)
        let thread = try startThread(in: process, at: process.entryPoint, argument: Process.peb)
        _ = resume(thread)
        return host
    }

    /// A bit of the executive's notification for a new process. When all are taken they are shared: whoever rings,
    /// every process with the bit is looked at.
    private func freeDoorbellBit() -> Word {
        for place in 1..<62 where io.usedDoorbells & 1 << place == 0 { return 1 << place }
        return 1 << 1
    }

    /// Driver processes have rung: takes what they have completed.
    func driverDoorbells(_ badge: Word) {
        // By index: a process that breaks the protocol is ended here, and leaves the list.
        var index = 0
        while index < io.hosts.count {
            let host = io.hosts[index]
            if badge & host.resources.bit != 0 { host.drain(self) }
            if index < io.hosts.count, io.hosts[index] === host { index += 1 }
        }
    }

    /// Asks a driver process to load a driver. The answer is `NtDriverInitialized`.
    func beginLoading(
        _ key: KeyNode, failures: Int
    ) throws(NTStatus) -> Driver {
        let settings = try DriverSettings(key)
        let host = try driverHost(for: settings.hostGroup, failures: failures)
        let driver = Driver(id: io.nextDriverID, name: key.name, key: key, host: host)
        io.nextDriverID += 1
        do throws(NTStatus) {
            try requestLoad(driver, settings.imagePath, of: host)
        } catch {
            if host.drivers.isEmpty { terminate(host.process, status: error) }
            throw error
        }
        host.drivers.append(driver)
        namespace.directory("Driver").insert(driver, named: key.name)
        return driver
    }

    private func requestLoad(
        _ driver: Driver, _ image: UnicodeString, of host: DriverHost
    ) throws(NTStatus) {
        let service = driver.key.path
        let length = service.byteCount + image.byteCount
        guard let offset = try host.takePiece(length) else { throw .insufficientResources }
        var message = driver_request()
        message.kind = UInt32(DRIVER_REQUEST_LOAD)
        message.id = driver.id
        message.device = driver.id
        message.name_offset = UInt32(offset)
        message.name_length = UInt32(service.byteCount)
        message.path_offset = UInt32(offset + service.byteCount)
        message.path_length = UInt32(image.byteCount)
        do throws(NTStatus) {
            try host.copyIn(service, to: offset)
            try host.copyIn(image, to: offset + service.byteCount)
            guard host.send(message) else { throw .insufficientResources }
        } catch {
            host.area.free(offset, length)
            throw error
        }
        driver.loadBuffer = (offset, length)
    }

    /// A driver is gone: unloaded, or its DriverEntry failed. With the last one its process ends.
    func remove(_ driver: Driver, from host: DriverHost) {
        for device in driver.devices { retire(device) }
        driver.devices = []
        driver.removeName()
        host.drivers.removeAll { $0 === driver }
        if host.drivers.isEmpty { terminate(host.process, status: .success) }
    }

    /// A device is gone: it loses its name, and its files answer with an error.
    func retire(_ device: HostDevice) {
        device.removeName()
        device.isGone = true
        io.shutdownDevices.set(.never, of: device)
    }

    /// A driver process has ended, by its own fault or because it has nothing left to do.
    func driverHostEnded(_ host: DriverHost) {
        io.hosts.removeAll { $0 === host }
        host.process.driverHost = nil
        host.process.hostResources = nil
        let drivers = host.drivers
        host.drivers = []
        var crashed: [KeyNode] = []
        for driver in drivers {
            for device in driver.devices { retire(device) }
            driver.removeName()
            switch driver.state {
            case .loading:
                driver.status = .driverUnableToLoad
                driver.initialized.set(self)
                // Whoever loads a driver is told; one that was being loaded again has nobody else to care for it.
                if host.failures > 0 { crashed.append(driver.key) }
            case .running: crashed.append(driver.key)
            case .unloading: break
            }
        }
        host.failAll(self)
        if !io.hosts.contains(where: { $0.resources.bit == host.resources.bit }) {
            io.usedDoorbells &= ~UInt64(host.resources.bit)
        }
        host.resources.release(memory)
        if !crashed.isEmpty { restart(crashed, of: host) }
    }
}
