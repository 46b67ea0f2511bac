/// The slots of the initial thread's CNode whose content is fixed.
public enum InitialSlot {
    @inline(__always) public static var null: Word { 0 }
    @inline(__always) public static var thread: Word { 1 }
    @inline(__always) public static var cnode: Word { 2 }
    @inline(__always) public static var vspace: Word { 3 }
    @inline(__always) public static var irqControl: Word { 4 }
    @inline(__always) public static var asidControl: Word { 5 }
    @inline(__always) public static var asidPool: Word { 6 }
    @inline(__always) public static var ioPortControl: Word { 7 }
    @inline(__always) public static var ioSpace: Word { 8 }
    @inline(__always) public static var bootInfoFrame: Word { 9 }
    @inline(__always) public static var ipcBuffer: Word { 10 }
    @inline(__always) public static var domain: Word { 11 }
    @inline(__always) public static var smmuSIDControl: Word { 12 }
    @inline(__always) public static var smmuCBControl: Word { 13 }
    @inline(__always) public static var schedulingContext: Word { 14 }
    @inline(__always) public static var secureMonitorCall: Word { 15 }
    @inline(__always) public static var firstFree: Word { 16 }
}
