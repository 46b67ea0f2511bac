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

    /// The exit status of a run of the tool that fails. Of `exec`, most statuses belong to the program that it runs.
    public static var exitStatus: Int32 {
        CommandLine.arguments.dropFirst().first == "exec" ? ProgramRun.couldNotStart : 1
    }
}
