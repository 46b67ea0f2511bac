import Microkernel
import SeL4ABI

/// Which IOAPIC pin raises which device interrupt. A message-signalled interrupt has no pin and is
/// never masked here.
enum InterruptRouting {
    private struct Route {
        var ioapic: UInt8
        var pin: UInt8
        static let none = Route(ioapic: .max, pin: 0)
    }

    @safe nonisolated(unsafe) private static var ioapics: [8 of IOAPIC] = .init(repeating: .none)
    @safe nonisolated(unsafe) private(set) static var ioapicCount = 0
    @safe nonisolated(unsafe) private static var routes: [108 of Route] = .init(repeating: .none)

    static func configure(_ controllers: InterruptControllers) {
        for index in 0..<controllers.count {
            ioapics[index] = IOAPIC(at: controllers.addresses[index])
        }
        ioapicCount = controllers.count
    }

    /// Masked, since the number is a program's, and a processor may go on before it is checked.
    static func pinCount(_ ioapic: Int) -> Int { ioapics[ioapic & 7].pinCount }

    /// The physical address of a controller's registers.
    static func address(_ ioapic: Int) -> Word { ioapics[ioapic].address }

    static func route(
        ioapic: Int, pin: Int, levelTriggered: Bool, activeLow: Bool, device: Int
    ) {
        ioapics[ioapic & 7].configure(
            pin: pin, vector: UInt8(Vector.firstDevice + device), levelTriggered: levelTriggered,
            activeLow: activeLow)
        routes[device] = Route(ioapic: UInt8(ioapic), pin: UInt8(pin))
    }

    /// Masks the pin of an interrupt that nobody handles any more, which may be another one's from now on.
    static func forget(device: Int) {
        setMask(true, device: device)
        routes[device] = .none
    }

    static func setMask(_ masked: Bool, device: Int) {
        let route = routes[device]
        guard Int(route.ioapic) < ioapicCount else { return }
        ioapics[Int(route.ioapic)].setMask(masked, pin: Int(route.pin))
    }
}
