import NTABI
import NativeRuntime

/// Counts checks and prints one line for each.
final class Report {
    private(set) var passed = 0
    private(set) var failed = 0

    /// A rule that holds or does not.
    func check(_ name: StaticString, _ holds: Bool, _ got: @autoclosure () -> String = "") {
        check(named: "\(name)", holds, got())
    }

    /// The same, with a name that is put together.
    func check(named name: String, _ holds: Bool, _ got: @autoclosure () -> String = "") {
        if holds {
            passed += 1
            display("ok - \(name)\n")
        } else {
            failed += 1
            let detail = got()
            display(detail.isEmpty ? "FAILED - \(name)\n" : "FAILED - \(name) (got \(detail))\n")
        }
    }

    /// A service that should answer `wanted`. Returns whether it did.
    @discardableResult
    func expect(_ name: StaticString, _ status: UInt32, _ wanted: NTStatus) -> Bool {
        check(name, status == wanted.rawValue, "0x" + String(status, radix: 16))
        return status == wanted.rawValue
    }

    /// Two numbers that should be the same.
    func equal<Number: FixedWidthInteger>(
        _ name: StaticString, _ value: Number, _ wanted: Number
    ) {
        check(name, value == wanted, "\(value), not \(wanted)")
    }

    /// The closing line.
    func close() { display("\(passed) passed, \(failed) failed\n") }
}
