import Foundation
import SystemPackage

/// QEMU's machine protocol (QMP): commands and their answers as lines of JSON.
///
/// Events that arrive between answers are kept; nothing waits for them.
final class ControlChannel {
    private let socket: UnixSocket
    private var unread: [UInt8] = []
    /// Names of the events that have arrived, in order, with the reason QEMU gave.
    private(set) var events: [(name: String, reason: String)] = []

    /// Connects and makes QEMU ready for commands; nil if QEMU does not listen yet.
    init?(_ path: FilePath) throws {
        guard let socket = try UnixSocket(path, timeoutSeconds: 20) else { return nil }
        self.socket = socket
        _ = try message()
        try command("qmp_capabilities")
    }

    /// Gives one command and returns what QEMU answers.
    @discardableResult
    func command(_ name: String, _ arguments: [String: Any] = [:]) throws -> Any {
        let request: [String: Any] = ["execute": name, "arguments": arguments]
        let line = try JSONSerialization.data(withJSONObject: request)
        try socket.send(String(decoding: line, as: UTF8.self) + "\n")
        while true {
            let answer = try message()
            if let result = answer["return"] { return result }
            if let error = answer["error"] as? [String: Any] {
                throw ToolError("QEMU refuses \(name): \(error["desc"] ?? "no reason given")")
            }
        }
    }

    func close() {
        socket.close()
    }

    private func message() throws -> [String: Any] {
        while true {
            if let end = unread.firstIndex(of: 0x0A) {
                let line = Data(unread[..<end])
                unread.removeSubrange(...end)
                guard let object = try JSONSerialization.jsonObject(with: line) as? [String: Any]
                else { continue }
                if let event = object["event"] as? String {
                    let reason = (object["data"] as? [String: Any])?["reason"] as? String
                    events.append((event, reason ?? ""))
                    continue
                }
                return object
            }
            let received = socket.receive()
            guard !received.isEmpty else { throw ToolError("QEMU does not answer") }
            unread += received
        }
    }
}
