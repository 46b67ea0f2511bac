// Port numbers travel as pointers, by the driver model's custom; they are never followed.

import CWDM

struct HardwarePorts: ControllerPorts {
    private static let data: UInt = 0x60
    private static let status: UInt = 0x64

    mutating func readStatus() -> UInt8 {
        unsafe READ_PORT_UCHAR(UnsafeMutablePointer(bitPattern: Self.status))
    }
    mutating func readData() -> UInt8 {
        unsafe READ_PORT_UCHAR(UnsafeMutablePointer(bitPattern: Self.data))
    }
    mutating func writeCommand(_ command: UInt8) {
        unsafe WRITE_PORT_UCHAR(UnsafeMutablePointer(bitPattern: Self.status), command)
    }
    mutating func writeData(_ data: UInt8) {
        unsafe WRITE_PORT_UCHAR(UnsafeMutablePointer(bitPattern: Self.data), data)
    }
    mutating func stall(_ microseconds: UInt32) { KeStallExecutionProcessor(microseconds) }
}
