import Foundation

/// Random operation sequences on the kernel and the model beside each other.
public enum KernelFuzzing {
    /// Runs at least `operations` operations; the text of a test case if one goes wrong, else nil.
    public static func run(operations: Int, seed: UInt64) -> String? {
        var failing: [Operation]?
        var gap: String?
        let ended = TrapCatcher.run {
            failing = failingSequence(operations: operations, seed: seed, gap: &gap)
        }
        return (ended ? failing : Episode.underWay).map { report($0, seed: seed) } ?? gap
    }

    /// From this many operations on, every one of the interface must have succeeded once.
    private static let enoughForAll = 500_000
    /// IRQControl_Get is refused on a machine with an IOAPIC.
    private static let invocations = (1...52).filter { $0 != 26 }

    /// - Parameter gap: what the operations did not try, or how short sequences were, if that makes them worthless.
    private static func failingSequence(operations: Int, seed: UInt64, gap: inout String?) -> [Operation]? {
        var done = 0
        var episode: UInt64 = 0
        while done < operations {
            // Each episode has a seed of its own, so that it can be had again without those before it.
            let choices = RandomChoices(seed: seed &* 0x1_0000_0001 &+ episode)
            var generator = Generator(choices: choices)
            let result = Episode(from: &generator)
            if result.failure != nil { return result.operations }
            done += result.operations.count
            episode += 1
        }
        if operations >= enoughForAll {
            let missed = invocations.filter { Model.successes[$0] == 0 }
            if !missed.isEmpty { gap = "FAIL no operation with these labels succeeded: \(missed)" }
            if done / Int(episode) < 200 {
                gap = "FAIL sequences end after \(done / Int(episode)) operations on average"
            }
        }
        return nil
    }

    /// Runs what a coverage-guided fuzzer's bytes say. A trap is the fuzzer's to report.
    public static func run(bytes: [UInt8]) -> String? {
        var generator = Generator(choices: ByteChoices(bytes))
        let result = Episode(from: &generator, limit: 400)
        return result.failure.map { "\($0)\n" + testCase(result.operations) }
    }

    /// Why the shortest part of a sequence that still fails does so, and the part as a test to paste into
    /// KernelModelTests.
    private static func report(_ operations: [Operation], seed: UInt64) -> String {
        let shortest = shrink(operations) { reason($0) != nil }
        return "FAIL \(reason(shortest) ?? "it does not fail again") (seed \(seed))\n" + testCase(shortest)
    }

    /// What goes wrong in a sequence; nil: nothing.
    static func reason(_ operations: [Operation]) -> String? {
        var failure: Disagreement?
        return TrapCatcher.run { failure = Episode.replay(operations) } ? failure?.description : "the kernel trapped"
    }

    private static func testCase(_ operations: [Operation]) -> String {
        let lines = operations.map { "        \($0)," }.joined(separator: "\n")
        return """
            @Test("say here what the rule is") func rule() {
                #expect(KernelFuzzing.reason([
            \(lines)
                ]) == nil)
            }
            """
    }
}
