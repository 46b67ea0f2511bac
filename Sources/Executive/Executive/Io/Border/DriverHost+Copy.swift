// Unsafe in one way: pointers into the shared region, each used up to the end of its page and before anything else
// runs. The region's pages belong to the driver process, which outlives its host.

import NTABI

extension DriverHost {
    /// Copies from a requester's memory into the region. Throws `.accessViolation`.
    @inline(__always)
    func copyIn(
        from requester: Process, _ source: UserBuffer, to offset: Int
    ) throws(NTStatus) {
        var done = 0
        while done < source.length {
            let (place, room) = try unsafe pointer(offset + done)
            let count = min(room, source.length - done)
            try unsafe requester.copyIn(
                UserBuffer(source.address &+ UInt(done), count), to: place)
            done += count
        }
    }

    /// Copies from the region into a requester's memory. Throws `.accessViolation`.
    @inline(__always)
    func copyOut(
        from offset: Int, to requester: Process, _ destination: UserBuffer
    ) throws(NTStatus) {
        var done = 0
        while done < destination.length {
            let (place, room) = try unsafe pointer(offset + done)
            let count = min(room, destination.length - done)
            try unsafe requester.copyOut(
                place, to: UserBuffer(destination.address &+ UInt(done), count))
            done += count
        }
    }

    func copyIn(_ text: UnicodeString, to offset: Int) throws(NTStatus) {
        var place = offset
        for unit in text.units {
            let (target, _) = try unsafe pointer(place)
            unsafe target.storeBytes(of: unit, as: UInt16.self)
            place += 2
        }
    }

    /// The executive's pointer to a place in the region, and how much of its page is left.
    @inline(__always)
    private func pointer(_ offset: Int) throws(NTStatus) -> (UnsafeMutableRawPointer, Int) {
        let address = Self.regionAddress + UInt(offset)
        let place = try unsafe process.addressSpace.resolve(address, forWriting: true)
        return unsafe (place, Int(pageSize) - offset % Int(pageSize))
    }
}
