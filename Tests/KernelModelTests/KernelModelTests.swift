import Testing

@testable import KernelModel

@Suite("The kernel beside its model", .serialized) struct KernelModelTests {
    @Test("kernel and model agree for ten thousand random operations")
    func randomOperations() {
        #expect(KernelFuzzing.run(operations: 10_000, seed: 1) == nil)
    }
}
