import NTABI

extension Executive {
    /// `NtCreateDirectoryObject`. Makes a directory of the namespace, or opens one with OBJ_OPENIF.
    func ntCreateDirectoryObject(
        _ caller: Thread, _ handle: UserPointer<Handle>, _ access: AccessMask,
        _ attributes: ObjectAttributes
    ) throws(NTStatus) -> NTStatus {
        try create(
            ObjectDirectory(), at: attributes, for: caller, access: access, handleAt: handle)
    }

    /// `NtOpenDirectoryObject`.
    func ntOpenDirectoryObject(
        _ caller: Thread, _ handle: UserPointer<Handle>, _ access: AccessMask,
        _ attributes: ObjectAttributes
    ) throws(NTStatus) -> NTStatus {
        try open(
            ObjectDirectory.self, at: attributes, for: caller, access: access, handleAt: handle,
            caseMatters: false)
    }

    /// `NtQueryDirectoryObject`. Lists names and types, from the entry that `context` says.
    ///
    /// The buffer gets an array of OBJECT_DIRECTORY_INFORMATION (two UNICODE_STRINGs each) that a zero entry ends,
    /// and the texts behind it; `context` the place to go on from.
    /// *Access:* DIRECTORY_QUERY.
    /// - Returns: `.success`, or `.moreEntries` if there are entries that did not fit.
    ///
    /// *Errors:* those of the handle; `.accessViolation`; `.noMoreEntries` (not even one is left);
    /// `.bufferTooSmall` (the next one does not fit).
    func ntQueryDirectoryObject(
        _ caller: Thread, _ handle: Handle, _ buffer: UInt, _ length: UInt32,
        _ returnSingleEntry: Bool, _ restartScan: Bool, _ context: UserPointer<UInt32>,
        _ returnLength: UserPointer<UInt32>?
    ) throws(NTStatus) -> NTStatus {
        let process = caller.process
        let directory = try caller.object(
            handle, as: ObjectDirectory.self, needing: .directoryQuery)
        let first = restartScan ? 0 : Int(try process.read(context))
        guard first < directory.count else { throw .noMoreEntries }

        var end = first
        var size = directoryEntrySize
        while end < directory.count, !(returnSingleEntry && end > first) {
            let next = size + self.size(of: directory[end])
            if next > Int(length) { break }
            size = next
            end += 1
        }
        guard end > first else {
            if let returnLength {
                try process.write(UInt32(size + self.size(of: directory[first])), to: returnLength)
            }
            throw .bufferTooSmall
        }

        let listing = list(directory, first..<end, at: buffer)
        try process.writeBytes(listing.bytes, to: buffer)
        try process.write(UInt32(end), to: context)
        if let returnLength { try process.write(UInt32(size), to: returnLength) }
        return end < directory.count && !returnSingleEntry ? .moreEntries : .success
    }

    private var directoryEntrySize: Int { 32 }

    private func size(of entry: (name: UnicodeString, object: NTObject)) -> Int {
        directoryEntrySize + entry.name.byteCount + 2
            + entry.object.type.name.utf8CodeUnitCount * 2 + 2
    }

    private func list(
        _ directory: ObjectDirectory, _ range: Range<Int>, at address: UInt
    ) -> ByteWriter {
        var answer = ByteWriter()
        var texts = ByteWriter()
        let textStart = address &+ UInt((range.count + 1) * directoryEntrySize)
        for index in range {
            let entry = directory[index]
            for text in [entry.name, UnicodeString(entry.object.type.name)] {
                answer.putString(text, at: textStart &+ UInt(texts.count))
                texts.put(text)
                texts.put(UInt16(0))
            }
        }
        answer.putZeros(directoryEntrySize)
        answer.put(texts.bytes)
        return answer
    }
}
