import Foundation
import KernelModel

/// What libFuzzer calls with each input that it tries. It has the `main` of this program.
@c(LLVMFuzzerTestOneInput)
public func fuzzOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let input = Array(UnsafeBufferPointer(start: bytes, count: count))
    if let failure = KernelFuzzing.run(bytes: input) {
        print(failure)
        abort()
    }
    return 0
}
