/// How the kinds of the table are spelled in the executive's Swift.
enum SwiftSpelling {
    static let scalars = [
        "u8": "UInt8", "u16": "UInt16", "u32": "UInt32", "u64": "UInt64", "i32": "Int32",
        "i64": "Int64", "usize": "UInt", "bool": "Bool",
    ]

    /// The type of the parameter as the service's method declares it.
    static func type(of parameter: Parameter) -> String {
        let mark = parameter.isOptional ? "?" : ""
        return switch parameter.kind {
        case .scalar(let name): (scalars[name] ?? name) + mark
        case .handle: "Handle" + mark
        case .access: "AccessMask"
        // Null is a number like any other here: whoever reads the address says what it means.
        case .address: "UInt"
        case .string: "UnicodeString" + mark
        case .attributes: "ObjectAttributes" + mark
        case .pointer(_, let pointee): "UserPointer<\(pointeeType(pointee))>" + mark
        }
    }

    /// The expression that makes the method's argument out of a message word.
    static func conversion(of parameter: Parameter, word: String) -> String {
        switch parameter.kind {
        case .scalar("bool"): return "UInt8(truncatingIfNeeded: \(word)) != 0"
        case .scalar("u64"), .scalar("i64"):
            return "\(type(of: parameter))(truncatingIfNeeded: \(word))"
        case .scalar("usize"), .address: return word
        case .scalar: return "\(type(of: parameter))(truncatingIfNeeded: \(word))"
        case .handle:
            return parameter.isOptional ? "optionalHandle(\(word))" : "Handle(rawValue: \(word))"
        case .access: return "AccessMask(rawValue: UInt32(truncatingIfNeeded: \(word)))"
        case .string: return capture("String", parameter, word)
        case .attributes: return capture("Attributes", parameter, word)
        case .pointer:
            return parameter.isOptional
                ? "UserPointer(\(word))" : "UserPointer(required: \(word))"
        }
    }

    private static func capture(_ what: String, _ parameter: Parameter, _ word: String) -> String {
        parameter.isOptional
            ? "captureOptional\(what)(\(word), from: caller)"
            : "capture\(what)(\(word), from: caller)"
    }

    /// Whether reading the argument can fail before the service runs.
    static func isCaptured(_ parameter: Parameter) -> Bool {
        parameter.kind == .string || parameter.kind == .attributes
    }

    private static func pointeeType(_ name: String) -> String {
        name == "handle" ? "Handle" : scalars[name] ?? name
    }
}
