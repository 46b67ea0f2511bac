// Unsafe in nothing but the instructions behind `PERuntime`: a thread's gs base is its TEB from its first
// instruction to its last.

import CNT
import PERuntime

/// The calling thread's environment block.
var currentTEB: Pointer<TEB> { Pointer(nt_current_teb()) }

/// This process's environment block.
var currentPEB: Pointer<PEB> { Pointer(nt_current_peb()) }

/// RtlGetCurrentPeb. The address of this process's PEB.
@c(RtlGetCurrentPeb)
public func rtlGetCurrentPeb() -> UInt { nt_current_peb() }
