import CNT
import NTABI

// The life of a request: `send`, then `complete` by the device, then, for a synchronous one, the end of the wait.
extension Executive {
    /// A request of `caller` for a file.
    func makeRequest(_ major: MajorFunction, for file: File, by caller: Thread?) -> IRP {
        let irp = io.takeIRP()
        irp.major = major
        irp.file = file
        irp.device = file.device
        irp.requester = caller
        return irp
    }

    /// Hands a request to its device. It may be complete when this returns.
    func send(_ irp: IRP) {
        guard let device = irp.device else { preconditionFailure("a request is for a device") }
        irp.file?.pendingCount += 1
        irp.requester?.requests.append(irp)
        if device.isGone { return complete(irp, .deviceDoesNotExist) }
        device.start(irp, self)
    }

    /// Waits for the end of a request that was sent with `hasWaiter`, and takes it back.
    ///
    /// An alert during an alertable wait cancels the request; its end is waited for all the same.
    func finish(
        _ irp: IRP, for caller: Thread, alertable: Bool = false
    ) throws(NTStatus) -> (status: NTStatus, information: UInt) {
        if !irp.isComplete {
            irp.device?.attend(irp, self)
            if caller.isTerminating { throw .threadIsTerminating }
        }
        if !irp.isComplete {
            let outcome = try wait(caller, on: irp, alertable: alertable, until: nil)
            if outcome != .success {
                irp.device?.cancel(irp, self)
                _ = try wait(caller, on: irp, alertable: false, until: nil)
            }
        }
        let result = (irp.status, irp.information)
        io.giveBack(irp)
        return result
    }

    /// Ends a request: tells the requester, and whoever waits.
    func complete(_ irp: IRP, _ status: NTStatus, information: UInt = 0) {
        irp.end(status, information: information)
        let file = irp.file
        if let requester = irp.requester {
            requester.removeRequest(irp)
            tell(requester, of: irp)
        } else if irp.major == .create, status.isSuccess, let file {
            // Whoever opened the file is gone.
            cleanUp(file)
        }
        if let file { requestEnded(irp, of: file) }
        if irp.hasWaiter { signalStateChanged(irp) } else { io.giveBack(irp) }
    }

    /// Writes the status block, signals event or file, and queues the requester's call: not for what failed before the
    /// service that asked for it was over.
    private func tell(_ requester: Thread, of irp: IRP) {
        if let block = irp.statusBlock {
            let value = IO_STATUS_BLOCK(
                Status: irp.status.rawValue, Reserved: 0, Information: irp.information)
            // It was probed; a requester that has freed it since gets what it asked for.
            try? requester.process.write(value, to: block)
        }
        if let event = irp.event {
            event.set(self)
        } else if irp.major != .create, irp.major != .close {
            irp.file?.signal(self)
        }
        if let call = irp.call, irp.isAnnounced || !irp.status.isError { queue(call, to: requester) }
    }

    private func requestEnded(_ irp: IRP, of file: File) {
        file.pendingCount -= 1
        if irp.major == .close || irp.fileEnd != .cleaned || irp.major == .create && !irp.status.isSuccess {
            file.device.openCount -= 1
            if irp.fileEnd != .gone { file.device.forget(file, self) }
        } else if file.isCleanedUp, file.pendingCount == 0 {
            close(file)
        }
    }

    /// Tells the device that the last handle is gone; closing follows when nothing is pending. If nothing is, one request
    /// does for both.
    func cleanUp(_ file: File) {
        guard !file.isCleanedUp else { return }
        file.isCleanedUp = true
        let irp = makeRequest(.cleanup, for: file, by: nil)
        irp.endsFile = file.pendingCount == 0 && file.device.endsFilesAtOnce
        send(irp)
    }

    private func close(_ file: File) { send(makeRequest(.close, for: file, by: nil)) }

    /// Cancels what an ending thread has asked for. Nothing of it is written to or signalled any more.
    func cancelRequests(of thread: Thread) {
        while let irp = thread.requests.popLast() {
            irp.requester = nil
            // The service that would have taken it back unwinds without doing so.
            irp.hasWaiter = false
            irp.device?.cancel(irp, self)
        }
    }
}

extension Thread {
    fileprivate func removeRequest(_ irp: IRP) {
        guard let index = requests.lastIndex(where: { $0 === irp }) else { return }
        requests.swapAt(index, requests.count - 1)
        requests.removeLast()
    }
}
