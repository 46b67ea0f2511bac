import BootArchive
import NTABI
import PEImage

/// ntdll.dll as the executive knows it: mapped in every process at its own base, entered at four places.
struct SystemLibrary {
    let section: Section
    let base: UInt
    /// `LdrInitializeThunk`: where every thread begins.
    let initializeThunk: UInt
    /// `KiUserExceptionDispatcher`: where exceptions arrive.
    let exceptionDispatcher: UInt
    /// `KiUserApcDispatcher`: where queued calls are made.
    let apcDispatcher: UInt
    /// `RtlUserThreadStart`: what a thread's first context names.
    let userThreadStart: UInt

    /// Errors: `.dllNotFound`; `.invalidImageFormat`; `.entrypointNotFound` (one of the four is missing).
    init(_ archive: BootArchive, _ memory: MemoryManager) throws(NTStatus) {
        let path: StaticString = "System32\\ntdll.dll"
        guard let data = archive.data(of: path), let section = try archive.image(path, memory)
        else { throw .dllNotFound }
        self.section = section
        let image = try PEImage(data)
        base = UInt(image.header.imageBase)
        guard let exports = try image.exports() else { throw .entrypointNotFound }
        func entry(_ name: StaticString, _ base: UInt) throws(NTStatus) -> UInt {
            let export = try image.export(in: exports, hint: 0) { image.order(of: $0, against: name) }
            guard case .address(let offset) = export else { throw .entrypointNotFound }
            return base + UInt(offset)
        }
        initializeThunk = try entry("LdrInitializeThunk", base)
        exceptionDispatcher = try entry("KiUserExceptionDispatcher", base)
        apcDispatcher = try entry("KiUserApcDispatcher", base)
        userThreadStart = try entry("RtlUserThreadStart", base)
    }
}
