import CNT
import NTABI

/// Keeps characters of one byte while there is room.
private struct ByteSink: CharacterSink {
    let buffer: UInt
    let capacity: Int
    var count = 0

    mutating func append(_ character: UInt16) {
        if count < capacity {
            Pointer<UInt8>(buffer)[count] = character < 0x100 ? UInt8(character) : 0x3F
        }
        count += 1
    }
}

/// Keeps UTF-16 characters while there is room.
private struct WideSink: CharacterSink {
    let buffer: UInt
    let capacity: Int
    var count = 0

    mutating func append(_ character: UInt16) {
        if count < capacity { Pointer<UInt16>(buffer)[count] = character }
        count += 1
    }
}

private func formatBytes(_ buffer: UInt, _ capacity: Int, _ format: UInt, _ arguments: UInt) -> Int {
    var place = format
    var formatter = Formatter(
        arguments: arguments, isWide: false, output: ByteSink(buffer: buffer, capacity: capacity))
    return formatter.run {
        let character = UInt16(Pointer<UInt8>(place).value)
        if character != 0 { place += 1 }
        return character
    }.count
}

private func formatWide(_ buffer: UInt, _ capacity: Int, _ format: UInt, _ arguments: UInt) -> Int {
    var place = format
    var formatter = Formatter(
        arguments: arguments, isWide: true, output: WideSink(buffer: buffer, capacity: capacity))
    return formatter.run {
        let character = Pointer<UInt16>(place).value
        if character != 0 { place += 2 }
        return character
    }.count
}

/// `_vsnprintf`: the number of characters, or -1 if they did not all fit; a full buffer has no zero at its end.
@c(ntdll_vsnprintf)
public func vsnprintf(_ buffer: UInt, _ size: UInt, _ format: UInt, _ arguments: UInt) -> Int32 {
    let capacity = Int(clamping: size)
    let count = formatBytes(buffer, capacity, format, arguments)
    if count < capacity { Pointer<UInt8>(buffer)[count] = 0 }
    return count > capacity ? -1 : Int32(clamping: count)
}

/// `_vsnwprintf`: the same for UTF-16.
@c(ntdll_vsnwprintf)
public func vsnwprintf(_ buffer: UInt, _ size: UInt, _ format: UInt, _ arguments: UInt) -> Int32 {
    let capacity = Int(clamping: size)
    let count = formatWide(buffer, capacity, format, arguments)
    if count < capacity { Pointer<UInt16>(buffer)[count] = 0 }
    return count > capacity ? -1 : Int32(clamping: count)
}

/// `vsprintf`: the caller knows that there is room.
@c(ntdll_vsprintf)
public func vsprintf(_ buffer: UInt, _ format: UInt, _ arguments: UInt) -> Int32 {
    vsnprintf(buffer, UInt(Int32.max), format, arguments)
}

/// `vswprintf`.
@c(ntdll_vswprintf)
public func vswprintf(_ buffer: UInt, _ format: UInt, _ arguments: UInt) -> Int32 {
    vsnwprintf(buffer, UInt(Int32.max), format, arguments)
}

/// `vDbgPrint`: formats up to 512 bytes for the system's debug log.
@c(vDbgPrint)
public func vDbgPrint(_ format: UInt, _ arguments: UInt) -> UInt32 {
    var line = Log.Line()
    return line.withBuffer { buffer, capacity in
        let count = formatBytes(buffer, capacity, format, arguments)
        Services.log(buffer, min(count, capacity))
        return 0
    }
}

/// `vDbgPrintEx`: component and level choose nothing, every message is shown.
@c(vDbgPrintEx)
public func vDbgPrintEx(
    _ component: UInt32, _ level: UInt32, _ format: UInt, _ arguments: UInt
) -> UInt32 {
    vDbgPrint(format, arguments)
}
