/// Completes the first word of a line from a list of names.
enum Completion: Equatable {
    /// Nothing begins so.
    case none
    /// These characters can be added: the rest of the only name and a blank, or as far as all agree.
    case extend([UInt16])
    /// Several names begin so and agree no further.
    case choices([[UInt16]])

    /// What Tab does to `line` with the cursor at `cursor`. Only a name at the line's start is completed, and
    /// only at its end: inside a word there is nothing to add.
    init(line: [UInt16], cursor: Int, names: [[UInt16]]) {
        let prefix = line[..<cursor]
        guard cursor == line.count || CommandLine.isBlank(line[cursor]),
            !prefix.contains(where: CommandLine.isBlank), !prefix.isEmpty
        else {
            self = .none
            return
        }
        let matches = names.filter { Self.begins($0, with: prefix) }
        guard let first = matches.first else {
            self = .none
            return
        }
        let common = matches.dropFirst().reduce(first.count) { length, name in
            min(length, Self.agreement(first, name))
        }
        if matches.count == 1 {
            self = .extend(Array(first[prefix.count...]) + [0x20])
        } else if common > prefix.count {
            self = .extend(Array(first[prefix.count..<common]))
        } else {
            self = .choices(matches)
        }
    }

    private static func begins(_ name: [UInt16], with prefix: ArraySlice<UInt16>) -> Bool {
        name.count >= prefix.count && agreement(name, Array(prefix)) == prefix.count
    }

    /// How many characters the two share from the start, whatever their case.
    private static func agreement(_ left: [UInt16], _ right: [UInt16]) -> Int {
        var count = 0
        while count < left.count, count < right.count,
            asciiLowercased(left[count]) == asciiLowercased(right[count])
        {
            count += 1
        }
        return count
    }
}

/// Command and program names are ASCII; their case means nothing.
func asciiLowercased(_ unit: UInt16) -> UInt16 {
    unit >= 0x41 && unit <= 0x5A ? unit + 0x20 : unit
}
