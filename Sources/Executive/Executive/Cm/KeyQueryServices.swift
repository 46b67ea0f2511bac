import CNT
import NTABI
import Registry

/// KEY_INFORMATION_CLASS, as far as it is answered.
private enum KeyInformationClass: UInt32 {
    case basic = 0
    case node = 1
    case full = 2
    case name = 3
}

extension Executive {
    /// `NtEnumerateKey`. Basic, node or full information about the subkey with this index.
    ///
    /// *Access:* KEY_ENUMERATE_SUB_KEYS.
    /// *Errors:* `.invalidParameter` (class); those of the handle; `.keyDeleted`; `.noMoreEntries`; those of `answerCut`.
    func ntEnumerateKey(
        _ caller: Thread, _ handle: Handle, _ index: UInt32, _ informationClass: UInt32,
        _ buffer: UInt, _ length: UInt32, _ resultLength: UserPointer<UInt32>
    ) throws(NTStatus) -> NTStatus {
        guard let kind = KeyInformationClass(rawValue: informationClass), kind != .name else {
            throw .invalidParameter
        }
        let node = try caller.object(handle, as: Key.self, needing: .keyEnumerateSubKeys).living()
        guard Int(index) < node.subkeys.count else { throw .noMoreEntries }
        return try answer(caller, node.subkeys[Int(index)], kind, buffer, length, resultLength)
    }

    /// `NtQueryKey`. Basic, node, full or name information about the key.
    ///
    /// *Access:* KEY_QUERY_VALUE; none for the name.
    /// *Errors:* as NtEnumerateKey.
    func ntQueryKey(
        _ caller: Thread, _ handle: Handle, _ informationClass: UInt32, _ buffer: UInt,
        _ length: UInt32, _ resultLength: UserPointer<UInt32>
    ) throws(NTStatus) -> NTStatus {
        guard let kind = KeyInformationClass(rawValue: informationClass) else {
            throw .invalidParameter
        }
        let node = try caller.object(
            handle, as: Key.self, needing: kind == .name ? [] : .keyQueryValue
        ).living()
        return try answer(caller, node, kind, buffer, length, resultLength)
    }

    private func answer(
        _ caller: Thread, _ node: KeyNode, _ kind: KeyInformationClass, _ buffer: UInt,
        _ length: UInt32, _ resultLength: UserPointer<UInt32>
    ) throws(NTStatus) -> NTStatus {
        var answer = ByteWriter()
        let fixed: Int
        switch kind {
        case .basic:
            fixed = MemoryLayout<KEY_BASIC_INFORMATION>.size
            answer.put(node.lastWriteTime)
            answer.put(UInt32(0))
            answer.put(UInt32(node.name.byteCount))
            answer.put(node.name)
        case .node:
            fixed = MemoryLayout<KEY_NODE_INFORMATION>.size
            answer.put(node.lastWriteTime)
            answer.put(UInt32(0))
            answer.put(classOffset(node, at: fixed + (node.name.byteCount + 3) & ~3))
            answer.put(UInt32(node.className.byteCount))
            answer.put(UInt32(node.name.byteCount))
            answer.put(node.name)
            if !node.className.isEmpty { answer.align(to: 4) }
            answer.put(node.className)
        case .full:
            fixed = Int(KEY_FULL_INFORMATION_CLASS)
            answer.put(node.lastWriteTime)
            answer.put(UInt32(0))
            answer.put(classOffset(node, at: fixed))
            answer.put(UInt32(node.className.byteCount))
            answer.put(UInt32(node.subkeys.count))
            answer.put(UInt32(node.subkeys.reduce(0) { max($0, $1.name.byteCount) }))
            answer.put(UInt32(node.subkeys.reduce(0) { max($0, $1.className.byteCount) }))
            answer.put(UInt32(node.values.count))
            answer.put(UInt32(node.values.reduce(0) { max($0, $1.name.byteCount) }))
            answer.put(UInt32(node.values.reduce(0) { max($0, $1.data.count) }))
            answer.put(node.className)
        case .name:
            fixed = MemoryLayout<KEY_NAME_INFORMATION>.size
            let path = node.path
            answer.put(UInt32(path.byteCount))
            answer.put(path)
        }
        return try caller.process.answerCut(
            answer, fixed: fixed, at: buffer, length: length, resultLength: resultLength)
    }

    /// Where the class stands in the answer; all ones for none.
    private func classOffset(_ node: KeyNode, at place: Int) -> UInt32 {
        node.className.isEmpty ? .max : UInt32(place)
    }
}

extension Process {
    /// Answers a query of the registry: as much as fits, and the size of all of it.
    ///
    /// Errors: `.accessViolation`; `.datatypeMisalignment`; `.bufferTooSmall` (not even the fixed part fits; nothing is written);
    /// `.bufferOverflow` (the rest was cut).
    func answerCut(
        _ value: ByteWriter, fixed: Int, at address: UInt, length: UInt32,
        resultLength: UserPointer<UInt32>
    ) throws(NTStatus) -> NTStatus {
        try write(UInt32(value.count), to: resultLength)
        try requireAlignment(address, to: 4)
        guard Int(length) >= fixed else { throw .bufferTooSmall }
        if Int(length) >= value.count {
            try writeBytes(value.bytes, to: address)
            return .success
        }
        try writeBytes(Array(value.bytes[..<Int(length)]), to: address)
        throw .bufferOverflow
    }
}
