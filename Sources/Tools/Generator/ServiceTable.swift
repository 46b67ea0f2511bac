/// What `Interfaces/nt.services` says: the services in the order of their numbers.
public struct ServiceTable: Sendable {
    public internal(set) var services: [Service] = []
}

public struct Service: Sendable {
    public let number: Int
    /// The exported name, `NtClose`.
    public let name: String
    /// The manager that offers it, from the heading in brackets.
    public let manager: String
    /// Its answer may be that the caller is to give up the processor, which only the caller itself can.
    public let mayYield: Bool
    public let parameters: [Parameter]

    /// The executive's method: the exported name with a small initial.
    public var method: String { "nt" + name.dropFirst(2) }
}

public struct Parameter: Sendable, Equatable {
    public let kind: Kind
    public let isOptional: Bool
    public let name: String

    public enum Kind: Sendable, Equatable {
        case scalar(String)
        case handle, access, address, string, attributes
        /// A pointer to one value: the direction, and the type by its name in the table.
        case pointer(direction: String, to: String)
    }
}

/// Why a table is refused: the line, counted from one, and what is wrong with it.
public struct TableError: Error, Equatable, CustomStringConvertible {
    public let line: Int
    public let problem: String

    public init(line: Int, problem: String) {
        self.line = line
        self.problem = problem
    }

    public var description: String { "\(Generator.tablePath):\(line): \(problem)" }
}
