import NTABI
import NativeRuntime

/// `reg`: the registry.
enum RegistryCommands {
    static var all: [Command] {
        [
            Command(
                name: "reg", summary: "look at and change the registry",
                usage: """
                    reg query KEY [/v NAME]
                    reg add KEY [/v NAME [/t REG_SZ|REG_EXPAND_SZ|REG_DWORD|REG_QWORD] /d DATA]
                    reg delete KEY [/v NAME]
                    KEY is \\Registry\\Machine\\… or HKLM\\…, HKU\\…
                    """, run: run)
        ]
    }

    private static func run(_ shell: Shell, _ line: CommandLine) throws(CommandError) {
        guard line.words.count >= 3 else { throw .usage("reg query|add|delete KEY, see 'reg /?'") }
        let path = keyPath(line.words[2])
        let options = try Options(line.words[3...])
        if same(line.words[1], "query") {
            try query(shell, path, options)
        } else if same(line.words[1], "add") {
            try add(path, options)
        } else if same(line.words[1], "delete") {
            try delete(path, options)
        } else {
            throw .usage("reg knows query, add and delete, not '\(text(line.words[1]))'")
        }
    }

    private static func query(
        _ shell: Shell, _ path: [UInt16], _ options: Options
    ) throws(CommandError) {
        let contents = try attempt("cannot read '\(text(path))'") { () throws(NTStatus) in
            let key = try RegistryKey.open(path, writable: false)
            defer { key.close() }
            return (values: try key.values(), subkeys: try key.subkeyNames())
        }
        if let name = options.valueName {
            guard let value = contents.values.first(where: { equalNames($0.name, name) }) else {
                throw .status(.objectNameNotFound, "no value '\(text(name))'")
            }
            printValue(value, shell)
            return
        }
        for value in contents.values { printValue(value, shell) }
        for subkey in contents.subkeys { shell.console.print("\(text(path))\\\(text(subkey))\n") }
    }

    private static func add(_ path: [UInt16], _ options: Options) throws(CommandError) {
        let data = try options.data.map { (units) throws(CommandError) in
            try RegistryData(type: options.type, typed: units)
        }
        if options.valueName != nil && data == nil { throw .usage("reg add /v NAME needs /d DATA") }
        try attempt("cannot change '\(text(path))'") { () throws(NTStatus) in
            let key = try RegistryKey.create(path)
            defer { key.close() }
            if let data { try key.set(options.valueName ?? [], type: data.type, bytes: data.bytes) }
        }
    }

    private static func delete(_ path: [UInt16], _ options: Options) throws(CommandError) {
        try attempt("cannot delete from '\(text(path))'") { () throws(NTStatus) in
            let key = try RegistryKey.open(path, writable: true)
            defer { key.close() }
            if let name = options.valueName { try key.deleteValue(name) } else { try key.delete() }
        }
    }

    private static func printValue(_ value: RegistryValue, _ shell: Shell) {
        let name = value.name.isEmpty ? "(default)" : text(value.name)
        let type = RegistryData.typeName(value.type)
        let data = RegistryData.describe(type: value.type, bytes: value.bytes)
        shell.console.print("    \(name.left(24)) \(type.left(14)) \(data)\n")
    }

    /// HKLM and its fellows stand for the roots that NT keeps them under.
    private static func keyPath(_ word: [UInt16]) -> [UInt16] {
        let roots: [(StaticString, StaticString)] = [
            ("HKEY_LOCAL_MACHINE", "\\Registry\\Machine"), ("HKLM", "\\Registry\\Machine"),
            ("HKEY_USERS", "\\Registry\\User"), ("HKU", "\\Registry\\User"),
        ]
        let end = word.firstIndex(of: UInt16(ascii: "\\")) ?? word.count
        for (short, full) in roots where same(Array(word[..<end]), short) {
            return units(full) + word[end...]
        }
        return word
    }
}

/// Names of keys and values, which have no case.
private func equalNames(_ left: [UInt16], _ right: [UInt16]) -> Bool {
    left.map(asciiLowercased) == right.map(asciiLowercased)
}

/// What stands behind the key: /v NAME, /t TYPE, /d DATA.
private struct Options {
    var valueName: [UInt16]?
    var type = RegistryType.string
    var data: [UInt16]?

    init(_ words: ArraySlice<[UInt16]>) throws(CommandError) {
        var rest = words
        while let option = rest.popFirst() {
            guard let argument = rest.popFirst() else {
                throw .usage("'\(text(option))' needs something behind it, see 'reg /?'")
            }
            if same(option, "/v") {
                valueName = argument
            } else if same(option, "/d") {
                data = argument
            } else if same(option, "/t") {
                guard let named = RegistryData.type(named: argument) else {
                    throw .usage("unknown type '\(text(argument))', see 'reg /?'")
                }
                type = named
            } else {
                throw .usage("unknown option '\(text(option))', see 'reg /?'")
            }
        }
    }
}
