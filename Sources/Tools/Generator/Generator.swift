/// Turns the table of system services into the sources that must agree with it.
///
/// A library without dependencies: the caller reads and writes the files.
public enum Generator {
    /// One file to write, named from the root of the checkout.
    public struct Output: Equatable, Sendable {
        public let path: String
        public let contents: String
    }

    /// Where the table is.
    public static let tablePath = "Interfaces/nt.services"
    /// The folder whose Swift files say which services have been written.
    public static let implementationPath = "Sources/Executive/Executive"

    /// Everything that follows from `table`. A service that no file of `implementation` (the contents of
    /// the executive's Swift files) defines answers STATUS_NOT_IMPLEMENTED and is listed so.
    public static func outputs(
        table: String, implementation: [String]
    ) throws(TableError) -> [Output] {
        let services = try ServiceTable(parsing: table)
        var written: Set<String> = []
        for source in implementation { written.formUnion(methods(in: source)) }
        return [
            Output(
                path: "Sources/Executive/Executive/Border/Generated/SystemServiceDispatch.swift",
                contents: DispatchWriter(written: written).file(for: services)),
            Output(
                path: "Sources/Shared/NTABI/Generated/SystemServices.swift",
                contents: NamesWriter.file(for: services)),
            Output(
                path: "Sources/Shared/CNT/include/nt_services.h",
                contents: PrototypesWriter.file(for: services)),
            Output(
                path: "Sources/NTDLL/CNTDLL/AMD64/SystemServiceStubs.S",
                contents: StubsWriter.file(for: services)),
            Output(
                path: "Sources/NTDLL/NTDLL/services.def",
                contents: StubsWriter.exports(for: services)),
            Output(
                path: "docs/services.md",
                contents: DocumentWriter(written: written).file(for: services)),
        ]
    }

    /// The names of the methods `ntXxx` that a Swift source defines.
    static func methods(in source: String) -> Set<String> {
        var found: Set<String> = []
        for line in source.split(separator: "\n") {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "(" })
            for (word, next) in zip(words, words.dropFirst())
            where word == "func" && next.hasPrefix("nt") && !line.contains("//") {
                found.insert(String(next))
            }
        }
        return found
    }
}
