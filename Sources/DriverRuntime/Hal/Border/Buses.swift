// Writes only to where the driver asked for the answer.

import CWDM

/// An ISA interrupt's system vector is its number; what the executive takes in NtDriverConnectInterrupt. Its level is one of
/// the device levels, higher for lower numbers, as the 8259's priorities were.
@c(HalGetInterruptVector)
public func halGetInterruptVector(
    _ interfaceType: Int32, _ busNumber: UInt32, _ level: UInt32, _ vector: UInt32,
    _ irql: UnsafeMutablePointer<UInt8>, _ affinity: UnsafeMutablePointer<UInt64>
) -> UInt32 {
    let highestDeviceLevel: UInt32 = 12
    let lowestDeviceLevel: UInt32 = 3
    unsafe irql.pointee = UInt8(
        max(lowestDeviceLevel, highestDeviceLevel - min(level, 15) * 9 / 15))
    unsafe affinity.pointee = 1
    return vector
}

/// Bus addresses are physical addresses and port numbers on a PC: `addressSpace` (1 for ports) and the address stay.
@c(HalTranslateBusAddress)
public func halTranslateBusAddress(
    _ interfaceType: Int32, _ busNumber: UInt32, _ address: Int64,
    _ addressSpace: UnsafeMutablePointer<UInt32>, _ translated: UnsafeMutablePointer<Int64>
) -> UInt8 {
    unsafe translated.pointee = address
    return 1
}

/// `KeStallExecutionProcessor` of ntoskrnl.exe.
@c(HalStallExecutionProcessor) public func halStallExecutionProcessor(_ microseconds: UInt32) {
    KeStallExecutionProcessor(microseconds)
}

/// `KeQueryPerformanceCounter` of ntoskrnl.exe.
@c(HalQueryPerformanceCounter)
public func halQueryPerformanceCounter(_ frequency: UnsafeMutablePointer<Int64>?) -> Int64 {
    unsafe KeQueryPerformanceCounter(frequency)
}
