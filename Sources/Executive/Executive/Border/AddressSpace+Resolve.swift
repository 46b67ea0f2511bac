// Unsafe in one way: an address is made of a frame's number. The frame is present and referenced by the address
// space, and a frame is mapped in the executive's window as long as it is one; a caller that waits must resolve again afterwards.

import CExecutive
import NTABI
import SeL4ABI

extension AddressSpace {
    /// The executive's pointer to the byte at `address` of this address space, good up to the end of its page.
    /// Errors as of `presentEntry`.
    @inline(__always)
    func resolve(
        _ address: UInt, forWriting: Bool
    ) throws(NTStatus) -> UnsafeMutableRawPointer {
        let entry = try presentEntry(at: address, forWriting: forWriting)
        return unsafe Frame(number: entry.frame).contents + Int(address & (pageSize - 1))
    }
}

extension MemoryManager {
    /// The executive's pointer to the 4 KB of a frame.
    func contents(of frame: Frame) -> UnsafeMutableRawPointer { unsafe frame.contents }

    func copyPage(from source: Frame, to destination: Frame) {
        unsafe executive_copy_page(destination.contents, source.contents)
    }

    /// The executive's pointer to one of its own addresses.
    func pointer(to address: UInt) -> UnsafeMutableRawPointer {
        guard let pointer = unsafe UnsafeMutableRawPointer(bitPattern: address) else {
            preconditionFailure("the layout has no zero address")
        }
        return unsafe pointer
    }

    /// Maps physical memory that is no RAM of the kernel's into the executive, for good. The result points to `physical`
    /// itself, which need not start a page.
    ///
    /// Errors: `.invalidParameter` (nothing, or RAM), `.insufficientResources`.
    func mapDevice(
        _ physical: UInt, length: UInt, attributes: VMAttributes
    ) throws(NTStatus) -> UnsafeMutableRawPointer {
        unsafe pointer(to: try deviceAddress(physical, length: length, attributes: attributes))
    }

    /// KUSER_SHARED_DATA, as every process sees it.
    var sharedUserData: UnsafeMutableRawPointer { unsafe sharedPage.contents }

    /// Writes one aligned word into an address space.
    func write(_ word: UInt, in space: AddressSpace, at address: UInt) throws(NTStatus) {
        let pointer = try unsafe space.resolve(address, forWriting: true)
        unsafe pointer.storeBytes(of: word, as: UInt.self)
    }
}
