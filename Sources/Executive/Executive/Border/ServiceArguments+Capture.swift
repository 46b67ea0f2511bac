import CNT
import NTABI

// What the generated dispatch calls to turn a message word into an argument.
extension Executive {
    func captureString(_ address: UInt, from caller: Thread) throws(NTStatus) -> UnicodeString {
        try caller.process.captureString(UserPointer(required: address))
    }

    func captureOptionalString(
        _ address: UInt, from caller: Thread
    ) throws(NTStatus) -> UnicodeString? {
        guard let pointer = UserPointer<UNICODE_STRING>(address) else { return nil }
        return try caller.process.captureString(pointer)
    }

    func captureAttributes(
        _ address: UInt, from caller: Thread
    ) throws(NTStatus) -> ObjectAttributes {
        try caller.process.captureAttributes(UserPointer(required: address))
    }

    func captureOptionalAttributes(
        _ address: UInt, from caller: Thread
    ) throws(NTStatus) -> ObjectAttributes? {
        guard let pointer = UserPointer<OBJECT_ATTRIBUTES>(address) else { return nil }
        return try caller.process.captureAttributes(pointer)
    }

    @inline(__always)
    func optionalHandle(_ word: UInt) -> Handle? {
        word == 0 ? nil : Handle(rawValue: word)
    }
}
