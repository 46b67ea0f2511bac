extension ServiceTable {
    /// More than this and the message would not fit what ntdll's stubs copy.
    static let maximumParameters = 11

    /// Reads the table; the notation is described at its top.
    public init(parsing text: String) throws(TableError) {
        var manager = ""
        var names: Set<String> = []
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, raw) in lines.enumerated() {
            let number = index + 1
            let line = raw.prefix { $0 != "#" }.trimmed
            if line.isEmpty { continue }
            if line.hasPrefix("["), line.hasSuffix("]") {
                manager = String(line.dropFirst().dropLast())
                continue
            }
            let service = try Self.service(line, services.count, manager, at: number)
            guard names.insert(service.name).inserted else {
                throw TableError(line: number, problem: "\(service.name) is there twice")
            }
            services.append(service)
        }
    }

    private static func service(
        _ line: Substring, _ number: Int, _ manager: String, at lineNumber: Int
    ) throws(TableError) -> Service {
        func refuse(_ problem: String) -> TableError {
            TableError(line: lineNumber, problem: problem)
        }
        guard !manager.isEmpty else { throw refuse("a service before the first [manager]") }
        let word = line.prefix { $0 != " " }
        let name = word.hasSuffix("!") ? word.dropLast() : word
        guard name.hasPrefix("Nt"), name.count > 2 else { throw refuse("'\(name)' is no Nt name") }
        let list = line.dropFirst(word.count).trimmed
        var parameters: [Parameter] = []
        if !list.isEmpty {
            for column in list.split(separator: ",", omittingEmptySubsequences: false) {
                parameters.append(try parameter(column.trimmed, refuse))
            }
        }
        guard parameters.count <= maximumParameters else {
            throw refuse("\(name) has more than \(maximumParameters) parameters")
        }
        let mayYield = name.count < word.count
        guard !mayYield || parameters.count <= 4 else {
            throw refuse("\(name) may yield and has arguments on the stack")
        }
        return Service(
            number: number, name: String(name), manager: manager, mayYield: mayYield, parameters: parameters)
    }

    private static func parameter(
        _ column: Substring, _ refuse: (String) -> TableError
    ) throws(TableError) -> Parameter {
        var words = column.split(separator: " ").map(String.init)
        guard words.count >= 2, let name = words.popLast(), var last = words.popLast() else {
            throw refuse("'\(column)' is not a kind and a name")
        }
        let isOptional = last.hasSuffix("?")
        if isOptional { last.removeLast() }
        guard let direction = words.first else {
            guard let kind = valueKinds[last] else { throw refuse("unknown kind '\(last)'") }
            return Parameter(kind: kind, isOptional: isOptional, name: name)
        }
        guard words.count == 1, ["in", "out", "inout"].contains(direction) else {
            throw refuse("'\(column)' is not a kind and a name")
        }
        return Parameter(
            kind: .pointer(direction: direction, to: last), isOptional: isOptional, name: name)
    }

    private static let valueKinds: [String: Parameter.Kind] = {
        var kinds: [String: Parameter.Kind] = [
            "handle": .handle, "access": .access, "address": .address, "string": .string,
            "attributes": .attributes,
        ]
        for scalar in SwiftSpelling.scalars.keys { kinds[scalar] = .scalar(scalar) }
        return kinds
    }()
}

extension Substring {
    /// Without blanks at both ends.
    var trimmed: Substring {
        var text = self.drop { $0 == " " || $0 == "\t" || $0 == "\r" }
        while let last = text.last, last == " " || last == "\t" || last == "\r" { text.removeLast() }
        return text
    }
}
