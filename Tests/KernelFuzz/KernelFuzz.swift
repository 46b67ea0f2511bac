import Foundation
import KernelModel

/// `KernelFuzz OPERATIONS SEED`: what `./neptune fuzz kernel` and `./neptune test` run, one on each processor core.
@main enum KernelFuzz {
    static func main() {
        let arguments = CommandLine.arguments.dropFirst().compactMap { UInt64($0) }
        guard arguments.count == 2 else {
            print("usage: KernelFuzz OPERATIONS SEED")
            exit(2)
        }
        if let failure = KernelFuzzing.run(operations: Int(arguments[0]), seed: arguments[1]) {
            print(failure)
            exit(1)
        }
    }
}
