import Foundation

/// Measurements as a person or a program reads them.
public struct BenchmarkReport: Sendable {
    public let measurements: [Measurement]

    public init(_ measurements: [Measurement]) {
        self.measurements = measurements.map { $0.judged() }
    }

    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return String(decoding: try encoder.encode(measurements), as: UTF8.self)
    }

    public var table: String {
        let header = ["", "instructions", "time", "amount", "goal", ""]
        let rows = [header] + measurements.map(row)
        let widths = header.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            row.indices.map { column in
                let padding = String(repeating: " ", count: widths[column] - row[column].count)
                return column == 0 ? row[column] + padding : padding + row[column]
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }

    private func row(_ measurement: Measurement) -> [String] {
        let time = measurement.nanoseconds.map { String(format: "%.1f µs", $0 / 1000) } ?? ""
        let count = measurement.instructions.map { String(format: "%.0f", $0) } ?? ""
        var amount = ""
        if let value = measurement.amount, let unit = measurement.unit {
            amount = String(format: "%.\(unit == "s" ? 2 : 0)f \(unit)", value)
        }
        let goal = measurement.goal.map { String(format: "%.0f", $0) } ?? ""
        let reached = measurement.isReached.map { $0 ? "reached" : "missed" } ?? ""
        return [measurement.name, count, time, amount, goal, reached]
    }
}
