import CNT
import CNTDLL
import NTABI

/// Stand-ins for imported functions that do not exist. A program that never calls one runs as if it did.
enum MissingImport {
    /// What a stand-in knows, behind its code.
    struct Record: BitwiseCopyable {
        var provider: UInt
        /// The name's address, or 0 for an ordinal.
        var name: UInt
        var nameLength: Int
        var ordinal: UInt32
    }

    /// Code that raises STATUS_ENTRYPOINT_NOT_FOUND. Also leaves a line in the log at once.
    static func standIn(
        for symbol: Importer.Symbol, of provider: Module, neededBy module: Module
    ) throws(NTStatus) -> UInt {
        let size = codeSize + MemoryLayout<Record>.size
        let code = try CodeMemory.allocate(size)
        var record = Record(provider: provider.address, name: 0, nameLength: 0, ordinal: 0)
        switch symbol {
        case .ordinal(let ordinal): record.ordinal = ordinal
        case .name(_, let name):
            if case .bytes(let address) = name.source { record.name = address }
            record.nameLength = name.count
        }
        let recordAddress = code + UInt(codeSize)
        Pointer<Record>(recordAddress).value = record
        writeCode(code, recordAddress, Calls.address(of: ldrpCallMissingImport))
        var line = Log.Line()
        line.add("ntdll: ")
        line.add(wideAt: module.entry.value.BaseDllName.Buffer, count: module.name.count)
        line.add(" imports what is not there: ")
        describe(record, in: &line)
        line.send()
        return code
    }

    static func describe(_ record: Record, in line: inout Log.Line) {
        let provider = Module(address: record.provider)
        line.add(wideAt: provider.entry.value.BaseDllName.Buffer, count: provider.name.count)
        if record.name != 0 {
            line.add("!")
            line.add(bytesAt: record.name, count: record.nameLength)
        } else {
            line.add("!#")
            let digits = Digits(UInt64(record.ordinal), base: 10, isUpper: false)
            for index in 0..<digits.count { line.add(digits[index]) }
        }
    }
}

/// Where every stand-in leads.
@c(LdrpCallMissingImport)
func ldrpCallMissingImport(_ record: UInt) {
    var line = Log.Line()
    line.add("ntdll: called what is not there: ")
    MissingImport.describe(Pointer<MissingImport.Record>(record).value, in: &line)
    line.send()
    RtlRaiseStatus(NTStatus.entrypointNotFound.rawValue)
}
