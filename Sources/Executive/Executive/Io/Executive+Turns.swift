import CNT
import NTABI

// How a service drives its request: to the end on a synchronous file, to STATUS_PENDING on another.
extension Executive {
    /// Waits until no other thread's request is being worked on; requests of a synchronous file go one by one.
    ///
    /// - Throws: also `.fileClosed` if the last handle went meanwhile.
    func takeTurn(of file: File, _ caller: Thread) throws(NTStatus) {
        while file.isBusy {
            let turn = file.turn ?? Event(.synchronization)
            file.turn = turn
            let alertable = file.options.contains(.synchronousAlert)
            let outcome = try wait(caller, on: turn, alertable: alertable, until: nil)
            if outcome != .success { throw outcome }
            if file.isCleanedUp { throw .fileClosed }
        }
        file.isBusy = true
    }

    func passTurn(of file: File) {
        file.isBusy = false
        file.turn?.set(self)
    }

    /// Sends a request. On a synchronous file, whose turn the caller has, waits for its end.
    func run(
        _ irp: IRP, _ caller: Thread, _ file: File, _ event: Event?,
        _ statusBlock: UserPointer<IO_STATUS_BLOCK>
    ) throws(NTStatus) -> NTStatus {
        event?.reset()
        file.reset()
        irp.event = event
        irp.statusBlock = statusBlock
        irp.hasWaiter = true
        guard file.isSynchronous else {
            send(irp)
            guard irp.isComplete else {
                irp.hasWaiter = false
                irp.isAnnounced = true
                return .pending
            }
            defer { io.giveBack(irp) }
            return irp.status
        }
        defer { passTurn(of: file) }
        let movesPosition =
            (irp.major == .read || irp.major == .write) && file.device.hasPositions
        let offset = Int64(bitPattern: irp.parameters.2)
        send(irp)
        let outcome = try finish(
            irp, for: caller, alertable: file.options.contains(.synchronousAlert))
        if movesPosition, outcome.status.isSuccess, offset >= 0 {
            file.position = offset &+ Int64(outcome.information)
        }
        return outcome.status
    }

    /// Sends a request of a service that is over only when the request is, whatever the file.
    func runAndWait(
        _ irp: IRP, _ caller: Thread, _ file: File, _ statusBlock: UserPointer<IO_STATUS_BLOCK>?
    ) throws(NTStatus) -> NTStatus {
        if file.isSynchronous {
            do throws(NTStatus) { try takeTurn(of: file, caller) } catch {
                io.giveBack(irp)
                throw error
            }
        }
        defer { if file.isSynchronous { passTurn(of: file) } }
        irp.statusBlock = statusBlock
        irp.hasWaiter = true
        send(irp)
        return try finish(irp, for: caller).status
    }
}
