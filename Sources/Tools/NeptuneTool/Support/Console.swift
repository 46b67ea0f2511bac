import Foundation

/// What the tool tells its user, on standard error: standard output belongs to results.
public enum Console {
    /// A line of a result, seen at once by whoever follows along in a file or a pipe.
    public static func print(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    public static func say(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }

    /// Does one piece of long work, saying before what it is and afterwards how long it took.
    public static func step<Result>(
        _ what: String, _ work: () async throws -> Result
    ) async throws -> Result {
        let clock = ContinuousClock()
        let start = clock.now
        let interactive = isatty(STDERR_FILENO) == 1
        if interactive { FileHandle.standardError.write(Data("\(what) …".utf8)) }
        do {
            let result = try await work()
            say((interactive ? "\r" : "") + "\(what) \(seconds(clock.now - start))")
            return result
        } catch {
            if interactive { say("") }
            throw error
        }
    }

    /// A duration as people read it: `2.3 s`.
    public static func seconds(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        return String(format: "%.1f s", Double(seconds) + Double(attoseconds) / 1e18)
    }
}
