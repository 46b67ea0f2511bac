import Foundation

extension Machine {
    /// Where text is waited for.
    public enum Place: String, Sendable { case screen, log, mirror }

    /// Waits until `text` stands in `place`, and returns all that stands there then.
    ///
    /// Throws, with what stands there, when it does not come within `limit` or the machine ends.
    @discardableResult
    public func wait(
        for text: String, on place: Place = .screen, within limit: Duration = .seconds(60)
    ) async throws -> String {
        try await wait(on: place, within: limit, for: "'\(text)'") { $0.contains(text) }
    }

    /// Waits until what stands in `place` is as asked.
    @discardableResult
    public func wait(
        on place: Place, within limit: Duration, for what: String,
        _ isThere: @Sendable (String) -> Bool
    ) async throws -> String {
        let deadline = age + limit
        while true {
            let text = try read(place)
            if isThere(text) { return text }
            if let ending = try ending() {
                throw ToolError(
                    "the machine ended (\(ending)) before \(what) came\n\(try report())")
            }
            guard age < deadline else {
                throw ToolError(
                    "\(what) did not come on the \(place.rawValue) within \(limit)\n\(try report())"
                )
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Waits until the machine ends by itself.
    public func waitForEnd(within limit: Duration) async throws -> Ending {
        let deadline = age + limit
        while true {
            if let ending = try ending() { return ending }
            guard age < deadline else {
                throw ToolError("the machine did not end within \(limit)\n\(try report())")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Waits until the shell waits for a command: the last line of the screen is its prompt alone.
    @discardableResult
    public func waitForPrompt(within limit: Duration = .seconds(60)) async throws -> String {
        try await wait(on: .screen, within: limit, for: "the prompt") { $0.isAtPrompt }
    }

    /// Types a command at the prompt and waits for the next prompt; returns what the screen shows.
    @discardableResult
    public func command(
        _ line: String, within limit: Duration = .seconds(30)
    ) async throws -> String {
        try await type(line)
        try await wait(on: .screen, within: limit, for: "the echo of '\(line)'") {
            // Long lines go on in the next row.
            $0.filter { !$0.isWhitespace }.hasSuffix(line.filter { !$0.isWhitespace })
        }
        try await type("\n")
        return try await waitForPrompt(within: limit)
    }

    private func read(_ place: Place) throws -> String {
        switch place {
        case .screen: try screen().text
        case .log: log
        case .mirror: mirror
        }
    }

    /// What a person needs to see when a machine did not do what was expected.
    private func report() throws -> String {
        let tail = log.split(separator: "\n", omittingEmptySubsequences: false).suffix(20)
        return """
            --- screen
            \((try? screen().text) ?? "(gone)")
            --- end of the log
            \(tail.joined(separator: "\n"))
            ---
            """
    }
}

extension String {
    /// Whether the last line that is not empty is the shell's prompt and nothing more.
    var isAtPrompt: Bool {
        split(separator: "\n").last { !$0.allSatisfy(\.isWhitespace) }
            .map { $0.trimmingCharacters(in: .whitespaces) } == "ntcmd>"
    }
}
