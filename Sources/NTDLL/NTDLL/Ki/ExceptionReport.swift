import CNT
import NTABI

/// What the log says of an exception that nobody took: program, status, and where, as module and offset.
enum ExceptionReport {
    static func write(_ record: Pointer<EXCEPTION_RECORD>, _ context: Pointer<CONTEXT>) {
        var line = Log.Line()
        addProgram(to: &line)
        line.add(": unhandled exception ")
        line.add(hex: UInt(record.value.ExceptionCode), digits: 8)
        line.add(" at ")
        add(record.value.ExceptionAddress, to: &line)
        if record.value.ExceptionCode == NTStatus.accessViolation.rawValue,
            record.value.NumberParameters >= 2
        {
            switch record.value.ExceptionInformation.0 {
            case 0: line.add(", reading ")
            case 1: line.add(", writing ")
            default: line.add(", executing ")
            }
            line.add(hex: record.value.ExceptionInformation.1, digits: 16)
        }
        line.send()
        writeStack(context.value)
    }

    /// The calls that led there, as far as unwind data tells.
    private static func writeStack(_ start: CONTEXT) {
        var context = start
        withPointer(to: &context) { context in
            var depth = 0
            var mayBeLeaf = true
            while depth < 16, StackWalk.step(context, mayBeLeaf: &mayBeLeaf), context.value.instructionPointer != 0 {
                var line = Log.Line()
                line.add("    called from ")
                add(context.value.instructionPointer, to: &line)
                line.send()
                depth += 1
            }
        }
    }

    private static func addProgram(to line: inout Log.Line) {
        guard currentPEB.value.Ldr != 0, let first = ModuleList.loadOrder.first else { return }
        let module = Module(address: first)
        line.add(wideAt: module.entry.value.BaseDllName.Buffer, count: module.name.count)
    }

    private static func add(_ address: UInt, to line: inout Log.Line) {
        line.add(hex: address, digits: 16)
        guard currentPEB.value.Ldr != 0, let module = ModuleList.containing(address) else { return }
        line.add(" (")
        line.add(wideAt: module.entry.value.BaseDllName.Buffer, count: module.name.count)
        line.add("+")
        line.add(hex: address - module.base)
        line.add(")")
    }
}
