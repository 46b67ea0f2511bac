import Foundation
import SystemPackage

/// The kernel was stopped by an exception of its own: what it says of that, and where in the source it was.
///
/// A run in which this happens has failed, whatever else it shows.
public struct KernelTrap: Error, Sendable, CustomStringConvertible {
    /// The kernel's report: what happened, and its registers.
    public let lines: [String]
    /// What was wrong and the source lines, innermost first; empty without symbols.
    public private(set) var places: [String] = []

    public var description: String { "the kernel trapped\n\(text)" }
    public var text: String { (lines + places).joined(separator: "\n") }

    /// What the first line of a report begins with, and what the last one is.
    private static let beginning = "Neptune: kernel trap "
    private static let ending = "the kernel halts"

    /// Takes the report out of a log, if there is one.
    public init?(in log: String) {
        guard log.contains(Self.beginning) else { return nil }
        let lines = log.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard let first = lines.firstIndex(where: { $0.contains(Self.beginning) }) else { return nil }
        let last = lines[first...].firstIndex { $0.hasPrefix(Self.ending) } ?? lines.index(before: lines.endIndex)
        self.lines = lines[first...last].filter { !$0.isEmpty }.map(String.init)
    }

    /// Whether a line begins or ends a report.
    static func begins(_ line: String) -> Bool { line.contains(beginning) }
    static func ends(_ line: String) -> Bool { line.hasPrefix(ending) }

    /// The address of the instruction that trapped.
    var instruction: String? {
        lines.first?.split(separator: " ").drop { $0 != "at" }.dropFirst().first.map(String.init)
    }

    /// The same with the source lines that `symbols`, the kernel's image with symbols, has for the instruction.
    public func located(in symbols: FilePath?) async -> KernelTrap {
        guard let symbols, Files.exists(symbols), let instruction,
            let answer = try? await Command(
                "llvm-symbolizer", ["--obj=\(symbols)", "--output-style=GNU", "--inlines", instruction]
            ).outcome(), answer.status == 0
        else { return self }
        var trap = self
        trap.places = Self.places(in: answer.output)
        return trap
    }

    /// Reads pairs of lines: a function, and where it is. The compiler's own functions stand nowhere; the name of the
    /// innermost is what was wrong.
    static func places(in output: String) -> [String] {
        var places: [String] = []
        for line in output.split(whereSeparator: \.isNewline) {
            if line.hasPrefix("Swift runtime failure") { places.append("  \(line)") }
            guard let range = line.range(of: "/Sources/") else { continue }
            places.append("  at \(line[range.lowerBound...].dropFirst().prefix { $0 != " " })")
        }
        return places
    }
}

extension MachineOptions {
    /// The symbols of the kernel that the machine boots, if it was built here.
    var kernelSymbols: FilePath? {
        let image: FilePath
        switch boot {
        case .direct(let kernel, _): image = kernel
        case .floppy(let floppy): image = floppy
        case .disc(let disc): image = disc
        }
        return image.removingLastComponent().appending("obj/kernel.sym.elf")
    }
}
