import NTABI

extension ArchiveDevice {
    /// NtQueryDirectoryFile: the entries that match the pattern, from where the last call ended.
    ///
    /// Errors: `.invalidParameter` (no directory); `.noSuchFile` (nothing matches), `.noMoreFiles`; `.infoLengthMismatch`
    /// (not even an entry without name fits); `.bufferOverflow` (the first entry's name was cut); `.accessViolation`.
    func list(_ irp: IRP, _ file: File) throws(NTStatus) -> UInt {
        guard case .directory(let path)? = file.archiveNode, let scan = file.scan,
            let requester = irp.requester,
            let format = DirectoryEntryFormat(UInt32(truncatingIfNeeded: irp.parameters.2))
        else { throw .invalidParameter }
        let room = irp.output.length
        guard room >= format.nameOffset else { throw .infoLengthMismatch }
        let wanted = entries(of: path, matching: scan.pattern)
        guard scan.next < wanted.count else {
            throw scan.next == 0 ? .noSuchFile : .noMoreFiles
        }
        let single = irp.parameters.3 != 0
        let last = single ? scan.next + 1 : wanted.count

        var sizes: [Int] = []
        var total = 0
        for entry in wanted[scan.next..<last] {
            let start = (total + 7) & ~7
            if start + format.size(of: entry) > room { break }
            sizes.append(start - total + format.size(of: entry))
            total = start + format.size(of: entry)
        }
        guard !sizes.isEmpty else {
            file.scan?.next += 1
            return try writeCut(wanted[scan.next], format, irp, requester.process)
        }

        var answer = ByteWriter(capacity: total)
        for index in sizes.indices {
            answer.align(to: 8)
            let entry = wanted[scan.next + index]
            let next =
                index + 1 < sizes.count ? (format.size(of: entry) + 7) & ~7 : 0
            format.put(entry, next: next, time: time, into: &answer)
        }
        try requester.process.writeBytes(answer.bytes, to: irp.output.address)
        file.scan?.next += sizes.count
        return UInt(answer.count)
    }

    private func entries(
        of path: UnicodeString, matching pattern: UnicodeString
    ) -> [ArchiveEntry] {
        var all = archive.children(of: path)
        if !path.isEmpty {
            let dots = [UnicodeString("."), UnicodeString("..")]
            all.insert(contentsOf: dots.map { ArchiveEntry(name: $0, file: nil) }, at: 0)
        }
        if pattern.isEmpty { return all }
        return all.filter { pattern.matches($0.name) }
    }

    private func writeCut(
        _ entry: ArchiveEntry, _ format: DirectoryEntryFormat, _ irp: IRP, _ process: Process
    ) throws(NTStatus) -> UInt {
        var answer = ByteWriter()
        format.put(entry, next: 0, time: time, into: &answer)
        try process.writeBytes(
            Array(answer.bytes[..<irp.output.length]), to: irp.output.address)
        throw .bufferOverflow
    }
}
