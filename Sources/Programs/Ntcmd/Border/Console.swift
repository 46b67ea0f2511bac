// The keyboard and the screen. The buffers that an outstanding read writes to are allocated once and never freed,
// so that they outlive every read: that is why the claims of safety here hold.

import CNT
import NTABI
import NativeRuntime

/// Where the shell prints, and where keys come from.
final class Console {
    private var keyboard: UInt
    private let event: UInt
    private var layout = KeyboardLayout()
    private var keys: [Key] = []
    private let storage: Storage
    private var isReading = false

    @safe private struct Storage {
        static let capacity = 16
        let data = UnsafeMutablePointer<KEYBOARD_INPUT_DATA>.allocate(capacity: capacity)
        let status = UnsafeMutablePointer<IO_STATUS_BLOCK>.allocate(capacity: 1)
    }

    /// Opens the keyboard.
    init() throws(NTStatus) {
        keyboard = try Self.openKeyboard()
        var event: UInt = 0
        try check(unsafe NtCreateEvent(&event, EVENT_ALL_ACCESS, nil, SynchronizationEvent, 0))
        self.event = event
        storage = Storage()
        unsafe storage.status.initialize(to: IO_STATUS_BLOCK())
    }

    private static func openKeyboard() throws(NTStatus) -> UInt {
        var handle: UInt = 0
        var status = IO_STATUS_BLOCK()
        try check(
            unsafe withAttributes(units("\\Device\\KeyboardClass0")) { attributes in
                unsafe NtCreateFile(
                    &handle, GENERIC_READ | SYNCHRONIZE, attributes, &status, nil, 0, 0, FILE_OPEN,
                    0, nil, 0)
            })
        return handle
    }

    // MARK: - Screen

    func print(_ text: String) { print(Array(text.utf16)) }

    func print(_ units: [UInt16]) { display(units) }

    /// The display takes a form feed as the order to start on an empty page.
    func clear() { print([0x0C]) }

    // MARK: - Keys

    /// Waits for the next key.
    func nextKey() -> Key {
        while true {
            if !keys.isEmpty { return keys.removeFirst() }
            startReading()
            _ = NtWaitForSingleObject(event, 0, nil)
            finishReading()
        }
    }

    /// Waits until `program` ends; Ctrl-C ends it. Other keys pressed meanwhile are nobody's.
    func waitForEnd(of program: ChildProcess) -> NTStatus {
        while true {
            startReading()
            var handles = (program.process, event)
            let status = unsafe withUnsafeMutableBytes(of: &handles) { bytes in
                unsafe NtWaitForMultipleObjects(2, bytes.baseAddress, WaitAny, 0, nil)
            }
            guard status == 1 else {
                // The program may have read the keyboard, too.
                layout.releaseModifiers()
                return program.exitStatus()
            }
            finishReading()
            let interrupted = keys.contains(.control(UInt16(ascii: "C")))
            keys = []
            if interrupted {
                print("^C\n")
                program.terminate(.controlCExit)
            }
        }
    }

    /// Waits for a time, or for Ctrl-C. What else is typed meanwhile is kept.
    func pause(milliseconds: Int64) {
        let end = Clock.systemTime() + milliseconds * 10_000
        while true {
            startReading()
            // Counted from 1601, so that it does not begin again with every key.
            var deadline = end
            guard unsafe NtWaitForSingleObject(event, 0, &deadline) == 0 else { return }
            finishReading()
            if let place = keys.firstIndex(of: .control(UInt16(ascii: "C"))) {
                keys.removeSubrange(...place)
                print("^C\n")
                return
            }
        }
    }

    /// Leaves a read outstanding, unless there is one.
    private func startReading() {
        guard !isReading else { return }
        let length = UInt32(Storage.capacity * MemoryLayout<KEYBOARD_INPUT_DATA>.stride)
        var offset: Int64 = 0
        let status = unsafe NtReadFile(
            keyboard, event, nil, nil, storage.status, storage.data, length, &offset, nil)
        isReading = true
        if !NTStatus(rawValue: status).isSuccess {
            // The keyboard's driver is gone, and with it the device that was opened. Another one comes when the driver
            // is started again; locks that were on are off on a new one.
            isReading = false
            Time.sleep(milliseconds: 100)
            if let another = try? Self.openKeyboard() {
                _ = NtClose(keyboard)
                keyboard = another
                layout = KeyboardLayout()
            }
            _ = NtSetEvent(event, nil)
        }
    }

    /// Takes what a finished read brought.
    private func finishReading() {
        guard isReading else { return }
        isReading = false
        let status = unsafe storage.status.pointee
        guard NTStatus(rawValue: status.Status).isSuccess else { return }
        let locks = layout.indicators
        let count = min(
            Int(status.Information) / MemoryLayout<KEYBOARD_INPUT_DATA>.stride, Storage.capacity)
        for index in 0..<count {
            let event = unsafe storage.data[index]
            if let key = layout.key(scanCode: event.MakeCode, flags: event.Flags) {
                keys.append(key)
            }
        }
        if layout.indicators != locks { showLocks() }
    }

    /// Lights the keyboard's LEDs as the locks stand. A keyboard without them is none the worse.
    private func showLocks() {
        var parameters = KEYBOARD_INDICATOR_PARAMETERS(UnitId: 0, LedFlags: layout.indicators)
        var status = IO_STATUS_BLOCK()
        var event: UInt = 0
        guard unsafe NtCreateEvent(&event, EVENT_ALL_ACCESS, nil, SynchronizationEvent, 0) == 0
        else { return }
        let outcome = unsafe NtDeviceIoControlFile(
            keyboard, event, nil, nil, &status, IOCTL_KEYBOARD_SET_INDICATORS, &parameters,
            UInt32(MemoryLayout<KEYBOARD_INDICATOR_PARAMETERS>.size), nil, 0)
        if NTStatus(rawValue: outcome) == .pending {
            _ = NtWaitForSingleObject(event, 0, nil)
        }
        _ = NtClose(event)
    }
}
