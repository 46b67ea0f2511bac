import DriverProtocol
import NTABI
import Registry

// What ntoskrnl.exe asks for in a driver process. A driver is trusted as little as any program: it names its own drivers
// and devices only, and gets the hardware its service keys list.
extension Executive {
    /// `NtDriverAttach`. Where the shared region is.
    func ntDriverAttach(
        _ caller: Thread, _ sharedRegion: UserPointer<UInt>
    ) throws(NTStatus) -> NTStatus {
        _ = try host(of: caller)
        try caller.process.write(DriverHost.regionAddress, to: sharedRegion)
        return .success
    }

    /// `NtDriverInitialized`. DriverEntry has returned, or the image could not be loaded.
    ///
    /// *Errors:* `.accessDenied` (no driver process); `.invalidParameter` (no driver of its that is being loaded).
    func ntDriverInitialized(
        _ caller: Thread, _ driverId: UInt32, _ status: UInt32
    ) throws(NTStatus) -> NTStatus {
        let host = try host(of: caller)
        let driver = try self.driver(driverId, of: host)
        guard driver.state == .loading, let buffer = driver.loadBuffer else {
            throw .invalidParameter
        }
        host.area.free(buffer.offset, buffer.length)
        driver.loadBuffer = nil
        driver.state = .running
        driver.status = NTStatus(rawValue: status)
        if driver.status == .pending { driver.status = .unsuccessful }
        driver.initialized.set(self)
        if !driver.status.isSuccess {
            // Whoever loads a driver is told; a restart has nobody to tell but the log.
            if host.failures > 0 { report(driver.key.name, "cannot be started again", driver.status) }
            remove(driver, from: host)
        }
        return .success
    }

    /// `NtDriverCreateDevice`. A device of a driver, with a name or without.
    ///
    /// *Errors:* `.accessDenied`; `.invalidParameter` (not its driver); `.accessViolation`; `.quotaExceeded`;
    /// those of `resolve`; `.objectNameCollision`; `.objectTypeMismatch`.
    func ntDriverCreateDevice(
        _ caller: Thread, _ driverId: UInt32, _ deviceName: UnicodeString?, _ deviceType: UInt32,
        _ characteristics: UInt32, _ deviceFlags: UInt32, _ exclusive: Bool,
        _ deviceId: UserPointer<UInt32>
    ) throws(NTStatus) -> NTStatus {
        let host = try host(of: caller)
        let driver = try self.driver(driverId, of: host)
        try caller.process.probeForWrite(deviceId)
        try caller.process.addressSpace.requireRoom()
        var place: (directory: ObjectDirectory, name: UnicodeString)?
        if let deviceName, !deviceName.isEmpty {
            switch try namespace.resolve(
                deviceName, from: nil, caseSensitive: false, openLink: false)
            {
            case .missing(let directory, let name): place = (directory, name)
            case .found: throw .objectNameCollision
            case .parse(_, let rest, _):
                throw rest.isEmpty ? .objectNameCollision : .objectTypeMismatch
            }
        }
        let device = HostDevice(
            id: host.makeDeviceID(), driver: driver, type: deviceType,
            characteristics: characteristics, flags: DeviceFlags(rawValue: deviceFlags),
            isExclusive: exclusive)
        driver.devices.append(device)
        if let place { place.directory.insert(device, named: place.name) }
        try caller.process.write(device.id, to: deviceId)
        return .success
    }

    /// `NtDriverSetDevice`. What the driver has written into a device's flags.
    func ntDriverSetDevice(
        _ caller: Thread, _ deviceId: UInt32, _ deviceFlags: UInt32, _ stackSize: UInt32
    ) throws(NTStatus) -> NTStatus {
        let device = try device(deviceId, of: try host(of: caller))
        device.flags = DeviceFlags(rawValue: deviceFlags)
        return .success
    }

    /// `NtDriverSetShutdown`. Whether a device is sent IRP_MJ_SHUTDOWN before the system ends: not (0), in its turn (1), or
    /// after the others (2).
    ///
    /// *Errors:* `.accessDenied` (no driver process); `.invalidParameter` (not its device, or no such stage).
    func ntDriverSetShutdown(_ caller: Thread, _ deviceId: UInt32, _ stage: UInt32) throws(NTStatus) -> NTStatus {
        let device = try device(deviceId, of: try host(of: caller))
        guard let stage = ShutdownStage(rawValue: stage) else { throw .invalidParameter }
        io.shutdownDevices.set(stage, of: device)
        return .success
    }

    /// `NtDriverDeleteDevice`.
    func ntDriverDeleteDevice(_ caller: Thread, _ deviceId: UInt32) throws(NTStatus) -> NTStatus {
        let host = try host(of: caller)
        let device = try device(deviceId, of: host)
        for driver in host.drivers {
            for other in driver.devices {
                if let above = unsafe other.attached, above === device { unsafe other.attached = nil }
            }
        }
        retire(device)
        // Its requests and files hold it for as long as they need it.
        unsafe device.driver.devices.removeAll { $0 === device }
        return .success
    }

    /// `NtDriverAttachDevice`. Puts one device on top of another of the same process.
    ///
    /// *Errors:* `.accessDenied`; `.invalidParameter` (not its devices, or the same one); `.deviceAlreadyAttached`.
    func ntDriverAttachDevice(
        _ caller: Thread, _ sourceDeviceId: UInt32, _ targetDeviceId: UInt32
    ) throws(NTStatus) -> NTStatus {
        let host = try host(of: caller)
        let source = try device(sourceDeviceId, of: host)
        let target = try device(targetDeviceId, of: host)
        guard unsafe target.attached == nil else { throw .deviceAlreadyAttached }
        // No circles: the target must not stand above the source already.
        var above: HostDevice? = source
        while let next = above {
            if next === target { throw .invalidParameter }
            above = unsafe next.attached
        }
        unsafe target.attached = source
        return .success
    }

