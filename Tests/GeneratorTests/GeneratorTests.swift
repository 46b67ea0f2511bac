import Foundation
import Generator
import Testing

private let table = """
    # a comment
    [Ob]
    NtClose      handle Handle
    NtQuery      handle? Handle, address Buffer, u32 Length, out u32? ReturnLength  # behind
    [Ex]
    NtCreate     out handle Event, access DesiredAccess, attributes? ObjectAttributes, string? Name, bool State
    NtTick
    NtRest!      bool Long
    """

private func output(_ ending: String, implementation: [String] = []) throws -> String {
    let outputs = try Generator.outputs(table: table, implementation: implementation)
    return try #require(outputs.first { $0.path.hasSuffix(ending) }).contents
}

@Suite struct GeneratorTests {
    @Test func stubsCarryNumberAndCount() throws {
        let stubs = try output("SystemServiceStubs.S")
        for line in [
            "SERVICE Close, 0, 1", "SERVICE Query, 1, 4", "SERVICE Create, 2, 5", "SERVICE Tick, 3, 0\n",
            "SERVICE Rest, 4, 1, KiYieldingService",
        ] {
            #expect(stubs.contains(line))
        }
    }

    @Test func bothPrefixesAreExported() throws {
        let exports = try output("services.def")
        #expect(exports.contains("    NtTick\n") && exports.contains("    ZwTick\n"))
    }

    @Test func argumentsAreConvertedByTheirKind() throws {
        let source = "func ntCreate(\nfunc ntQuery(_ x: Int)\n"
        let dispatch = try output("Dispatch.swift", implementation: [source])
        for piece in [
            "case 1: try callQuery(words, caller)", "optionalHandle(words[0])",
            "UInt32(truncatingIfNeeded: words[2])", "UserPointer(words[3])",
            "UserPointer(required: words[0])",
            "try captureOptionalAttributes(words[2], from: caller)",
            "try captureOptionalString(word3, from: caller)",
            "UInt8(truncatingIfNeeded: word4) != 0",
        ] { #expect(dispatch.contains(piece), "\(piece)") }
    }

    /// Capturing may use the buffer that the words lie in.
    @Test func wordsBehindACapturedArgumentAreReadBeforeIt() throws {
        let dispatch = try output("Dispatch.swift", implementation: ["func ntCreate(\n"])
        let order = ["let word3 = words[3]", "let word4 = words[4]", "try captureOptionalAttributes(words[2]"]
        let places = try order.map { try #require(dispatch.range(of: $0)).lowerBound }
        #expect(places == places.sorted())
    }

    @Test func whatNobodyHasWrittenIsListedAsNotImplemented() throws {
        let source = "    func ntClose(_ caller: Thread)\n    // func ntTick(\n"
        let dispatch = try output("Dispatch.swift", implementation: [source])
        #expect(dispatch.contains("case 0: try callClose"))
        #expect(dispatch.contains("case 3: throw .notImplemented  // NtTick"))
        let document = try output("services.md", implementation: [source])
        #expect(document.contains("5 services, 1 implemented"))
    }

    @Test(arguments: [
        ("NtClose handle Handle", 1, "a service before the first [manager]"),
        ("[Ob]\nClose handle Handle", 2, "'Close' is no Nt name"),
        ("[Ob]\nNtA word X", 2, "unknown kind 'word'"),
        ("[Ob]\nNtA handle", 2, "'handle' is not a kind and a name"),
        ("[Ob]\nNtA u32 X,", 2, "'' is not a kind and a name"),
        ("[Ob]\nNtA! u8 A, u8 B, u8 C, u8 D, u8 E", 2, "NtA may yield and has arguments on the stack"),
        ("[Ob]\nNtA\nNtA", 3, "NtA is there twice"),
    ])
    func mistakesAreToldWithTheirLine(_ text: String, _ line: Int, _ problem: String) {
        #expect(throws: TableError(line: line, problem: problem)) {
            try Generator.outputs(table: text, implementation: [])
        }
    }
}
