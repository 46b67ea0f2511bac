import CNT
import NTABI

/// An environment: `NAME=value` strings of UTF-16, each with a zero, and a zero behind the last. A name may
/// start with an equals sign, and case does not matter in it.
struct EnvironmentBlock {
    let address: UInt

    /// One variable, by places in the block counted in characters.
    struct Variable {
        let start: Int
        let nameEnd: Int
        /// The zero at the end of the value.
        let end: Int
    }

    init(at address: UInt) { self.address = address }

    private var characters: Pointer<UInt16> { Pointer(address) }

    /// Bytes of a block, final zero included; an empty one still has two zeros.
    static func size(of address: UInt) -> Int {
        var place = 0
        let block = EnvironmentBlock(at: address)
        while let variable = block.variable(at: place) { place = variable.end + 1 }
        return max(place + 1, 2) * 2
    }

    /// The variable at a place, or nil at the block's end.
    func variable(at start: Int) -> Variable? {
        guard characters[start] != 0 else { return nil }
        var end = start
        while characters[end] != 0 { end += 1 }
        var nameEnd = start + 1
        while nameEnd < end, characters[nameEnd] != 0x3D { nameEnd += 1 }
        return Variable(start: start, nameEnd: nameEnd, end: end)
    }

    func find(_ name: Text) -> Variable? {
        var place = 0
        while let variable = variable(at: place) {
            if self.name(of: variable).isSameName(as: name) { return variable }
            place = variable.end + 1
        }
        return nil
    }

    func name(of variable: Variable) -> Text {
        Text(.wide(address), count: variable.nameEnd).part(variable.start, variable.nameEnd)
    }

    func value(of variable: Variable) -> Text {
        let start = min(variable.nameEnd + 1, variable.end)
        return Text(.wide(address), count: variable.end).part(start, variable.end)
    }

    /// A new block with one variable set, or removed if `value` is nil. Variables stay in their order,
    /// a new one stands last.
    func replacing(_ name: Text, with value: Text?) throws(NTStatus) -> UInt {
        let oldSize = Self.size(of: address)
        let added = value.map { name.count + $0.count + 2 } ?? 0
        let memory = try Memory.allocate(oldSize + added * 2)
        let target = Pointer<UInt16>(memory)
        var length = 0
        func append(_ text: Text) {
            for index in 0..<text.count { target[length + index] = text[index] }
            length += text.count
        }
        func appendNew() {
            guard let value else { return }
            append(name)
            target[length] = 0x3D
            length += 1
            append(value)
            length += 1
        }
        var place = 0
        var isSet = false
        while let variable = variable(at: place) {
            if self.name(of: variable).isSameName(as: name) {
                appendNew()
                isSet = true
            } else {
                append(Text(.wide(address), count: variable.end).part(variable.start, variable.end))
                length += 1
            }
            place = variable.end + 1
        }
        if !isSet { appendNew() }
        return memory
    }
}

/// Runs `body` with an environment: the one given, or with null the process's own, under its lock.
private func withEnvironment(
    _ environment: UInt, _ body: (EnvironmentBlock) throws(NTStatus) -> Void
) -> UInt32 {
    let lock = CriticalSection(at: currentPEB.value.FastPebLock)
    lock.enter()
    defer { lock.leave() }
    let own = Pointer<RTL_USER_PROCESS_PARAMETERS>(currentPEB.value.ProcessParameters)
    do throws(NTStatus) {
        try body(EnvironmentBlock(at: environment != 0 ? environment : own.value.Environment))
        return 0
    } catch { return error.rawValue }
}

/// RtlQueryEnvironmentVariable_U. Copies a variable's value. If it does not fit, `Length` of the value says
/// how much it needs.
///
/// Errors: `variableNotFound`, `bufferTooSmall`.
@c(RtlQueryEnvironmentVariable_U)
public func rtlQueryEnvironmentVariableU(_ environment: UInt, _ name: UInt, _ value: UInt) -> UInt32 {
    withEnvironment(environment) { block throws(NTStatus) in
        guard let variable = block.find(Text(unicodeString: name)) else { throw .variableNotFound }
        let text = block.value(of: variable)
        let result = Pointer<UNICODE_STRING>(value)
        result.value.Length = UInt16(text.count * 2)
        guard text.count * 2 <= Int(result.value.MaximumLength) else { throw .bufferTooSmall }
        let buffer = Pointer<UInt16>(result.value.Buffer)
        for index in 0..<text.count { buffer[index] = text[index] }
        if text.count * 2 + 2 <= Int(result.value.MaximumLength) { buffer[text.count] = 0 }
    }
}

/// RtlSetEnvironmentVariable. Sets a variable, or removes it if `value` is null. `environment` is the address of
/// a block's address, or null for the process's own.
///
/// Errors: `invalidParameter` (no name, or an equals sign in it), `variableNotFound` (nothing to remove), `noMemory`.
@c(RtlSetEnvironmentVariable)
public func rtlSetEnvironmentVariable(_ environment: UInt, _ name: UInt, _ value: UInt) -> UInt32 {
    let given = environment == 0 ? 0 : Pointer<UInt>(environment).value
    return withEnvironment(given) { block throws(NTStatus) in
        let text = Text(unicodeString: name)
        guard text.count > 0 else { throw .invalidParameter }
        for index in 1..<max(1, text.count) where text[index] == 0x3D { throw .invalidParameter }
        if value == 0, block.find(text) == nil { throw .variableNotFound }
        let changed = try block.replacing(
            text, with: value == 0 ? nil : Text(unicodeString: value))
        if environment != 0 {
            Pointer<UInt>(environment).value = changed
        } else {
            let own = Pointer<RTL_USER_PROCESS_PARAMETERS>(currentPEB.value.ProcessParameters)
            own.value.Environment = changed
            own.value.EnvironmentSize = UInt(EnvironmentBlock.size(of: changed))
        }
        // The block that the process was started with is part of its parameters and stays.
        if environment != 0 || block.address != startEnvironment { Memory.free(block.address) }
    }
}

/// Where the environment lay when the process started: behind the parameters, in their memory.
private var startEnvironment: UInt {
    let parameters = Pointer<RTL_USER_PROCESS_PARAMETERS>(currentPEB.value.ProcessParameters)
    return parameters.address + UInt(parameters.value.MaximumLength)
}

/// RtlCreateEnvironment. A new environment: empty, or a copy of the process's own.
@c(RtlCreateEnvironment)
public func rtlCreateEnvironment(_ inherit: UInt8, _ result: UInt) -> UInt32 {
    withEnvironment(0) { block throws(NTStatus) in
        let size = EnvironmentBlock.size(of: block.address)
        let copy = try Memory.allocate(size)
        if inherit != 0 { Bytes.copy(to: copy, from: block.address, count: size) }
        Pointer<UInt>(result).value = copy
    }
}

/// RtlDestroyEnvironment.
@c(RtlDestroyEnvironment)
public func rtlDestroyEnvironment(_ environment: UInt) -> UInt32 {
    Memory.free(environment)
    return 0
}
