// Each value is made by `startRuntime`, before any other thread or driver runs, and guarded by the lock its type names from
// then on. They are globals because a driver's call brings no context along.

import CNT
import CWDM

let processHeap: HANDLE = unsafe RtlGetCurrentPeb().pointee.ProcessHeap
/// Base of ntoskrnl.exe itself.
let ownImageBase: HANDLE = unsafe RtlGetCurrentPeb().pointee.ImageBaseAddress

nonisolated(unsafe) var ring = unsafe RequestRing()
nonisolated(unsafe) var irps = unsafe IrpPool()
nonisolated(unsafe) var files = unsafe FileTable()
nonisolated(unsafe) var devices = unsafe DeviceTable()
nonisolated(unsafe) var drivers = unsafe DriverTable()
nonisolated(unsafe) var timers = unsafe TimerQueue()
nonisolated(unsafe) var deferredCalls = unsafe DeferredCalls()
nonisolated(unsafe) var workQueue = unsafe WorkQueue()
nonisolated(unsafe) var systemThreads = unsafe SystemThreads()
nonisolated(unsafe) var symbolicLinks = SymbolicLinks()
