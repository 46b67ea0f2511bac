import Foundation

/// The one line by which kernel or executive say that there is no system, or none any more. It is the last one.
enum SystemFailure {
    /// What such lines begin with: the kernel's, the executive's.
    private static let beginnings = ["Neptune: ", "Neptune OS cannot start: ", "The executive has stopped: "]

    static func isOne(_ line: some StringProtocol) -> Bool {
        !KernelTrap.begins(String(line)) && beginnings.contains { line.hasPrefix($0) }
    }

    /// The first such line of a log.
    static func line(in log: String) -> String? {
        // The last line may still be on its way.
        log.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).dropLast().first(where: isOne).map(
            String.init)
    }
}
