import CNT
import NTABI

/// RTL_USER_PROCESS_PARAMETERS: one block that holds the structure, its strings and the environment.
///
/// In a normalised block the strings hold addresses, else offsets from the block's start; so a block can be
/// copied to another address space. `Environment` is an address in either.
struct ProcessParameters {
    let block: Pointer<RTL_USER_PROCESS_PARAMETERS>

    init(at address: UInt) { block = Pointer(address) }

    static let headerSize = MemoryLayout<RTL_USER_PROCESS_PARAMETERS>.size

    /// Offsets of the strings in the structure, in the order in which their characters lie behind it.
    private static let strings: InlineArray<8, UInt> = [
        0x38, 0x50, 0x60, 0x70, 0xB0, 0xC0, 0xD0, 0xE0,
    ]

    /// The process's own parameters, ready for use. A process that was started without any gets some that name
    /// its image and nothing else.
    static func adopt() throws(NTStatus) {
        let peb = currentPEB
        if peb.value.ProcessParameters == 0 {
            var sources = InlineArray<8, Text>(repeating: Text(""))
            let name = try Services.imagePath()
            sources[2] = Text(Pointer<UNICODE_STRING>(name).value)
            let parameters = try create(sources, environment: 0)
            peb.value.ProcessParameters = parameters.block.address
            Memory.free(name)
        }
        ProcessParameters(at: peb.value.ProcessParameters).normalize()
    }

    /// A new normalised block. `sources` are current directory, DLL path, image path, command line, window title,
    /// desktop, shell and runtime data; `environment` is copied, none is empty.
    static func create(
        _ sources: borrowing InlineArray<8, Text>, environment: UInt
    ) throws(NTStatus) -> ProcessParameters {
        var size = headerSize
        for index in 0..<8 { size += roundedSize(of: sources[index]) }
        let environmentSize = environment == 0 ? 4 : EnvironmentBlock.size(of: environment)
        let memory = try Memory.allocate(size + environmentSize)
        let parameters = ProcessParameters(at: memory)
        parameters.block.value.MaximumLength = UInt32(size)
        parameters.block.value.Length = UInt32(size)
        parameters.block.value.Flags = RTL_USER_PROCESS_PARAMETERS_NORMALIZED
        var place = memory + UInt(headerSize)
        for index in 0..<8 {
            let source = sources[index]
            for character in 0..<source.count { Pointer<UInt16>(place)[character] = source[character] }
            Pointer<UNICODE_STRING>(memory + strings[index]).value = UNICODE_STRING(
                Length: UInt16(source.count * 2), MaximumLength: UInt16(source.count * 2 + 2),
                Buffer: place)
            place += UInt(roundedSize(of: source))
        }
        Bytes.copy(to: place, from: environment, count: environment == 0 ? 0 : environmentSize)
        parameters.block.value.Environment = place
        parameters.block.value.EnvironmentSize = UInt(environmentSize)
        return parameters
    }

    /// Characters, a zero, and what is missing to a multiple of eight.
    private static func roundedSize(of text: Text) -> Int { (text.count * 2 + 2 + 7) & ~7 }

    func normalize() { shift(by: block.address, unlessFlags: RTL_USER_PROCESS_PARAMETERS_NORMALIZED) }

    func denormalize() { shift(by: 0 &- block.address, unlessFlags: 0) }

    private func shift(by distance: UInt, unlessFlags flags: UInt32) {
        let isNormalized = block.value.Flags & RTL_USER_PROCESS_PARAMETERS_NORMALIZED
        guard isNormalized != flags else { return }
        for index in 0..<8 {
            let string = Pointer<UNICODE_STRING>(block.address + Self.strings[index])
            if string.value.Buffer != 0 { string.value.Buffer &+= distance }
        }
        block.value.Flags ^= RTL_USER_PROCESS_PARAMETERS_NORMALIZED
    }
}

/// RtlCreateProcessParametersEx. A new block; flag 1 asks for a normalised one. A null environment stands for a
/// copy of the caller's, null strings for empty ones.
@c(RtlCreateProcessParametersEx)
public func rtlCreateProcessParametersEx(
    _ result: UInt, _ imagePath: UInt, _ dllPath: UInt, _ currentDirectory: UInt, _ commandLine: UInt,
    _ environment: UInt, _ windowTitle: UInt, _ desktop: UInt, _ shell: UInt, _ runtimeData: UInt,
    _ flags: UInt32
) -> UInt32 {
    let own = Pointer<RTL_USER_PROCESS_PARAMETERS>(currentPEB.value.ProcessParameters)
    let image = Text(unicodeString: imagePath)
    let sources: InlineArray<8, Text> = [
        currentDirectory != 0
            ? Text(unicodeString: currentDirectory) : Text(own.value.CurrentDirectory.DosPath),
        dllPath != 0 ? Text(unicodeString: dllPath) : Text(own.value.DllPath),
        image,
        commandLine != 0 ? Text(unicodeString: commandLine) : image,
        Text(unicodeString: windowTitle), Text(unicodeString: desktop),
        Text(unicodeString: shell), Text(unicodeString: runtimeData),
    ]
    do throws(NTStatus) {
        let parameters = try ProcessParameters.create(
            sources, environment: environment != 0 ? environment : own.value.Environment)
        if flags & RTL_USER_PROCESS_PARAMETERS_NORMALIZED == 0 { parameters.denormalize() }
        Pointer<UInt>(result).value = parameters.block.address
        return 0
    } catch { return error.rawValue }
}

/// RtlCreateProcessParameters. The same, never normalised.
@c(RtlCreateProcessParameters)
public func rtlCreateProcessParameters(
    _ result: UInt, _ imagePath: UInt, _ dllPath: UInt, _ currentDirectory: UInt, _ commandLine: UInt,
    _ environment: UInt, _ windowTitle: UInt, _ desktop: UInt, _ shell: UInt, _ runtimeData: UInt
) -> UInt32 {
    rtlCreateProcessParametersEx(
        result, imagePath, dllPath, currentDirectory, commandLine, environment, windowTitle, desktop,
        shell, runtimeData, 0)
}

/// RtlDestroyProcessParameters.
@c(RtlDestroyProcessParameters)
public func rtlDestroyProcessParameters(_ parameters: UInt) -> UInt32 {
    Memory.free(parameters)
    return 0
}

/// RtlNormalizeProcessParams. Turns offsets into addresses; returns the block.
@c(RtlNormalizeProcessParams)
public func rtlNormalizeProcessParams(_ parameters: UInt) -> UInt {
    if parameters != 0 { ProcessParameters(at: parameters).normalize() }
    return parameters
}

/// RtlDeNormalizeProcessParams. Turns addresses into offsets; returns the block.
@c(RtlDeNormalizeProcessParams)
public func rtlDeNormalizeProcessParams(_ parameters: UInt) -> UInt {
    if parameters != 0 { ProcessParameters(at: parameters).denormalize() }
    return parameters
}
