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
    /// The goal and whether it is reached, for a figure that has one.
    public private(set) var goal: Double?
    public private(set) var isReached: Bool?

    public init(_ name: String) {
        self.name = name
    }

    public init(_ name: String, amount: Double, unit: String) {
        self.name = name
        self.amount = amount
        self.unit = unit
    }

    /// The same with its goal, if there is one for it.
    func judged() -> Measurement {
        guard let goal = Goal.all[name], let value = amount ?? instructions else { return self }
        var result = self
        result.goal = goal.limit
        result.isReached = goal.isReached(by: value)
        return result
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

}

/// What the project wants a figure to be.
public enum Goal: Sendable, Equatable {
    case atMost(Double)
    case atLeast(Double)

    /// The goals of all figures that have one: instructions of calls, amounts of the rest in their units.
    static let all: [String: Goal] = [
        "set-event": .atMost(1200), "close-bad-handle": .atMost(1200), "wait-signalled": .atMost(1200),
        "open-close-null": .atMost(15000), "write-16": .atMost(5000), "write-4k": .atMost(6000),
        "write-64k": .atMost(20000), "allocate-free-64k": .atMost(40000),
        "kernel-call-reply": .atMost(350), "kernel-call-reply-other-space": .atMost(350),
        "kernel-call-reply-4-words": .atMost(390), "kernel-call-reply-8-words": .atMost(520),
        "kernel-signal-to-waiter": .atMost(650), "kernel-signal": .atMost(200), "kernel-yield": .atMost(180),
        "kernel-poll": .atMost(150), "kernel-latency-revoke-100k": .atMost(20000),
        "kernel-latency-delete-16k-slots": .atMost(20000), "kernel-latency-reset-1g": .atMost(20000),
        "boot to prompt": .atMost(1), "smallest memory": .atMost(32), "kernel.elf": .atMost(150),
        "free on the floppy": .atLeast(500),
    ]

    var limit: Double {
        switch self {
        case .atMost(let limit), .atLeast(let limit): limit
        }
    }

    func isReached(by value: Double) -> Bool {
        switch self {
        case .atMost(let limit): value <= limit
        case .atLeast(let limit): value >= limit
        }
    }
}
