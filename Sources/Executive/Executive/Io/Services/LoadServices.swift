import CDriverProtocol
import NTABI
import Registry

extension Executive {
    /// `NtLoadDriver`. Loads the driver of a service key and waits for its DriverEntry.
    ///
    /// *Errors:* `.privilegeNotHeld` (SeLoadDriverPrivilege); `.objectNameNotFound` (no such key, or no image); `.illFormedServiceEntry`; `.imageAlreadyLoaded`; those
    /// of a new process; `.driverUnableToLoad` (its process ended meanwhile); what the image's loading or
    /// DriverEntry answers.
    func ntLoadDriver(_ caller: Thread, _ serviceName: UnicodeString) throws(NTStatus) -> NTStatus {
        try require(.loadDriver, of: caller)
        let key = try serviceKey(serviceName)
        if loadedDriver(key) != nil { throw .imageAlreadyLoaded }
        let image = try DriverSettings(key).imagePath
        try checkExistence(of: image, for: caller)
        let driver = try beginLoading(key, failures: 0)
        _ = try wait(caller, on: driver.initialized, alertable: false, until: nil)
        guard driver.status.isSuccess else { throw driver.status }
        return driver.status
    }

    /// `NtUnloadDriver`. Calls the driver's DriverUnload and forgets the driver.
    ///
    /// *Errors:* `.privilegeNotHeld` (SeLoadDriverPrivilege); `.objectNameNotFound` (no such key, or not loaded); `.deviceBusy` (open files, or loading or unloading
    /// already); `.invalidDeviceRequest` (it cannot be unloaded); `.deviceNotConnected` (its process ended).
    func ntUnloadDriver(
        _ caller: Thread, _ serviceName: UnicodeString
    ) throws(NTStatus) -> NTStatus {
        try require(.loadDriver, of: caller)
        guard let driver = loadedDriver(try serviceKey(serviceName)) else {
            throw .objectNameNotFound
        }
        let inUse = driver.devices.contains { $0.openCount > 0 }
        guard driver.state == .running, !inUse else { throw .deviceBusy }
        let host = unsafe driver.host
        let irp = io.takeIRP()
        irp.major = .unload
        irp.hasWaiter = true
        guard let id = host.requests.insert(irp) else { throw .insufficientResources }
        irp.host.id = id
        var message = driver_request()
        message.kind = UInt32(DRIVER_REQUEST_UNLOAD)
        message.id = id
        message.device = driver.id
        guard host.send(message) else {
            _ = host.requests.remove(id)
            io.giveBack(irp)
            throw .deviceBusy
        }
        driver.state = .unloading
        let outcome = try finish(irp, for: caller)
        guard host.drivers.contains(where: { $0 === driver }) else { throw .deviceNotConnected }
        guard outcome.status.isSuccess else {
            driver.state = .running
            throw outcome.status
        }
        remove(driver, from: host)
        return .success
    }

    /// The key of a path such as `\Registry\Machine\System\CurrentControlSet\Services\null`.
    private func serviceKey(_ path: UnicodeString) throws(NTStatus) -> KeyNode {
        let (parent, name) = try locateKey(path, openLink: false)
        guard let key = parent.subkey(name) else { throw .objectNameNotFound }
        return key
    }

    private func loadedDriver(_ key: KeyNode) -> Driver? {
        for host in io.hosts {
            for driver in host.drivers where driver.key === key { return driver }
        }
        return nil
    }

    /// Better to say that a file is missing before a process is made for it.
    private func checkExistence(of path: UnicodeString, for caller: Thread) throws(NTStatus) {
        let attributes = ObjectAttributes(name: path, flags: .caseInsensitive)
        let request = FileRequest(access: .fileReadAttributes, options: .nonDirectoryFile)
        let (file, _, _) = try openFile(request, attributes, for: caller)
        cleanUp(file)
    }
}
