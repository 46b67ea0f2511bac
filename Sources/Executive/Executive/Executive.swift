import NTABI

/// The executive: one value that holds every manager, handed down to whatever needs it.
///
/// System services are methods of this class, in extensions that stand with the manager they belong to.
/// Each manager keeps its state in properties named after it, a group a manager.
public final class Executive {
    // Ke
    var clock: Clock
    var deadlines = DeadlineQueue()
    var stacks = StackPool()

    // Ob
    let namespace = Namespace()

    // Cm
    var registry: ConfigurationManager

    // Ps
    var clients = ClientTable()
    var processes: [Process] = []

    /// Creates the managers; nothing runs yet.
    init(clock: Clock) {
        self.clock = clock
        registry = ConfigurationManager(in: namespace)
    }
}
