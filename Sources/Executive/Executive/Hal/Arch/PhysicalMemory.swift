// Unsafe in one way: bytes are read through the pointer that `mapDevice` gave, no more of them than were mapped.

import SeL4ABI

extension MemoryManager {
    /// A copy of physical memory that the kernel does not use: firmware tables. Nil where it cannot be mapped.
    func readPhysical(_ address: UInt, count: Int) -> [UInt8]? {
        guard count > 0, let pointer = unsafe try? mapDevice(address, length: UInt(count), attributes: .writeBack)
        else {
            return nil
        }
        return unsafe Array(UnsafeRawBufferPointer(start: pointer, count: count))
    }
}
