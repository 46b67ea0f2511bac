import Foundation

/// Measurements as a person or a program reads them.
public struct BenchmarkReport: Sendable {
    public let measurements: [Measurement]

    public init(_ measurements: [Measurement]) {
        self.measurements = measurements
    }

    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return String(decoding: try encoder.encode(measurements), as: UTF8.self)
    }

    public var table: String {
        let header = ["", "instructions", "goal", "time"]
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
        if let amount = measurement.amount, let unit = measurement.unit {
            let digits = unit == "s" ? 2 : 0
            return [measurement.name, "", "", String(format: "%.\(digits)f \(unit)", amount)]
        }
        let time = measurement.nanoseconds.map { String(format: "%.1f µs", $0 / 1000) } ?? "–"
        let count = measurement.instructions.map { String(format: "%.0f", $0) } ?? "–"
        let goal = Measurement.goals[measurement.name].map { String(format: "%.0f", $0) } ?? ""
        return [measurement.name, count, goal, time]
    }
}
