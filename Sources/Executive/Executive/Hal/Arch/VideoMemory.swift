// Unsafe in one way: cells are read and written through a pointer. Its maker vouches that `count` cells lie
// behind it for as long as the value is used; every index is checked against that by the array that shadows them.

/// VGA text memory: one 16-bit cell a character, attribute above, row after row.
///
/// Reading it back is slow on real machines, so scrolling works on a copy in ordinary memory.
@safe
struct VideoMemory {
    private let cells: UnsafeMutablePointer<UInt16>
    private var shadow: [UInt16]

    init(page: UnsafeMutableRawPointer, count: Int) {
        unsafe cells = page.bindMemory(to: UInt16.self, capacity: count)
        shadow = Array(repeating: 0, count: count)
    }

    subscript(index: Int) -> UInt16 {
        get { shadow[index] }
        set {
            shadow[index] = newValue
            unsafe cells[index] = newValue
        }
    }

    mutating func fill(_ range: Range<Int>, with cell: UInt16) {
        for index in range { self[index] = cell }
    }

    /// Moves every row one up and blanks the last.
    mutating func scrollUp(rows: Int, columns: Int, blank: UInt16) {
        let kept = (rows - 1) * columns
        for index in 0..<kept { shadow[index] = shadow[index + columns] }
        for index in kept..<rows * columns { shadow[index] = blank }
        for index in shadow.indices { unsafe cells[index] = shadow[index] }
    }
}
