extension Executive {
    /// The periodic interrupt: time moves on, waits end.
    func tick() {
        publishTime()
        expireTimers()
        hal.acknowledgeTick()
    }
}
