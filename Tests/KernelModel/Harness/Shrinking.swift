/// Delta debugging: takes parts out of a failing sequence for as long as what is left still fails.
func shrink(_ operations: [Operation], fails: ([Operation]) -> Bool) -> [Operation] {
    var kept = operations
    var chunk = max(kept.count / 2, 1)
    while true {
        var start = 0
        var isSmaller = false
        while start < kept.count {
            var candidate = kept
            candidate.removeSubrange(start..<min(start + chunk, kept.count))
            if fails(candidate) {
                kept = candidate
                isSmaller = true
            } else {
                start += chunk
            }
        }
        if chunk == 1 && !isSmaller { return kept }
        chunk = max(chunk / 2, 1)
    }
}
