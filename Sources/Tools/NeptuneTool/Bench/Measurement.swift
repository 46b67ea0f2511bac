/// One figure of the benchmark.
public struct Measurement: Sendable, Codable, Equatable {
    /// What was measured, in the spelling of bench.exe.
    public let name: String
    /// Instructions the processor executed, if that could be counted.
    public var instructions: Double?
    /// Time in nanoseconds, at the speed of this host.
    public var nanoseconds: Double?
    /// A size or an amount, with its unit.
    public var amount: Double?
    public var unit: String?

    public init(_ name: String) {
        self.name = name
    }

    public init(_ name: String, amount: Double, unit: String) {
        self.name = name
        self.amount = amount
        self.unit = unit
    }

    /// The measurements in what bench.exe displayed: lines `bench NAME UNIT VALUE`, with `ns` or
    /// `instructions` as unit. The value is one call's.
    static func read(_ output: String) -> [(name: String, value: Double)] {
        output.split(whereSeparator: \.isNewline).compactMap { line in
            let words = line.split(separator: " ")
            guard words.count == 4, words[0] == "bench", ["ns", "instructions"].contains(words[2]),
                let value = Double(words[3])
            else { return nil }
            return (String(words[1]), value)
        }
    }

    /// The most instructions a call may take to reach the project's goals.
    public static let goals: [String: Double] = [
        "set-event": 1200, "close-bad-handle": 1200, "wait-signalled": 1200,
        "open-close-null": 15000, "write-16": 5000, "write-4k": 6000,
        "write-64k": 20000, "allocate-free-64k": 40000,
    ]
}
