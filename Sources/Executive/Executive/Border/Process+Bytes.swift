// Unsafe in one way: an array's own storage is lent to a copy for the time of the call.

import NTABI

extension Process {
    /// Writes `bytes` at an address of the process. Throws `.accessViolation`.
    func writeBytes(_ bytes: [UInt8], to address: UInt) throws(NTStatus) {
        if bytes.isEmpty { return }
        var failure: NTStatus?
        unsafe bytes.withUnsafeBytes { source in
            guard let base = source.baseAddress else { return }
            do throws(NTStatus) {
                try unsafe copyOut(base, to: UserBuffer(address, source.count))
            } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Writes UTF-16 text at an address of the process. Throws `.accessViolation`.
    func writeText(_ text: UnicodeString, to address: UInt) throws(NTStatus) {
        if text.isEmpty { return }
        var failure: NTStatus?
        unsafe text.units.withUnsafeBytes { source in
            guard let base = source.baseAddress else { return }
            do throws(NTStatus) {
                try unsafe copyOut(base, to: UserBuffer(address, source.count))
            } catch { failure = error }
        }
        if let failure { throw failure }
    }
}
