import CNT
import NTABI
import Registry

/// KEY_VALUE_INFORMATION_CLASS, as far as it is answered.
private enum ValueInformationClass: UInt32 {
    case basic = 0
    case full = 1
    case partial = 2
}

extension Executive {
    /// `NtSetValueKey`. Sets a value; the empty name is the default value's.
    ///
    /// *Access:* KEY_SET_VALUE.
    /// *Errors:* those of the handle; `.keyDeleted`; `.invalidParameter` (a name or data beyond the limits);
    /// `.accessDenied` (a link, which has no value but `SymbolicLinkValue` of type REG_LINK); `.accessViolation`; `.registryQuotaLimit`.
    func ntSetValueKey(
        _ caller: Thread, _ handle: Handle, _ name: UnicodeString, _ titleIndex: UInt32,
        _ type: UInt32, _ data: UInt, _ dataSize: UInt32
    ) throws(NTStatus) -> NTStatus {
        let node = try caller.object(handle, as: Key.self, needing: .keySetValue).living()
        guard name.count <= ConfigurationManager.maximumValueName,
            dataSize <= ConfigurationManager.maximumData
        else { throw .invalidParameter }
        if node.isLink {
            guard name.isSameName(as: KeyNode.linkValue), RegistryType(rawValue: type) == .link else {
                throw .accessDenied
            }
        }
        let bytes = try caller.process.readBytes(UserBuffer(data, Int(dataSize)))
        let before = node.value(name)?.charge ?? 0
        let after = RegistryValue.charge(name: name, dataCount: bytes.count)
        try registry.charge(after - before)
        node.setValue(name, type: RegistryType(rawValue: type), data: bytes)
        node.lastWriteTime = clock.systemTime
        return .success
    }

    /// `NtQueryValueKey`. Basic, full or partial information about a value.
    ///
    /// *Access:* KEY_QUERY_VALUE.
    /// *Errors:* `.invalidParameter` (class); those of the handle; `.keyDeleted`; `.objectNameNotFound`;
    /// those of `answerCut`.
    func ntQueryValueKey(
        _ caller: Thread, _ handle: Handle, _ name: UnicodeString, _ informationClass: UInt32,
        _ buffer: UInt, _ length: UInt32, _ resultLength: UserPointer<UInt32>
    ) throws(NTStatus) -> NTStatus {
        guard let kind = ValueInformationClass(rawValue: informationClass) else {
            throw .invalidParameter
        }
        let node = try caller.object(handle, as: Key.self, needing: .keyQueryValue).living()
        guard let value = node.value(name) else { throw .objectNameNotFound }
        return try answer(caller, value, kind, buffer, length, resultLength)
    }

    /// `NtEnumerateValueKey`. The same about the value with this index.
    ///
    /// *Access:* KEY_QUERY_VALUE.
    /// *Errors:* as NtQueryValueKey, with `.noMoreEntries` for an index behind the last.
    func ntEnumerateValueKey(
        _ caller: Thread, _ handle: Handle, _ index: UInt32, _ informationClass: UInt32,
        _ buffer: UInt, _ length: UInt32, _ resultLength: UserPointer<UInt32>
    ) throws(NTStatus) -> NTStatus {
        guard let kind = ValueInformationClass(rawValue: informationClass) else {
            throw .invalidParameter
        }
        let node = try caller.object(handle, as: Key.self, needing: .keyQueryValue).living()
        guard Int(index) < node.values.count else { throw .noMoreEntries }
        return try answer(caller, node.values[Int(index)], kind, buffer, length, resultLength)
    }

    /// `NtDeleteValueKey`.
    ///
    /// *Access:* KEY_SET_VALUE.
    /// *Errors:* those of the handle; `.keyDeleted`; `.objectNameNotFound`.
    func ntDeleteValueKey(
        _ caller: Thread, _ handle: Handle, _ name: UnicodeString
    ) throws(NTStatus) -> NTStatus {
        let node = try caller.object(handle, as: Key.self, needing: .keySetValue).living()
        guard let value = node.value(name) else { throw .objectNameNotFound }
        registry.release(value.charge)
        _ = node.deleteValue(name)
        node.lastWriteTime = clock.systemTime
        return .success
    }

    private func answer(
        _ caller: Thread, _ value: RegistryValue, _ kind: ValueInformationClass, _ buffer: UInt,
        _ length: UInt32, _ resultLength: UserPointer<UInt32>
    ) throws(NTStatus) -> NTStatus {
        var answer = ByteWriter()
        let fixed: Int
        answer.put(UInt32(0))
        answer.put(value.type.rawValue)
        switch kind {
        case .basic:
            fixed = Int(KEY_VALUE_BASIC_INFORMATION_NAME)
            answer.put(UInt32(value.name.byteCount))
            answer.put(value.name)
        case .full:
            fixed = Int(KEY_VALUE_FULL_INFORMATION_NAME)
            let dataOffset = (fixed + value.name.byteCount + 3) & ~3
            answer.put(UInt32(dataOffset))
            answer.put(UInt32(value.data.count))
            answer.put(UInt32(value.name.byteCount))
            answer.put(value.name)
            answer.align(to: 4)
            answer.put(value.data)
        case .partial:
            fixed = Int(KEY_VALUE_PARTIAL_INFORMATION_DATA)
            answer.put(UInt32(value.data.count))
            answer.put(value.data)
        }
        return try caller.process.answerCut(
            answer, fixed: fixed, at: buffer, length: length, resultLength: resultLength)
    }
}
