/// What the kernel and the model do not agree on, or what does not hold.
struct Disagreement: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
