// What the process was started with. The parameters stand in the process's memory for its whole life.

import CNT

/// The command line of this process, as text and as words.
public enum ProcessArguments {
    /// As the creator wrote it.
    public static func text() -> [UInt16] {
        guard let peb = unsafe RtlGetCurrentPeb(),
            let parameters = unsafe UnsafePointer<RTL_USER_PROCESS_PARAMETERS>(
                bitPattern: peb.pointee.ProcessParameters)
        else { return [] }
        return unsafe characters(of: parameters.pointee.CommandLine)
    }

    /// Split at blanks; double quotes hold blanks together.
    public static func words() -> [[UInt16]] {
        var words: [[UInt16]] = []
        var word: [UInt16]?
        var isQuoted = false
        for unit in text() {
            if unit == 0x22 {
                isQuoted.toggle()
                word = word ?? []
            } else if (unit == 0x20 || unit == 0x09) && !isQuoted {
                if let finished = word { words.append(finished) }
                word = nil
            } else {
                word = (word ?? []) + [unit]
            }
        }
        if let finished = word { words.append(finished) }
        return words
    }
}
