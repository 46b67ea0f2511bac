import CNT
import NTABI

extension Executive {
    /// Fills KUSER_SHARED_DATA with what does not change.
    func initializeSharedData() {
        let page = sharedData
        page.set(0x04, UInt32(1 << 24))  // TickCountMultiplier: a tick is a millisecond
        page.set(0x2C, UInt16(0x8664))  // ImageNumberLow and High: the machine
        page.set(0x2E, UInt16(0x8664))
        for (index, unit) in UnicodeString("C:\\Windows").units.enumerated() { page.set(0x30 + 2 * index, unit) }
        page.set(0x260, UInt32(WindowsVersion.build))
        page.set(0x264, UInt32(1))  // NtProductWinNt
        page.set(0x268, UInt8(1))
        page.set(0x26A, UInt16(9))  // PROCESSOR_ARCHITECTURE_AMD64
        page.set(0x26C, WindowsVersion.major)
        page.set(0x270, WindowsVersion.minor)
        // Every x86-64 processor has these.
        for feature in [2, 3, 6, 8, 9, 10, 12, 23] { page.set(0x274 + feature, UInt8(1)) }
        page.set(0x2D8, UInt32(0))
        page.set(0x2E8, UInt32(memory.hardware.pageCount))
        page.set(0x300, clock.frequency)
        page.set(0x330, UInt32(truncatingIfNeeded: clock.performanceCounter ^ clock.systemTime))
        page.set(0x3C0, UInt32(1))  // ActiveProcessorCount
        page.set(0x3C4, UInt8(1))
        publishTime()
    }

    /// Brings the page's times up to now. Called on every tick.
    func publishTime() {
        let now = clock.interruptTime
        let page = sharedData
        page.setTime(0x08, now)
        page.setTime(0x14, UInt64(bitPattern: clock.bootTime + Int64(bitPattern: now)))
        let ticks = now / UInt64(IntervalTimer.unitsPerTick)
        page.setTime(0x320, ticks)
        page.set(0x00, UInt32(truncatingIfNeeded: ticks))
    }
}
