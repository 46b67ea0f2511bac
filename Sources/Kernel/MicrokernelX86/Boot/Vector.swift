/// The interrupt vectors and who owns them. Numbers from 0x30 to the timer are the root task's, by
/// IRQ control.
public enum Vector {
    public static let nonMaskable = 2
    public static let breakpoint = 3
    public static let doubleFault = 8
    public static let pageFault = 14
    public static let machineCheck = 18
    /// First vector that is no exception; the masked 8259s would raise spurious interrupts from
    /// here.
    public static let firstLegacy = 32
    /// Vector of device interrupt 0.
    public static let firstDevice = 0x30
    public static let deviceCount = 108
    public static let timer = 157
    public static let spurious = 255

    /// `int n` with a number above the timer's is an unknown system call, and `int3` is a
    /// breakpoint; any other is a protection fault.
    static func mayBeRaisedByUser(_ vector: Int) -> Bool {
        vector == breakpoint || (vector > timer && vector < spurious)
    }

    public static func needsEmergencyStack(_ vector: Int) -> Bool {
        vector == nonMaskable || vector == doubleFault || vector == machineCheck
    }
}
