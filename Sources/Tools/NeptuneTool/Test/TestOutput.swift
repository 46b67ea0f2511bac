import Foundation

/// Understands what `swift test` prints about Swift Testing's tests.
///
/// A test with a table of arguments counts as as many tests as it has rows; a row fails when an issue is recorded
/// with its arguments.
struct TestOutput {
    private(set) var passed = 0
    private(set) var failed = 0
    /// The rows that issues were recorded for, by the test's name.
    private var failedRows: [String: Set<String>] = [:]
    /// Whether the lines that follow belong to an issue: its comment may have many.
    private var isInIssue = false

    /// What a line says of a test, and where in the line the test's name ends.
    private enum Verdict: String {
        case passed = " passed after "
        case failed = " failed after "
        case issue = " recorded an issue"
    }

    /// Takes one line; returns what is worth showing at once.
    mutating func read(_ line: String) -> [String] {
        guard let (symbol, rest) = Self.report(line) else {
            guard isInIssue, !line.isEmpty else { return [] }
            // What a program prints between reports has no symbol either; it stands here for its issue too.
            return ["     \(line)"]
        }
        isInIssue = symbol == "↳" && isInIssue
        if isInIssue { return ["     \(rest)"] }
        guard rest.hasPrefix("Test "), !rest.hasPrefix("Test run "), !rest.hasPrefix("Test case "),
            let (verdict, range) = Self.verdict(in: rest, isGood: symbol == "✔")
        else { return [] }
        let subject = String(rest[rest.index(rest.startIndex, offsetBy: 5)..<range.lowerBound])
        let (name, rows) = Self.rows(of: subject)
        switch verdict {
        case .passed:
            passed += rows
            return ["ok   \(subject)"]
        case .failed:
            let failures = min(rows, max(1, failedRows.removeValue(forKey: name)?.count ?? 1))
            failed += failures
            passed += rows - failures
            return ["FAIL \(subject)"]
        case .issue:
            isInIssue = true
            let details = rest[range.upperBound...]
            if let at = details.range(of: " at ", options: .backwards), details.hasPrefix(" with ") {
                failedRows[name, default: []].insert(String(details[..<at.lowerBound]))
            }
            return ["     \(name)\(details)"]
        }
    }

    /// The symbol that a report begins with, and what follows it.
    private static func report(_ line: String) -> (symbol: String, rest: String)? {
        let parts = line.drop { $0 == " " }.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, ["✔", "✘", "◇", "↳", "➜", "⚠", "􀟈"].contains(parts[0]) else { return nil }
        return (String(parts[0]), String(parts[1]))
    }

    /// Names are sentences in quotes that may say anything, so the verdict is looked for from the end, except that of
    /// an issue, whose description may say anything too.
    private static func verdict(in text: String, isGood: Bool) -> (Verdict, Range<String.Index>)? {
        if !isGood, let range = text.range(of: Verdict.issue.rawValue) { return (.issue, range) }
        let verdict = isGood ? Verdict.passed : .failed
        return text.range(of: verdict.rawValue, options: .backwards).map { (verdict, $0) }
    }

    /// Takes `name with 5 test cases` apart.
    private static func rows(of subject: String) -> (name: String, rows: Int) {
        for ending in [" test cases", " test case"] where subject.hasSuffix(ending) {
            guard let range = subject.range(of: " with ", options: .backwards),
                let count = Int(subject[range.upperBound...].dropLast(ending.count))
            else { continue }
            return (String(subject[..<range.lowerBound]), count)
        }
        return (subject, 1)
    }
}
