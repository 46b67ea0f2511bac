import CNT
import NTABI

/// OBJECT_INFORMATION_CLASS.
private enum ObjectInformationClass: UInt32 {
    case basic = 0
    case name = 1
    case type = 2
    case handleFlags = 4
}

extension Executive {
    /// `NtMakeTemporaryObject`. The object's name goes with its last handle from now on.
    ///
    /// *Access:* DELETE.
    func ntMakeTemporaryObject(_ caller: Thread, _ handle: Handle) throws(NTStatus) -> NTStatus {
        makeTemporary(try caller.object(handle, as: NTObject.self, needing: .delete))
        return .success
    }

    /// `NtMakePermanentObject`. The object keeps its name without handles.
    ///
    /// *Errors:* `.invalidHandle`; `.quotaExceeded`.
    func ntMakePermanentObject(_ caller: Thread, _ handle: Handle) throws(NTStatus) -> NTStatus {
        try makePermanent(try caller.object(handle, as: NTObject.self, needing: []))
        return .success
    }

    /// `NtQueryObject`. Counts, name or type of an object, or the marks of the handle.
    ///
    /// *Errors:* `.invalidInfoClass`; `.invalidHandle`; `.infoLengthMismatch`; `.bufferOverflow` (a name
    /// that does not fit); `.accessViolation`.
    func ntQueryObject(
        _ caller: Thread, _ handle: Handle?, _ informationClass: UInt32, _ buffer: UInt,
        _ length: UInt32, _ returnLength: UserPointer<UInt32>?
    ) throws(NTStatus) -> NTStatus {
        guard let kind = ObjectInformationClass(rawValue: informationClass) else {
            throw .invalidInfoClass
        }
        guard let handle else { throw .invalidHandle }
        let entry = try openEntry(handle, caller)
        let process = caller.process
        switch kind {
        case .basic:
            return try process.answer(
                basicInformation(entry), at: buffer, length: length, returnLength: returnLength)
        case .name:
            return try answerName(
                entry.object.fullName, to: process, buffer, length, returnLength)
        case .type:
            return try process.answer(
                atLeast: typeInformation(entry.object.type, at: buffer), at: buffer,
                length: length, returnLength: returnLength)
        case .handleFlags:
            return try process.answer(
                OBJECT_HANDLE_FLAG_INFORMATION(
                    Inherit: entry.attributes.contains(.inherit) ? 1 : 0,
                    ProtectFromClose: entry.attributes.contains(.protectFromClose) ? 1 : 0),
                at: buffer, length: length, returnLength: returnLength)
        }
    }

    /// `NtSetInformationObject`. Changes the marks of a handle: inherited, protected from being closed.
    ///
    /// *Errors:* `.invalidInfoClass`; `.infoLengthMismatch`; `.invalidHandle`; `.accessViolation`.
    func ntSetInformationObject(
        _ caller: Thread, _ handle: Handle, _ informationClass: UInt32, _ buffer: UInt,
        _ length: UInt32
    ) throws(NTStatus) -> NTStatus {
        guard informationClass == ObjectInformationClass.handleFlags.rawValue else {
            throw .invalidInfoClass
        }
        guard length == 2 else { throw .infoLengthMismatch }
        let marks = try caller.process.readBytes(UserBuffer(buffer, 2))
        guard caller.process.handles[handle] != nil else { throw .invalidHandle }
        var attributes: HandleAttributes = []
        if marks[0] != 0 { attributes.insert(.inherit) }
        if marks[1] != 0 { attributes.insert(.protectFromClose) }
        caller.process.handles.setAttributes(attributes, of: handle)
        return .success
    }

    private func openEntry(
        _ handle: Handle, _ caller: Thread
    ) throws(NTStatus) -> HandleTable.Entry {
        if let entry = caller.process.handles[handle] { return entry }
        let object = try caller.object(handle, as: NTObject.self, needing: [])
        return HandleTable.Entry(
            object: object, access: object.type.mapping.all, attributes: [])
    }

    /// OBJECT_BASIC_INFORMATION. Nothing is charged to quotas, so those fields are zero.
    private func basicInformation(_ entry: HandleTable.Entry) -> OBJECT_BASIC_INFORMATION {
        let object = entry.object
        var flags: ObjectFlags = []
        if entry.attributes.contains(.inherit) { flags.insert(.inherit) }
        if object.isPermanent { flags.insert(.permanent) }
        if object.exclusiveOwner != nil { flags.insert(.exclusive) }
        let name = object.fullName
        var answer = OBJECT_BASIC_INFORMATION()
        answer.Attributes = flags.rawValue
        answer.GrantedAccess = entry.access.rawValue
        answer.HandleCount = UInt32(object.handleCount)
        answer.PointerCount = UInt32(object.handleCount + 1)  // a reference a handle, and this query's
        answer.NameInfoSize = UInt32(name.isEmpty ? 0 : name.byteCount + 18)
        answer.TypeInfoSize = UInt32(0x68 + object.type.name.utf8CodeUnitCount * 2 + 2)
        return answer
    }

    /// OBJECT_NAME_INFORMATION: a UNICODE_STRING with its text behind it.
    private func answerName(
        _ name: UnicodeString, to process: Process, _ buffer: UInt, _ length: UInt32,
        _ returnLength: UserPointer<UInt32>?
    ) throws(NTStatus) -> NTStatus {
        var answer = ByteWriter()
        answer.putString(name, at: buffer &+ 16)
        if !name.isEmpty {
            answer.put(name)
            answer.put(UInt16(0))
        }
        if let returnLength { try process.write(UInt32(answer.count), to: returnLength) }
        guard Int(length) >= answer.count else {
            throw length < 16 ? .infoLengthMismatch : .bufferOverflow
        }
        try process.writeBytes(answer.bytes, to: buffer)
        return .success
    }

    /// OBJECT_TYPE_INFORMATION, 0x68 bytes with the name behind it. Objects are not counted by type.
    private func typeInformation(_ type: ObjectType, at buffer: UInt) -> ByteWriter {
        let name = UnicodeString(type.name)
        var answer = ByteWriter()
        answer.putString(name, at: buffer &+ 0x68)
        answer.putZeros(0x44 - answer.count)
        for right in [type.mapping.read, type.mapping.write, type.mapping.execute, type.mapping.all] {
            answer.put(right.rawValue)
        }
        answer.put(type.validAccess.rawValue)
        answer.putZeros(2)
        answer.put(type.index)
        answer.putZeros(0x68 - answer.count)
        answer.put(name)
        answer.put(UInt16(0))
        return answer
    }
}
