import CNT

/// A circular list as LIST_ENTRY makes it: the head and the links in the entries look alike.
struct LinkedList {
    let head: Pointer<LIST_ENTRY64>

    init(at address: UInt) { head = Pointer(address) }

    func initialize() {
        head.value = LIST_ENTRY64(Flink: head.address, Blink: head.address)
    }

    /// The links behind these, or nil at the end.
    func next(after links: UInt) -> UInt? {
        let next = Pointer<LIST_ENTRY64>(links).value.Flink
        return next == head.address ? nil : next
    }

    var first: UInt? { next(after: head.address) }

    func append(_ links: UInt) {
        let last = head.value.Blink
        Pointer<LIST_ENTRY64>(links).value = LIST_ENTRY64(Flink: head.address, Blink: last)
        Pointer<LIST_ENTRY64>(last).value.Flink = links
        head.value.Blink = links
    }

    /// Takes an entry out of whatever list it is in; links of zeros are in none.
    static func remove(_ links: UInt) {
        let entry = Pointer<LIST_ENTRY64>(links)
        guard entry.value.Flink != 0 else { return }
        Pointer<LIST_ENTRY64>(entry.value.Blink).value.Flink = entry.value.Flink
        Pointer<LIST_ENTRY64>(entry.value.Flink).value.Blink = entry.value.Blink
        entry.value = LIST_ENTRY64(Flink: 0, Blink: 0)
    }
}
