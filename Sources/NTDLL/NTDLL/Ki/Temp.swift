import CNT
import PEImage
import PERuntime
import NTABI
@c(LdrpInitialize) public func ldrpInitialize(_ context: UInt, _ base: UInt) { _ = unsafe NtContinue(UnsafeMutableRawPointer(bitPattern: context), 0) }
@c(RtlExitUserThread) public func rtlExitUserThread(_ status: UInt32) -> Never { while true { _ = NtTerminateThread(0, status) } }
@c(RtlCreateUserProcess) public func rtlCreateUserProcess(_ a: UInt, _ b: UInt32, _ c: UInt,_ d: UInt, _ e: UInt, _ f: UInt, _ g: UInt8, _ h: UInt, _ i: UInt, _ j: UInt) -> UInt32 { 0 }
