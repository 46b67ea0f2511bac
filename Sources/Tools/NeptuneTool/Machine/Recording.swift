import SystemPackage

/// What the PC speaker played, as QEMU recorded it.
public struct Recording: Sendable {
    public let samplesPerSecond: Double
    /// One channel, full scale ±1.
    public let samples: [Double]

    /// Reads a WAV file of 16-bit samples. The sizes in its headers are not trusted: QEMU fills them in
    /// only when it ends in peace.
    public init(_ file: FilePath) throws {
        let bytes = try Files.read(file)
        guard bytes.count >= 44, bytes.starts(with: Array("RIFF".utf8)),
            Array(bytes[8..<12]) == Array("WAVE".utf8), bytes.number(at: 34, size: 2) == 16
        else { throw ToolError("\(file) is no WAV file of 16-bit samples") }
        let channels = max(1, Int(bytes.number(at: 22, size: 2)))
        samplesPerSecond = Double(bytes.number(at: 24, size: 4))
        samples = stride(from: 44, to: bytes.count - channels * 2 + 1, by: channels * 2).map {
            offset in
            Double(Int16(truncatingIfNeeded: bytes.number(at: offset, size: 2))) / 32768
        }
    }

    public init(samplesPerSecond: Double, samples: [Double]) {
        self.samplesPerSecond = samplesPerSecond
        self.samples = samples
    }

    /// A stretch of sound between two silences.
    public struct Tone: Sendable {
        public let hertz: Double
        public let seconds: Double
    }

    /// The tones in the recording, in order. A silence is 20 ms without a change of sign at some volume; QEMU leaves
    /// silences out, so that a period of quite another length begins another tone as well.
    public var tones: [Tone] {
        var tones: [Tone] = []
        var rising: [Int] = []
        func finish() {
            guard let first = rising.first, let last = rising.last, rising.count > 2 else { return }
            let seconds = Double(last - first) / samplesPerSecond
            tones.append(Tone(hertz: Double(rising.count - 1) / seconds, seconds: seconds))
        }
        func isOther(_ period: Int) -> Bool {
            guard rising.count > 2 else { return false }
            let usual = Double(rising[rising.count - 1] - rising[0]) / Double(rising.count - 1)
            return abs(Double(period) - usual) > usual / 4 + 1
        }
        let silence = Int(samplesPerSecond / 50)
        var isHigh = false
        for (index, sample) in samples.enumerated() where abs(sample) > 0.02 {
            defer { isHigh = sample > 0 }
            guard sample > 0, !isHigh else { continue }
            if let last = rising.last, index - last > silence || isOther(index - last) {
                finish()
                rising = []
            }
            rising.append(index)
        }
        finish()
        return tones
    }
}
