// Unsafe in one way: the region's first pages are pointed to for as long as the driver process lives. They are
// system pages: nobody but the executive frees them, and they stay in place until the address space is torn down.

import DriverProtocol
import NTABI
import SeL4

extension AddressSpace {
    /// The executive's end of the region that `reserveSystemPages` has made at `DriverHost.regionAddress`.
    func sharedRegion() throws(NTStatus) -> SharedRegion {
        let base = DriverHost.regionAddress
        var pages = unsafe InlineArray<8, UnsafeMutableRawPointer>(
            repeating: try resolve(base, forWriting: true))
        for index in 1..<8 {
            unsafe pages[index] = try resolve(base + UInt(index) * pageSize, forWriting: true)
        }
        return unsafe SharedRegion(pages: pages, labelOffsets: RunningKernel.numbering.offsets)
    }
}