    /// `NtDriverConnectInterrupt`. Capabilities to an ISA interrupt and to a notification that it signals.
    ///
    /// *Errors:* `.accessDenied` (no driver process, or no service key of its lists the interrupt); `.accessViolation`;
    /// `.deviceBusy` (somebody has it); `.insufficientResources`.
    func ntDriverConnectInterrupt(
        _ caller: Thread, _ vector: UInt32, _ levelSensitive: Bool,
        _ notificationCap: UserPointer<UInt>, _ handlerCap: UserPointer<UInt>
    ) throws(NTStatus) -> NTStatus {
        let host = try host(of: caller)
        guard vector < 24, isListed(UInt64(vector)...UInt64(vector), under: "Interrupts", of: host) else {
            throw .accessDenied
        }
        try caller.process.probeForWrite(notificationCap)
        try caller.process.probeForWrite(handlerCap)
        let connected = try host.resources.connectInterrupt(
            UInt8(vector), levelSensitive: levelSensitive, self)
        try caller.process.write(connected.notification, to: notificationCap)
        try caller.process.write(connected.handler, to: handlerCap)
        return .success
    }

    /// `NtDriverDisconnectInterrupt`.
    ///
    /// *Errors:* `.accessDenied`; `.invalidParameter` (no handler of its).
    func ntDriverDisconnectInterrupt(
        _ caller: Thread, _ handlerCap: UInt
    ) throws(NTStatus) -> NTStatus {
        try host(of: caller).resources.disconnectInterrupt(handlerCap, memory)
        return .success
    }

    /// `NtDriverOpenPorts`. A capability to I/O ports.
    ///
    /// *Errors:* `.accessDenied` (no driver process, or no service key of its lists the ports); `.accessViolation`;
    /// `.deviceBusy` (somebody has them); `.insufficientResources`.
    func ntDriverOpenPorts(
        _ caller: Thread, _ first: UInt16, _ last: UInt16, _ portCap: UserPointer<UInt>
    ) throws(NTStatus) -> NTStatus {
        let host = try host(of: caller)
        guard first <= last, isListed(UInt64(first)...UInt64(last), under: "Ports", of: host)
        else { throw .accessDenied }
        try caller.process.probeForWrite(portCap)
        let port = try host.resources.openPorts(first...last, self)
        try caller.process.write(port, to: portCap)
        return .success
    }

    /// `NtDriverMapMemory`. Device memory in the driver's process: whole pages, until the driver unmaps them or ends.
    ///
    /// `protection` is PAGE_READONLY or PAGE_READWRITE, with PAGE_NOCACHE or PAGE_WRITECOMBINE if wanted. As with ports, what
    /// the executive uses itself can be shared; what is memory to the kernel, and the kernel's own devices, cannot.
    ///
    /// *Errors:* `.accessDenied` (no driver process, or no service key of its lists the bytes); `.invalidPageProtection`;
    /// `.accessViolation`; `.invalidParameter` (no bytes, or they are no device's); `.noMemory`; `.insufficientResources`.
    func ntDriverMapMemory(
        _ caller: Thread, _ physicalAddress: UInt64, _ length: UInt, _ protection: UInt32,
        _ address: UserPointer<UInt>
    ) throws(NTStatus) -> NTStatus {
        let host = try host(of: caller)
        let (end, overflows) = physicalAddress.addingReportingOverflow(UInt64(length))
        guard length > 0, !overflows else { throw .invalidParameter }
        guard isListed(physicalAddress...end - 1, under: "Memory", of: host) else { throw .accessDenied }
        let wanted = try PageProtection(checking: protection)
        guard wanted.base == .readOnly || wanted.base == .readWrite, !wanted.isGuard else {
            throw .invalidPageProtection
        }
        try caller.process.probeForWrite(address)
        let place = try caller.process.addressSpace.mapDevice(
            UInt(physicalAddress), length: length, protection: wanted)
        try caller.process.write(place, to: address)
        return .success
    }

    /// `NtDriverUnmapMemory`. Ends what `NtDriverMapMemory` began; `address` lies anywhere in it.
    ///
    /// *Errors:* `.accessDenied`; `.notMappedView`.
    func ntDriverUnmapMemory(_ caller: Thread, _ address: UInt, _ length: UInt) throws(NTStatus) -> NTStatus {
        _ = try host(of: caller)
        try caller.process.addressSpace.unmapDevice(at: address)
        return .success
    }
}

extension Executive {
    private func host(of caller: Thread) throws(NTStatus) -> DriverHost {
        guard let host = caller.process.driverHost else { throw .accessDenied }
        return host
    }

    private func driver(_ id: UInt32, of host: DriverHost) throws(NTStatus) -> Driver {
        guard let driver = host.drivers.first(where: { $0.id == id }) else {
            throw .invalidParameter
        }
        return driver
    }

    private func device(_ id: UInt32, of host: DriverHost) throws(NTStatus) -> HostDevice {
        guard let device = host.device(id) else { throw .invalidParameter }
        return device
    }

    /// Whether the service key of a driver in the process lists all of these.
    private func isListed(
        _ numbers: ClosedRange<UInt64>, under value: StaticString, of host: DriverHost
    ) -> Bool {
        for driver in host.drivers {
            if let text = driver.key.value(named: value)?.string,
                NumberRanges(text).contains(numbers)
            {
                return true
            }
        }
        return false
    }
}
