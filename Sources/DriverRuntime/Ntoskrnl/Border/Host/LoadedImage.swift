// ntdll's loader has checked the image's headers before it returned its base.

import CNT
import CWDM
import NTABI

/// A driver image mapped into this process, with its imports bound.
@unsafe
struct LoadedImage {
    let handle: HANDLE
    let base: UnsafeMutableRawPointer
    let size: UInt32
    let entry:
        @convention(c) (
            UnsafeMutablePointer<DRIVER_OBJECT>?, UnsafeMutablePointer<UNICODE_STRING>?
        ) -> NTSTATUS

    init(path: UnicodeString) throws(NTStatus) {
        var handle: HANDLE = 0
        // Linkers may mark a driver as a DLL; its entry point is DriverEntry all the same.
        var characteristics = IMAGE_FILE_EXECUTABLE_IMAGE
        let status = unsafe path.withCString { name in
            unsafe NTStatus(code: LdrLoadDll(nil, &characteristics, name, &handle))
        }
        guard status.isSuccess else { throw status }
        guard let base = unsafe UnsafeMutableRawPointer(bitPattern: handle) else {
            throw .invalidImageFormat
        }
        // The DOS header says where the signature is; file header and optional header follow it.
        let signature = Int(unsafe base.load(fromByteOffset: 0x3C, as: UInt32.self))
        let optional = unsafe base.load(
            fromByteOffset: signature + 4 + MemoryLayout<IMAGE_FILE_HEADER>.size,
            as: IMAGE_OPTIONAL_HEADER64.self)
        guard optional.AddressOfEntryPoint != 0 else {
            _ = LdrUnloadDll(handle)
            throw .invalidImageFormat
        }
        unsafe self.handle = handle
        unsafe self.base = base
        unsafe size = optional.SizeOfImage
        unsafe entry = unsafeBitCast(
            base + Int(optional.AddressOfEntryPoint),
            to: (@convention(c) (
                UnsafeMutablePointer<DRIVER_OBJECT>?, UnsafeMutablePointer<UNICODE_STRING>?
            ) -> NTSTATUS).self)
    }
}
