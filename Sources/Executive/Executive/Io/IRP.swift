import CNT
import NTABI

/// One request on its way through a device. It can be waited for until it is complete.
final class IRP: DispatcherObject {
    var major = MajorFunction.create
    var minor: UInt8 = 0
    /// IO_STACK_LOCATION.Parameters, as Windows lays them out.
    var parameters: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    var file: File?
    var device: Device?

    /// Who asked; nil when nobody is left to be told, and for the executive's own requests.
    var requester: Thread?
    var event: Event?
    /// What the requester is to call.
    var call: UserAPC?
    var statusBlock: UserPointer<IO_STATUS_BLOCK>?
    /// For whom it counts: set for those of asynchronous files, of which a program may have any number under way.
    var quota: Quota?
    /// What the request reads of the requester's memory (write, control) and writes to it (read, query, control).
    var input = UserBuffer(0, 0)
    var output = UserBuffer(0, 0)
    var transfer = Transfer.none
    /// A service waits for the end, so it takes the request back; else its completion does.
    var hasWaiter = false
    /// The service that asked for it has answered `.pending`.
    var isAnnounced = false

    /// A cleanup that may close its file too, and how far it got.
    var endsFile = false
    var fileEnd = FileEnd.cleaned

    /// What only the driver process's side needs.
    var host = HostPart()

    private(set) var isComplete = false
    private(set) var status = NTStatus.pending
    private(set) var information: UInt = 0

    override func isSignaled(for thread: Thread) -> Bool { isComplete }

    func count(for quota: Quota) {
        quota.add(Cost.request)
        self.quota = quota
    }

    func end(_ status: NTStatus, information: UInt) {
        precondition(!isComplete, "a request ends once")
        isComplete = true
        quota?.remove(Cost.request)
        self.status = status
        self.information = information
    }

    /// As new.
    func clear() {
        minor = 0
        parameters = (0, 0, 0, 0)
        file = nil
        device = nil
        requester = nil
        event = nil
        call = nil
        statusBlock = nil
        quota = nil
        input = UserBuffer(0, 0)
        output = UserBuffer(0, 0)
        transfer = .none
        hasWaiter = false
        isAnnounced = false
        endsFile = false
        fileEnd = .cleaned
        host = HostPart()
        isComplete = false
        status = .pending
        information = 0
    }
}

/// What is left to do for a file when its cleanup is complete: all but `cleaned` only of a request that `endsFile`.
enum FileEnd: UInt32 {
    /// It must be closed.
    case cleaned
    /// It is closed, and its device must forget it.
    case closed
    case gone
}

/// How a request's data gets to a driver process and back.
enum Transfer {
    case none
    /// Through the shared region: `input` before, `output` afterwards.
    case buffered
    /// `output` (of a write: `input`) is seen by the driver in place, all of it present before it starts.
    case direct
    /// The same, page by page as the driver touches it. Nothing is checked beforehand.
    case neither
}

/// What the other end of a driver process's ring needs to know of a request.
struct HostPart {
    /// The request's number in the ring; 0 while it is not there.
    var id: UInt32 = 0
    /// Piece of the shared region, if `bufferLength` is not zero.
    var bufferOffset = 0
    var bufferLength = 0
    /// Views in the driver process, 0 for none.
    var view: UInt = 0
    var inputView: UInt = 0
}
