import Foundation
import SystemPackage

/// Tells whether anything a build step reads has changed since the step last succeeded.
///
/// Made of paths, sizes and modification times, not of contents: it must cost next to nothing.
public struct Fingerprint: Sendable, Equatable {
    public private(set) var text: String

    public init(inputs: [FilePath], extra: [String] = []) {
        var hash = FowlerNollVo()
        for word in extra { hash.add(word) }
        for input in inputs {
            let attributes = try? FileManager.default.attributesOfItem(atPath: input.string)
            let time = (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
            hash.add("\(input) \(attributes?[.size] as? Int ?? -1) \(time)")
        }
        text = String(hash.value, radix: 16)
    }
}

/// The 64-bit FNV-1a hash.
struct FowlerNollVo {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ text: String) {
        for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        value = (value ^ 0xFF) &* 0x0000_0100_0000_01B3
    }
}

/// Remembers the fingerprints of steps that succeeded, one small file a step.
public struct StepMemory: Sendable {
    public let folder: FilePath

    /// Does the step unless it was done with the same inputs before and its outputs are still there.
    /// Returns whether it was done.
    @discardableResult
    public func perform(
        _ name: String, _ fingerprint: Fingerprint, outputs: [FilePath],
        _ work: () async throws -> Void
    ) async throws -> Bool {
        let record = folder.appending("\(name).step")
        if outputs.allSatisfy(Files.exists), (try? Files.text(record)) == fingerprint.text {
            return false
        }
        Files.remove(record)
        try await work()
        try Files.write(fingerprint.text, to: record)
        return true
    }
}
