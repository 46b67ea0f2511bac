import NTABI

/// A device whose driver runs in a driver process: every request goes there.
final class HostDevice: Device {
    /// The number by which its process knows it.
    let id: UInt32
    unowned(unsafe) let driver: Driver
    /// DO_ flags, as the driver last reported them.
    var flags: DeviceFlags
    /// The device that was put on top of this one.
    unowned(unsafe) var attached: HostDevice?
    private unowned(unsafe) let host: DriverHost
    /// Where it is counted.
    private let quota: Quota

    init(
        id: UInt32, driver: Driver, type: UInt32, characteristics: UInt32, flags: DeviceFlags,
        isExclusive: Bool
    ) {
        self.id = id
        unsafe self.driver = driver
        self.flags = flags
        unsafe host = driver.host
        quota = unsafe driver.host.process.quota
        super.init(type: type, characteristics: characteristics, isExclusive: isExclusive)
        quota.add(Cost.device)
    }

    deinit { quota.remove(Cost.device) }

    /// Drivers keep no positions: a read without an offset begins at zero.
    override var hasPositions: Bool { false }

    /// How reads and writes pass their data: as the top of the stack wants it.
    var transferFlags: DeviceFlags {
        var top: HostDevice = self
        while let above = unsafe top.attached { top = above }
        return top.flags
    }

    override var endsFilesAtOnce: Bool { true }

    override func start(_ irp: IRP, _ executive: Executive) {
        unsafe host.submit(irp, of: self, executive)
    }

    override func attend(_ irp: IRP, _ executive: Executive) {
        guard !isGone else { return }
        unsafe host.attend(executive)
    }

    override func cancel(_ irp: IRP, _ executive: Executive) {
        guard !isGone else { return }
        unsafe host.cancel(irp, executive)
    }

    override func forget(_ file: File, _ executive: Executive) {
        guard !isGone, file.hostID != 0 else { return }
        unsafe host.forget(file)
    }
}

/// DEVICE_OBJECT.Flags, as far as they say how data is passed.
struct DeviceFlags: OptionSet {
    let rawValue: UInt32
    static let bufferedIO = DeviceFlags(rawValue: 0x04)
    static let exclusive = DeviceFlags(rawValue: 0x08)
    static let directIO = DeviceFlags(rawValue: 0x10)
}
