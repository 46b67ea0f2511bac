/// Something the tool could not do, told so that a person knows what to do next.
public struct ToolError: Error, CustomStringConvertible {
    /// What failed, in one line.
    public let what: String
    /// Where the details are, if they were written down.
    public let log: String?
    /// What to do about it, if that is known.
    public let advice: String?

    public init(_ what: String, log: String? = nil, advice: String? = nil) {
        self.what = what
        self.log = log
        self.advice = advice
    }

    public var description: String {
        var lines = [what]
        if let log { lines.append("  log: \(log)") }
        if let advice { lines.append("  to do: \(advice)") }
        return lines.joined(separator: "\n")
    }
}
