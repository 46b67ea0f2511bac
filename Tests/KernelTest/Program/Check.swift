import SeL4ABI

/// Runs one topic's checks, with all memory for it.
func run(_ topic: StaticString, _ checks: () -> Void) {
    State.topic = topic
    Pool.startAgain()
    checks()
}

private func line(_ port: SerialPort?, _ word: StaticString, _ rule: StaticString, _ name: Word) {
    port?.put(word)
    port?.put(State.topic)
    port?.put(": ")
    port?.put(rule)
    if name != 0 { port?.put(textAt: name) }
}

/// Counts a check, named by its rule; a failed one is a line with what was there instead.
///
/// - Parameter name: The address of what the rule is tried with, text that ends with a zero; 0 if there is one case only.
func check(_ rule: StaticString, name: Word = 0, _ holds: Bool, _ found: Word = 0) {
    line(State.listing, holds ? "ok   " : "FAIL ", rule, name)
    State.listing?.put("\n")
    if holds {
        State.passed += 1
        return
    }
    State.failed += 1
    line(State.console, "FAIL ", rule, name)
    State.console?.put(" (found ")
    State.console?.put(hexadecimal: found)
    State.console?.put(")\n")
}

/// A value that a rule gives.
func equal(_ rule: StaticString, _ found: Word, _ expected: Word) {
    check(rule, found == expected, found)
}

/// An invocation's answer: its error and the words that come with it, no more and no fewer.
func expect<let count: Int>(
    _ rule: StaticString, _ answer: Answer, _ error: ErrorCode, _ words: InlineArray<count, Word>
) {
    var holds = answer.label == error.rawValue && answer.length == Word(bitPattern: count)
    if holds {
        for index in 0..<count where answer.word(index) != words[index] { holds = false }
    }
    let first = answer.words.0
    check(rule, holds, answer.label << 32 | answer.length << 24 | first & 0xFF_FFFF)
}

func expect(_ rule: StaticString, _ answer: Answer, _ error: ErrorCode) {
    let none: InlineArray<0, Word> = []
    expect(rule, answer, error, none)
}

func succeed(_ rule: StaticString, _ answer: Answer) { expect(rule, answer, .noError) }
