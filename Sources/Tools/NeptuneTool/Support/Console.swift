import Foundation
import SystemPackage

/// What the tool tells its user, on standard error: standard output belongs to results.
public enum Console {
    /// A line of a result, seen at once by whoever follows along in a file or a pipe.
    public static func print(_ line: String) { write(line + "\n") }

    /// A piece of a result, as it is. Where it cannot be written the tool ends: nobody wants the rest.
    public static func write(_ text: String) {
        do { try FileDescriptor.standardOutput.writeAll(Array(text.utf8)) } catch {
            CleanUp.now()
            if error as? Errno == .brokenPipe, ToolError.exitStatus == 1 { exit(128 + SIGPIPE) }
            say("Error: cannot write to standard output: \(error)")
            exit(ToolError.exitStatus)
        }
    }

    public static func say(_ line: String) { note(line + "\n") }

    /// Whoever closes standard error does not want to know.
    private static func note(_ text: String) {
        _ = try? FileDescriptor.standardError.writeAll(Array(text.utf8))
    }

    /// Does one piece of long work, saying before what it is and afterwards how long it took.
    public static func step<Result>(
        _ what: String, _ work: () async throws -> Result
    ) async throws -> Result {
        let clock = ContinuousClock()
        let start = clock.now
        let interactive = isatty(STDERR_FILENO) == 1
        if interactive { note("\(what) …") }
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
