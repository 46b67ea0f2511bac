// Unsafe in calls to addresses: entry points, callbacks and handlers that images and programs name. A wrong
// one faults in the program that gave it.

/// Calls into code that is known by address.
enum Calls {
    /// DllMain: whether it says that it succeeded.
    static func entryPoint(_ address: UInt, _ base: UInt, _ reason: UInt32, _ context: UInt) -> Bool {
        typealias Function = @convention(c) (UInt, UInt32, UInt) -> Int32
        return unsafe unsafeBitCast(address, to: Function.self)(base, reason, context) != 0
    }

    /// A TLS callback.
    static func callback(_ address: UInt, _ base: UInt, _ reason: UInt32) {
        typealias Function = @convention(c) (UInt, UInt32, UInt) -> Void
        unsafe unsafeBitCast(address, to: Function.self)(base, reason, 0)
    }

    /// A function of one argument: a vectored handler, an FLS callback.
    static func one(_ address: UInt, _ argument: UInt) -> Int32 {
        typealias Function = @convention(c) (UInt) -> Int32
        return unsafe unsafeBitCast(address, to: Function.self)(argument)
    }

    /// A function of two arguments: a comparison.
    static func two(_ address: UInt, _ first: UInt, _ second: UInt) -> Int32 {
        typealias Function = @convention(c) (UInt, UInt) -> Int32
        return unsafe unsafeBitCast(address, to: Function.self)(first, second)
    }

    /// A function of three arguments: an initialiser.
    static func three(_ address: UInt, _ first: UInt, _ second: UInt, _ third: UInt) -> Int32 {
        typealias Function = @convention(c) (UInt, UInt, UInt) -> Int32
        return unsafe unsafeBitCast(address, to: Function.self)(first, second, third)
    }

    /// A function of two arguments with an address as result: an allocator. The second argument has 32 bits at most.
    static func pointer(_ address: UInt, _ first: UInt, _ second: UInt) -> UInt {
        typealias Function = @convention(c) (UInt, UInt) -> UInt
        return unsafe unsafeBitCast(address, to: Function.self)(first, second)
    }

    /// The address of a function, for tables that others call through.
    static func address(of function: @convention(c) (UInt) -> Void) -> UInt {
        unsafe unsafeBitCast(function, to: UInt.self)
    }
}
