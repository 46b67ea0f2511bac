// C's functions for arrays of elements of any size, in the order that the program's routine says.

private func swap(_ first: UInt, _ second: UInt, _ size: UInt) {
    guard first != second else { return }
    for offset in 0..<size {
        let byte = Pointer<UInt8>(first + offset).value
        Pointer<UInt8>(first + offset).value = Pointer<UInt8>(second + offset).value
        Pointer<UInt8>(second + offset).value = byte
    }
}

/// `qsort`. By a heap: in place, and never slower than it must be, whatever the order at the start.
@c(ntdll_qsort)
public func qsort(_ base: UInt, _ count: UInt, _ size: UInt, _ compare: UInt) {
    func place(_ index: UInt) -> UInt { base + index * size }
    func sink(_ start: UInt, _ end: UInt) {
        var parent = start
        while 2 * parent + 1 < end {
            var child = 2 * parent + 1
            if child + 1 < end, Calls.two(compare, place(child), place(child + 1)) < 0 { child += 1 }
            guard Calls.two(compare, place(parent), place(child)) < 0 else { return }
            swap(place(parent), place(child), size)
            parent = child
        }
    }
    guard count > 1 else { return }
    var start = count / 2
    while start > 0 {
        start -= 1
        sink(start, count)
    }
    var end = count - 1
    while end > 0 {
        swap(base, place(end), size)
        sink(0, end)
        end -= 1
    }
}

/// `bsearch`. An element like `key` of a sorted array, or null.
@c(ntdll_bsearch)
public func bsearch(_ key: UInt, _ base: UInt, _ count: UInt, _ size: UInt, _ compare: UInt) -> UInt {
    var (low, high) = (UInt(0), count)
    while low < high {
        let middle = (low + high) / 2
        let element = base + middle * size
        let order = Calls.two(compare, key, element)
        if order == 0 { return element }
        if order < 0 { high = middle } else { low = middle + 1 }
    }
    return 0
}
