/// The executive: one value that holds every manager, handed down to whatever needs it.
///
/// System services are methods of this class, in extensions that stand with the manager they belong to.
public final class Executive {
    /// Creates the managers; nothing runs yet.
    public init() {}
}
