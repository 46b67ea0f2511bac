// The context is the interrupted thread's registers as ntdll hands them to a vectored handler. Code and the memory of string
// instructions are touched where that thread was just touching them; a bad address faults there as it would have here.

import CNT
import CWDM
import NTABI

/// Lets drivers run what assumes ring 0: the processor refuses it, and this handler does what it means.
func installEmulation() {
    let isFirst: UInt32 = 1
    let handler: @convention(c) (UnsafeMutablePointer<EXCEPTION_POINTERS>?) -> Int32 =
        unsafe handleException
    _ = unsafe RtlAddVectoredExceptionHandler(isFirst, unsafeBitCast(handler, to: UInt.self))
}

private func handleException(_ pointers: UnsafeMutablePointer<EXCEPTION_POINTERS>?) -> Int32 {
    let resume: Int32 = -1
    let search: Int32 = 0
    guard let pointers = unsafe pointers?.pointee,
        let record = unsafe UnsafePointer<EXCEPTION_RECORD>(bitPattern: pointers.ExceptionRecord),
        let context = unsafe UnsafeMutablePointer<CONTEXT>(bitPattern: pointers.ContextRecord)
    else { return search }
    return unsafe emulate(record.pointee, context) ? resume : search
}

private func emulate(_ record: EXCEPTION_RECORD, _ context: UnsafeMutablePointer<CONTEXT>) -> Bool {
    switch NTStatus(rawValue: record.ExceptionCode) {
    case .privilegedInstruction:
        return unsafe emulateInstruction(context)
    case .accessViolation:
        // A general protection fault has no address; NT says -1.
        if record.NumberParameters >= 2, record.ExceptionInformation.1 != UInt.max {
            return unsafe redirectSharedData(record.ExceptionInformation.1, context)
        }
        return unsafe emulateInstruction(context)
    default:
        return false
    }
}

private func emulateInstruction(_ context: UnsafeMutablePointer<CONTEXT>) -> Bool {
    guard let code = unsafe UnsafePointer<UInt8>(bitPattern: UInt(context.pointee.Rip)) else {
        return false
    }
    guard let instruction = PrivilegedInstruction({ index in unsafe code[index] }) else {
        return false
    }
    let registers = unsafe generalRegisters(context)
    let port = UInt16(truncatingIfNeeded: unsafe context.pointee.Rdx)
    switch instruction.operation {
    case .portIn(let width, let immediate):
        let value = readPort(immediate ?? port, width)
        unsafe context.pointee.Rax = merge(value, into: context.pointee.Rax, width: width)
    case .portOut(let width, let immediate):
        writePort(immediate ?? port, width, UInt32(truncatingIfNeeded: unsafe context.pointee.Rax))
    case .portInString(let width, let repeats):
        unsafe transferString(context, repeats: repeats, width: width, place: &context.pointee.Rdi) {
            unsafe store(readPort(port, width), at: $0, width: width)
        }
    case .portOutString(let width, let repeats):
        unsafe transferString(context, repeats: repeats, width: width, place: &context.pointee.Rsi) {
            unsafe writePort(port, width, load(from: $0, width: width))
        }
    case .readIrql(let register):
        unsafe registers[register] = UInt64(keGetCurrentIrql())
    case .writeIrql(let register):
        let new = UInt8(truncatingIfNeeded: unsafe registers[register] & 15)
        let old = keGetCurrentIrql()
        if new > old { _ = raiseIrql(new) } else { lowerIrql(new) }
    }
    unsafe context.pointee.Rip += UInt64(instruction.length)
    return true
}

/// Rax, rcx, rdx, rbx, rsp, rbp, rsi, rdi, r8…r15 lie in the context in the processor's own order.
private func generalRegisters(_ context: UnsafeMutablePointer<CONTEXT>)
    -> UnsafeMutablePointer<UInt64>
{
    let raxOffset = 0x78
    return unsafe (UnsafeMutableRawPointer(context) + raxOffset)
        .assumingMemoryBound(to: UInt64.self)
}

