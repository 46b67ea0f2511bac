import CDriverProtocol
import DriverProtocol
import NTABI
import SeL4

/// One driver process: the memory shared with it, its doorbells, and what it has been asked and not yet answered.
///
/// It lives from the process's creation to its end. Requests that find no room in the ring or the buffer area wait here,
/// in their order.
final class DriverHost {
    /// The group whose drivers share the process.
    let group: UnicodeString
    let process: Process
    var region: SharedRegion
    /// Offset of the first byte of the region that is not committed.
    var committedEnd = UInt(DRIVER_BUFFER_AREA)
    var area = BufferArea()
    var requests = RequestTable()
    /// Requests that found no room, oldest first.
    private var waiting: [IRP] = []
    /// Messages without an answer that found no room; they go before any request.
    private var deferred: [driver_request] = []

    /// How many requests more are not attended to, because the driver did not end a round in its time twice running.
    private var unattended = 0
    /// The last time it was waited for the tick came first.
    private var wasLate = false

    var drivers: [Driver] = []
    private var nextDevice: UInt32 = 1
    private var nextFile: UInt32 = 1

    let resources: HostResources
    /// How many times in a row the group's process has ended before it did any work.
    let failures: Int
    /// Interrupt time.
    let startTime: UInt64

    init(
        group: UnicodeString, process: Process, region: SharedRegion, resources: HostResources,
        failures: Int, startTime: UInt64
    ) {
        self.group = group
        self.process = process
        self.region = region
        self.resources = resources
        self.failures = failures
        self.startTime = startTime
    }

    func makeDeviceID() -> UInt32 {
        defer { nextDevice &+= 1 }
        return nextDevice
    }

    func makeFileID() -> UInt32 {
        defer { nextFile = nextFile == .max ? 1 : nextFile + 1 }
        return nextFile
    }

    func device(_ id: UInt32) -> HostDevice? {
        for driver in drivers {
            for device in driver.devices where device.id == id { return device }
        }
        return nil
    }
}

// Requests on their way in.
extension DriverHost {
    func submit(_ irp: IRP, of device: HostDevice, _ executive: Executive) {
        guard waiting.isEmpty, issue(irp, of: device, executive) else { return waiting.append(irp) }
        ring()
    }

    /// Lets the driver work on what it was just sent, with the requester's stack and reply left where they are.
    ///
    /// Most requests end in the round that takes them, drivers outrank programs, and every round ends with the doorbell: it is
    /// cheaper to wait for that alone than to put the requester to sleep and wake it. This waits once, and the
    /// tick ends it too. One tick may be chance; a driver that the next one finds busy again is not waited for during the
    /// requests that follow.
    func attend(_ executive: Executive) {
        guard unattended == 0 else {
            unattended -= 1
            return
        }
        let signals = executive.quickNotification.wait()
        let wasInTime = signals & resources.bit != 0
        if !wasInTime, wasLate { unattended = 64 }
        wasLate = !wasInTime
        executive.take(signals: signals)
    }

    /// Tells the driver that there is something, if it sleeps.
    private func ring() {
        if region.driverWaits { resources.bell.signal() }
    }

    /// Puts a message into the ring that has no answer; it need not be seen at once.
    private func post(_ message: driver_request) {
        if !deferred.isEmpty || !region.push(message) { deferred.append(message) }
    }

    /// Asks the driver to give up a request; one that it has not seen is over at once.
    func cancel(_ irp: IRP, _ executive: Executive) {
        if let index = waiting.firstIndex(where: { $0 === irp }) {
            waiting.remove(at: index)
            waiting.giveBackRoom()
            return executive.complete(irp, .cancelled)
        }
        guard irp.host.id != 0 else { return }
        var message = driver_request()
        message.kind = UInt32(DRIVER_REQUEST_CANCEL)
        message.id = irp.host.id
        post(message)
        ring()
    }

    func forget(_ file: File) {
        var message = driver_request()
        message.kind = UInt32(DRIVER_REQUEST_FILE_GONE)
        message.file = file.hostID
        post(message)
    }

    /// Sends what `kind` asks of a driver, not of a device. False if there is no room.
    func send(_ message: driver_request) -> Bool {
        guard deferred.isEmpty, region.push(message) else { return false }
        ring()
        return true
    }
}

// Completions on their way out.
extension DriverHost {
    /// Takes every completion there is, and then sends what has been waiting for room.
    func drain(_ executive: Executive) {
        while let completion = region.pop() {
            // A number that names nothing is a mistake of the driver's, and nobody's business but its own.
            guard let irp = requests.remove(completion.id) else { continue }
            if irp.endsFile { irp.fileEnd = FileEnd(rawValue: completion.file_end) ?? .cleaned }
            finish(
                irp, NTStatus(rawValue: completion.status), UInt(completion.information), executive)
        }
        if region.isBroken { return executive.terminate(process, status: .invalidDeviceState) }
        if !deferred.isEmpty || !waiting.isEmpty { sendWaiting(executive) }
    }

    private func sendWaiting(_ executive: Executive) {
        while let message = deferred.first, region.push(message) { deferred.removeFirst() }
        deferred.giveBackRoom()
        while deferred.isEmpty, let irp = waiting.first {
            guard let device = irp.device as? HostDevice else {
                preconditionFailure("only a host's own requests wait here")
            }
            // Out of the list first: a request that fails is complete, and used again, when `issue` returns.
            waiting.removeFirst()
            waiting.giveBackRoom()
            guard issue(irp, of: device, executive) else {
                waiting.insert(irp, at: 0)
                break
            }
        }
        ring()
    }

    private func finish(
        _ irp: IRP, _ answer: NTStatus, _ information: UInt, _ executive: Executive
    ) {
        var status = answer == .pending ? .unsuccessful : answer
        var information = information
        if irp.major == .read || irp.major == .write {
            information = min(information, UInt(irp.parameters.0))
        }
        if irp.transfer == .buffered, !status.isError, irp.output.length > 0,
            let requester = irp.requester
        {
            let count = min(Int(min(information, UInt(Int.max))), irp.output.length)
            do throws(NTStatus) {
                try copyOut(
                    from: irp.host.bufferOffset, to: requester.process,
                    UserBuffer(irp.output.address, count))
            } catch { status = error }
        }
        releaseData(of: irp)
        executive.complete(irp, status, information: information)
    }

    /// Gives back the request's piece of the region and its views.
    func releaseData(of irp: IRP) {
        if irp.host.bufferLength > 0 { area.free(irp.host.bufferOffset, irp.host.bufferLength) }
        if irp.host.view != 0 { process.addressSpace.unmapIRPView(at: irp.host.view) }
        if irp.host.inputView != 0 { process.addressSpace.unmapIRPView(at: irp.host.inputView) }
        irp.host = HostPart()
    }

    /// The process is gone: everything it was asked ends with an error.
    func failAll(_ executive: Executive) {
        for irp in requests.removeAll() {
            releaseData(of: irp)
            executive.complete(irp, .deviceNotConnected)
        }
        while let irp = waiting.popLast() { executive.complete(irp, .deviceNotConnected) }
    }
}
