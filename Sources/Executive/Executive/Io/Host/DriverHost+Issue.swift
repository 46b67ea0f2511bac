import CDriverProtocol
import DriverProtocol
import NTABI

// How a request becomes an entry of the ring.
extension DriverHost {
    /// Puts a request into the ring; one that cannot be carried out is completed instead. False if there is no room
    /// now, with nothing changed.
    func issue(_ irp: IRP, of device: HostDevice, _ executive: Executive) -> Bool {
        guard region.hasRoom() else { return false }
        irp.transfer = transfer(of: irp, device)
        let length = bufferLength(of: irp)
        if length > 0 {
            guard length <= Self.bufferCapacity else {
                executive.complete(irp, .insufficientResources)
                return true
            }
        }
        do throws(NTStatus) {
            if length > 0 {
                guard let offset = try takePiece(length) else { return false }
                irp.host.bufferOffset = offset
                irp.host.bufferLength = length
            }
            try passData(of: irp)
            guard let id = requests.insert(irp) else { throw .insufficientResources }
            irp.host.id = id
        } catch {
            releaseData(of: irp)
            executive.complete(irp, error)
            return true
        }
        guard region.push({ entry in describe(irp, of: device, in: &entry) }) else {
            // The driver has spoilt the ring since it had room.
            _ = requests.remove(irp.host.id)
            releaseData(of: irp)
            executive.complete(irp, .deviceNotConnected)
            return true
        }
        return true
    }

    /// The offset of a piece of the buffer area; nil if there is none now. What was never used of the area is committed
    /// first. `.commitmentLimit`.
    func takePiece(_ length: Int) throws(NTStatus) -> Int? {
        guard let offset = area.allocate(length) else { return nil }
        let end = UInt(offset + length).pageRoundedUp
        if end > committedEnd {
            do {
                let start = Self.regionAddress
                try process.addressSpace.commitSystemPages(start + committedEnd..<start + end)
            } catch {
                area.free(offset, length)
                throw error
            }
            committedEnd = end
        }
        return offset
    }

    private static var bufferCapacity: Int {
        Int(DRIVER_REGION_SIZE) - Int(DRIVER_BUFFER_AREA)
    }

    private func transfer(of irp: IRP, _ device: HostDevice) -> Transfer {
        switch irp.major {
        case .read, .write:
            let length = irp.major == .read ? irp.output.length : irp.input.length
            if length == 0 { return .none }
            let flags = device.transferFlags
            if flags.contains(.bufferedIO) { return .buffered }
            return flags.contains(.directIO) ? .direct : .neither
        case .deviceControl, .fileSystemControl:
            switch irp.parameters.2 & 3 {
            case 0: return .buffered
            case 3: return .neither
            default: return .direct
            }
        case .create, .queryInformation, .setInformation, .queryVolumeInformation, .directoryControl:
            return .buffered
        default:
            return .none
        }
    }

    /// Bytes of the shared region the request needs.
    private func bufferLength(of irp: IRP) -> Int {
        switch irp.transfer {
        case .none, .neither: 0
        case .direct: irp.major.isControl ? irp.input.length : 0
        case .buffered:
            irp.major == .create
                ? irp.file?.name.byteCount ?? 0 : max(irp.input.length, irp.output.length)
        }
    }

    /// Copies what goes through the region and makes the views.
    private func passData(of irp: IRP) throws(NTStatus) {
        if irp.major == .create {
            if let file = irp.file {
                file.hostID = makeFileID()
                try copyIn(file.name, to: irp.host.bufferOffset)
            }
            return
        }
        guard let requester = irp.requester?.process else { return }
        let isControl = irp.major.isControl
        switch irp.transfer {
        case .none: return
        case .buffered:
            try copyIn(from: requester, irp.input, to: irp.host.bufferOffset)
        case .direct:
            let data = irp.major == .write ? irp.input : irp.output
            if isControl { try copyIn(from: requester, irp.input, to: irp.host.bufferOffset) }
            if data.length > 0 {
                // Of METHOD_IN_DIRECT the driver reads the second buffer.
                let isWritable = isControl ? irp.parameters.2 & 3 == 2 : irp.major == .read
                irp.host.view = try process.addressSpace.mapIRPView(
                    of: requester.addressSpace, data, isWritable: isWritable)
                try makePresent(irp.host.view, data.length, isWritable)
            }
        case .neither:
            let data = irp.major == .write ? irp.input : irp.output
            if data.length > 0 {
                irp.host.view = try process.addressSpace.mapIRPView(
                    of: requester.addressSpace, data, isWritable: irp.major != .write)
            }
            if isControl, irp.input.length > 0 {
                irp.host.inputView = try process.addressSpace.mapIRPView(
                    of: requester.addressSpace, irp.input, isWritable: false)
            }
        }
    }

    /// What a driver is promised of direct I/O: its buffer stays, whatever the requester does.
    private func makePresent(
        _ address: UInt, _ length: Int, _ isWritable: Bool
    ) throws(NTStatus) {
        var page = address.pageRoundedDown
        while page < address + UInt(length) {
            _ = try process.addressSpace.frame(at: page, forWriting: isWritable)
            page += pageSize
        }
    }

    private func describe(_ irp: IRP, of device: HostDevice, in entry: inout driver_request) {
        entry.kind = UInt32(DRIVER_REQUEST_IRP)
        entry.id = irp.host.id
        entry.device = device.id
        entry.file = irp.file?.hostID ?? 0
        entry.major = irp.major.rawValue
        entry.minor = irp.minor
        entry.parameters = irp.parameters
        if let requester = irp.requester {
            entry.requester_process = requester.process.id
            entry.requester_thread = requester.id
        }
        switch irp.transfer {
        case .none: entry.buffering = UInt8(DRIVER_BUFFER_NONE)
        case .buffered: entry.buffering = UInt8(DRIVER_BUFFER_SYSTEM)
        case .direct, .neither: entry.buffering = UInt8(DRIVER_BUFFER_VIEW)
        }
        if irp.endsFile { entry.ends_file = 1 }
        if irp.major == .create {
            entry.name_offset = UInt32(irp.host.bufferOffset)
            entry.name_length = UInt32(irp.host.bufferLength)
        } else if irp.host.bufferLength > 0 {
            entry.system_offset = UInt32(irp.host.bufferOffset)
            entry.system_length = UInt32(irp.host.bufferLength)
        }
        if irp.host.view != 0 {
            entry.view = UInt64(irp.host.view)
            entry.view_length = UInt64(
                irp.major == .write ? irp.input.length : irp.output.length)
        }
        if irp.host.inputView != 0 {
            entry.input_view = UInt64(irp.host.inputView)
            entry.input_view_length = UInt64(irp.input.length)
        }
    }
}