/// What a write of `width` bytes leaves of a 64-bit register: four bytes clear the rest, fewer keep it.
private func merge(_ value: UInt32, into register: UInt64, width: UInt16) -> UInt64 {
    switch width {
    case 1: register & ~0xFF | UInt64(value & 0xFF)
    case 2: register & ~0xFFFF | UInt64(value & 0xFFFF)
    default: UInt64(value)
    }
}

private func transferString(
    _ context: UnsafeMutablePointer<CONTEXT>, repeats: Bool, width: UInt16, place: inout UInt64,
    _ transfer: (UnsafeMutableRawPointer) -> Void
) {
    let directionFlag: UInt32 = 0x400
    let isBackward = unsafe context.pointee.EFlags & directionFlag != 0
    let step = isBackward ? 0 &- UInt64(width) : UInt64(width)
    var count = unsafe repeats ? context.pointee.Rcx : 1
    while count > 0 {
        if let address = unsafe UnsafeMutableRawPointer(bitPattern: UInt(place)) {
            unsafe transfer(address)
        }
        place &+= step
        count -= 1
        if repeats { unsafe context.pointee.Rcx = count }
    }
}

private func store(_ value: UInt32, at address: UnsafeMutableRawPointer, width: UInt16) {
    switch width {
    case 1: unsafe address.storeBytes(of: UInt8(truncatingIfNeeded: value), as: UInt8.self)
    case 2: unsafe address.storeBytes(of: UInt16(truncatingIfNeeded: value), as: UInt16.self)
    default: unsafe address.storeBytes(of: value, as: UInt32.self)
    }
}

private func load(from address: UnsafeMutableRawPointer, width: UInt16) -> UInt32 {
    switch width {
    case 1: UInt32(unsafe address.loadUnaligned(as: UInt8.self))
    case 2: UInt32(unsafe address.loadUnaligned(as: UInt16.self))
    default: unsafe address.loadUnaligned(as: UInt32.self)
    }
}

/// KUSER_SHARED_DATA as ring 0 sees it, and where it is in every process.
private let kernelSharedData: UInt = 0xFFFF_F780_0000_0000
private let userSharedData: UInt = 0x7FFE_0000
private let sharedDataSize: UInt = 0x1000

/// Drivers read the time from the shared page at its kernel address. A register that holds that address is turned to the
/// user's view of the page, and the instruction is tried again; `mov eax/rax, [absolute]` has no register and is done here.
private func redirectSharedData(_ address: UInt, _ context: UnsafeMutablePointer<CONTEXT>) -> Bool {
    guard address &- kernelSharedData < sharedDataSize else { return false }
    if unsafe loadAbsolute(context) { return true }
    let registers = unsafe generalRegisters(context)
    var found = false
    for index in 0..<16 {
        let distance = UInt(unsafe registers[index]) &- kernelSharedData
        guard distance < sharedDataSize else { continue }
        unsafe registers[index] = UInt64(userSharedData + distance)
        found = true
    }
    return found
}

private func loadAbsolute(_ context: UnsafeMutablePointer<CONTEXT>) -> Bool {
    guard let code = unsafe UnsafePointer<UInt8>(bitPattern: UInt(context.pointee.Rip)) else {
        return false
    }
    let rexW: UInt8 = 0x48
    let movAbsolute: UInt8 = 0xA1
    let isWide = unsafe code[0] == rexW
    let opcode = isWide ? 1 : 0
    guard unsafe code[opcode] == movAbsolute else { return false }
    let address = unsafe UnsafeRawPointer(code + opcode + 1).loadUnaligned(as: UInt.self)
    guard
        let source = unsafe UnsafeRawPointer(
            bitPattern: userSharedData + (address &- kernelSharedData))
    else { return false }
    unsafe context.pointee.Rax =
        isWide
        ? source.loadUnaligned(as: UInt64.self) : UInt64(source.loadUnaligned(as: UInt32.self))
    unsafe context.pointee.Rip += UInt64(opcode + 9)
    return true
}
