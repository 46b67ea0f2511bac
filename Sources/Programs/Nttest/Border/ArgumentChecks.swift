// Every service with arguments that are right, and with each of them wrong in every way that it can be. The calls are made
// with plain numbers; whatever they lead to is the fixture's.

import CNT
import NTABI
import NativeRuntime

/// A call of a service that succeeds, or answers as said.
struct ServiceCall {
    let number: UInt
    let name: StaticString
    let arguments: [Argument]
    var answers: [NTStatus] = [.success]
    /// The call itself would end or change too much: only its refusals are tried.
    var isOnlyRefused = false
    /// The class of information it asks for, to tell calls of one service apart.
    var kind: UInt32?
    /// The service, and the class if there is one.
    var title: String { kind.map { "\(name) (class \($0))" } ?? "\(name)" }
    /// What is done with the handle that it made.
    var release: @Sendable (UInt) -> Void = { _ = NtClose($0) }
}

enum ArgumentChecks {
    static func run(_ report: Report) {
        let fixture = ArgumentFixture()
        let raw = RawCall()
        let table = ServiceCallTable(fixture)
        let all =
            InformationTable(fixture, table).all + table.objects + table.executive + table.kernel + table.processes
            + table.security + table.memory + table.files + table.registry
        for call in all { try_(call, raw, fixture, report) }
        table.tearDown()
        // Whatever is not in the table must be a driver's, and is refused to a program.
        let tried = all.map { $0.number }
        for number in 0..<SystemService.count where !tried.contains(number) {
            let status = raw.service(number, Array(repeating: fixture.place, count: 12))
            let isDrivers = number >= SystemService.ntDriverAttach
            report.check(
                named: "service \(number) is a driver's, and refused",
                isDrivers && [.accessDenied, .notImplemented].contains(status),
                "0x" + String(status.rawValue, radix: 16))
        }
    }

    private static func try_(_ call: ServiceCall, _ raw: RawCall, _ fixture: ArgumentFixture, _ report: Report) {
        let words = call.arguments.map { $0.word }
        func ask(_ words: [UInt]) -> NTStatus {
            fixture.reset()
            return raw.service(call.number, words)
        }
        if !call.isOnlyRefused {
            let status = ask(words)
            report.check(
                named: call.title, call.answers.contains(status), "0x" + String(status.rawValue, radix: 16))
            release(call, fixture)
        }
        for (index, argument) in call.arguments.enumerated() {
            for fault in argument.faults(fixture) {
                var wrong = words
                wrong[index] = fault.word
                let status = ask(wrong)
                report.check(
                    named: "\(call.title) with \(fault.what) as argument \(index + 1)", status == fault.status,
                    "0x" + String(status.rawValue, radix: 16))
                if status.isSuccess { release(call, fixture) }
            }
        }
    }

    /// Lets go of the handle at the place for new ones.
    private static func release(_ call: ServiceCall, _ fixture: ArgumentFixture) {
        let handle = unsafe UnsafePointer<UInt>(bitPattern: fixture.place)?.pointee ?? 0
        if handle != 0, handle % 4 == 0, handle < 0x10_0000 { call.release(handle) }
    }
}
