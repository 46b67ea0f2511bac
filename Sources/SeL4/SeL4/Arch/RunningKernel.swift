// Unsafe in one way: a variable that every thread reads. It is written before the program's second thread starts.

import SeL4ABI

/// The kernel that this program runs on.
public enum RunningKernel {
    nonisolated(unsafe) private static var known = Numbering()

    /// What every invocation goes by. Must be right before any of a processor's object is made.
    @inline(__always) public static var numbering: Numbering {
        get { unsafe known }
        set { unsafe known = newValue }
    }

    @inline(__always) static func number(of label: InvocationLabel) -> Word { unsafe known.number(of: label) }
    @inline(__always) static func number(of type: ObjectType) -> Word { unsafe known.number(of: type) }

    /// Finds a group of invocations by calling `capability`, of the kind that the group's first one works on, without
    /// arguments: any other number is an illegal operation there, this one a truncated message. False if there is none.
    public static func locate(_ group: Numbering.Group, by capability: some Capability) -> Bool {
        unsafe known.locate(group) { number in
            let answer = trap(.call, capability.pointer, MessageInfo(label: number, length: 0))
            return answer.info.label == ErrorCode.truncatedMessage.rawValue
        }
    }
}
