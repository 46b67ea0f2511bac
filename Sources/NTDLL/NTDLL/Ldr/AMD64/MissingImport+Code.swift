extension MissingImport {
    /// Size of the code, rounded up to where the record may follow.
    static let codeSize = 24

    /// Writes `target(record)`: mov rcx, record; mov rax, target; jmp rax.
    static func writeCode(_ code: UInt, _ record: UInt, _ target: UInt) {
        let byte = Pointer<UInt8>(code)
        byte[0] = 0x48
        byte[1] = 0xB9
        byte[10] = 0x48
        byte[11] = 0xB8
        byte[20] = 0xFF
        byte[21] = 0xE0
        Pointer<UInt>(code + 2).value = record
        Pointer<UInt>(code + 12).value = target
    }
}
