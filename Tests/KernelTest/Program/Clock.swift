import CKernelTest
import SeL4ABI

// The kernel's clock runs beside the checks: between any two instructions a tick may fall that ends our turn, and the
// processor may stand still for as long as it likes. Whatever is asked here comes out the same all the same.

/// Whether an experiment comes out as it shall, where a tick that falls into it may spoil it.
///
/// Ten successes are asked for: a right kernel has them soon, however many are spoiled; a wrong one owes a success to a
/// tick, and those are few. Where not even a tick gives a wrong kernel one, a single success is enough.
func holdsUndisturbed(times: Int = 10, _ experiment: () -> Bool) -> Bool {
    var successes = 0
    for _ in 0..<200 where successes < times {
        if experiment() { successes += 1 }
    }
    return successes == times
}

/// Looks until something has happened that takes a tick or two. False: it does not.
func comesTrue(_ condition: () -> Bool) -> Bool {
    for _ in 0..<2_000_000 where condition() { return true }
    return false
}

/// Several ticks' time in which something shall not happen.
func pause() {
    let end = read_tsc() + 60_000_000
    while read_tsc() < end {}
}
