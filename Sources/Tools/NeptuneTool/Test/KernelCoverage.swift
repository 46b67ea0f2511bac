import Foundation
import SystemPackage

/// Which lines of the portable kernel its host tests run: what `swift test` had llvm-cov export.
public struct KernelCoverage {
    private static let kernel = "Sources/Kernel/Microkernel/"
    private let workspace: Workspace
    private let scratch: String

    public init(_ workspace: Workspace, scratch: String) {
        self.workspace = workspace
        self.scratch = scratch
    }

    /// One line a file, those with the most lines missed first, and the whole.
    public func print() throws {
        let export = workspace.path("\(scratch)/debug/codecov/neptune.json")
        let report = try JSONDecoder().decode(Report.self, from: Data(Files.text(export).utf8))
        let files = (report.data.first?.files ?? []).filter { $0.filename.contains(Self.kernel) }
        for file in files.sorted(by: { $0.missed > $1.missed }) where file.missed > 0 {
            let name = file.filename.split(separator: Self.kernel).last ?? ""
            Console.print("\(file.summary.lines.text)  \(name): \(file.missed) lines not run")
        }
        let total = files.reduce(into: Lines(count: 0, covered: 0)) { sum, file in
            sum.count += file.summary.lines.count
            sum.covered += file.summary.lines.covered
        }
        Console.print("\(total.text)  line coverage of the portable kernel by its host tests")
    }

    private struct Report: Decodable { var data: [Export] }
    private struct Export: Decodable { var files: [File] }
    private struct File: Decodable {
        var filename: String
        var summary: Summary
        var missed: Int { summary.lines.count - summary.lines.covered }
    }
    private struct Summary: Decodable { var lines: Lines }
    private struct Lines: Decodable {
        var count: Int
        var covered: Int
        var text: String { String(format: "%6.2f %%", 100 * Double(covered) / Double(max(count, 1))) }
    }
}
