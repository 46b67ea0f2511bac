import SeL4ABI
import Testing

@testable import SeL4

/// How seL4 counts invocations: the interface's order, of which a configuration takes out what it does not have.
private struct Counted {
    enum Feature: CaseIterable { case processors, debugger, schedules, iommu, machines }
    typealias Kind = String

    /// From label 15 on; what comes before has no conditions. Names are the object's and the invocation's; a star marks what
    /// the kernel would do without any argument.
    static let order: [(object: Kind, name: String, feature: Feature?)] =
        [("TCB", "SetAffinity", .processors)]
        + ["SetBreakpoint", "GetBreakpoint", "UnsetBreakpoint", "ConfigureSingleStepping"].map {
            ("TCB", $0, .debugger)
        }
        + [("TCB", "SetTLSBase", nil), ("TCB", "SetFlags", nil)]
        + ["Revoke", "Delete", "CancelBadgedSends", "Copy", "Mint", "Move", "Mutate", "Rotate", "SaveCaller"].map {
            ("CNode", $0, nil)
        }
        + [("IRQControl", "Get", nil)] + ["*Ack", "SetNotification", "*Clear"].map { ("IRQHandler", $0, nil) }
        + [("Domain", "Set", nil), ("Domain", "Configure", .schedules), ("Domain", "SetStart", .schedules)]
        + [
            ("PDPT", "Map", nil), ("PDPT", "*Unmap", nil), ("PageDirectory", "Map", nil),
            ("PageDirectory", "*Unmap", nil),
        ]
        + [("PageTable", "Map", nil), ("PageTable", "*Unmap", nil)]
        + [("IOPageTable", "Map", .iommu), ("IOPageTable", "*Unmap", .iommu)]
        + [("Page", "Map", nil), ("Page", "*Unmap", nil), ("Page", "MapIO", .iommu), ("Page", "*GetAddress", nil)]
        + [("Page", "MapEPT", .machines), ("ASIDControl", "MakePool", nil), ("ASIDPool", "Assign", nil)]
        + [("IOPortControl", "Issue", nil)]
        + ["In8", "In16", "In32", "Out8", "Out16", "Out32"].map { ("IOPort", $0, nil) }
        + [("IRQControl", "GetIOAPIC", nil), ("IRQControl", "GetMSI", nil), ("TCB", "SetEPTRoot", .machines)]

    let labels: [(object: Kind, name: String)]
    /// Invocations that a search performed rather than tried.
    var harm: [String] = []

    init(_ features: [Feature]) {
        labels = Self.order.filter { $0.feature.map(features.contains) ?? true }.map { ($0.object, $0.name) }
    }

    /// Calls an object of that kind with a label and no arguments; true for a truncated message.
    mutating func call(_ object: Kind, _ label: Word) -> Bool {
        guard label >= 15, label - 15 < labels.count, labels[Int(label - 15)].object == object else { return false }
        let name = labels[Int(label - 15)].name
        if name.hasPrefix("*") { harm.append("\(object) \(name)") }
        return !name.hasPrefix("*")
    }

    func label(_ object: Kind, _ name: String) -> Word? {
        labels.firstIndex { $0.object == object && $0.name == name }.map { 15 + Word($0) }
    }
}

@Suite struct NumberingTests {
    private static let configurations: [[Counted.Feature]] =
        (0..<1 << Counted.Feature.allCases.count).map { bits in
            Counted.Feature.allCases.enumerated().filter { bits >> $0.offset & 1 == 1 }.map(\.element)
        }

    private static let kinds: [(Numbering.Group, Counted.Kind)] = [
        (.common, "CNode"), (.tables, "PDPT"), (.pages, "Page"), (.identifiers, "ASIDControl"),
        (.devices, "IOPortControl"),
    ]

    /// What the executive and drivers ask of the kernel, with our names and the interface's.
    private static let used: [(InvocationLabel, Counted.Kind, String)] = [
        (.tcbSetFlags, "TCB", "SetFlags"), (.cnodeRevoke, "CNode", "Revoke"), (.cnodeDelete, "CNode", "Delete"),
        (.cnodeCancelBadgedSends, "CNode", "CancelBadgedSends"), (.cnodeCopy, "CNode", "Copy"),
        (.cnodeMint, "CNode", "Mint"), (.cnodeMove, "CNode", "Move"), (.cnodeMutate, "CNode", "Mutate"),
        (.cnodeSaveCaller, "CNode", "SaveCaller"), (.irqHandlerAck, "IRQHandler", "*Ack"),
        (.irqHandlerSetNotification, "IRQHandler", "SetNotification"), (.irqHandlerClear, "IRQHandler", "*Clear"),
        (.pdptMap, "PDPT", "Map"), (.pdptUnmap, "PDPT", "*Unmap"), (.pageDirectoryMap, "PageDirectory", "Map"),
        (.pageDirectoryUnmap, "PageDirectory", "*Unmap"), (.pageTableMap, "PageTable", "Map"),
        (.pageTableUnmap, "PageTable", "*Unmap"), (.pageMap, "Page", "Map"), (.pageUnmap, "Page", "*Unmap"),
        (.asidControlMakePool, "ASIDControl", "MakePool"), (.asidPoolAssign, "ASIDPool", "Assign"),
        (.ioPortControlIssue, "IOPortControl", "Issue"), (.ioPortIn8, "IOPort", "In8"), (.ioPortIn16, "IOPort", "In16"),
        (.ioPortIn32, "IOPort", "In32"), (.ioPortOut8, "IOPort", "Out8"), (.ioPortOut16, "IOPort", "Out16"),
        (.ioPortOut32, "IOPort", "Out32"), (.irqControlGetIOAPIC, "IRQControl", "GetIOAPIC"),
    ]

    @Test(arguments: configurations) private func findsEveryInvocation(_ features: [Counted.Feature]) {
        var kernel = Counted(features)
        var numbering = Numbering()
        for (group, kind) in Self.kinds {
            #expect(numbering.locate(group) { kernel.call(kind, $0) }, "\(kind)")
        }
        for (label, kind, name) in Self.used {
            #expect(numbering.number(of: label) == kernel.label(kind, name), "\(kind) \(name)")
        }
        #expect(kernel.harm.isEmpty)
    }

    @Test func versions15And16WithoutExtrasAreNumberedAsTheConstantsSay() {
        let kernel = Counted([.schedules])
        for (label, kind, name) in Self.used {
            #expect(label.rawValue == kernel.label(kind, name), "\(kind) \(name)")
            #expect(Numbering().number(of: label) == label.rawValue)
        }
        #expect(Numbering().number(of: InvocationLabel.tcbSuspend) == 11)
    }

    @Test func whatIsNotThereIsNotFound() {
        var numbering = Numbering()
        #expect(!numbering.locate(.pages) { _ in false })
        #expect(numbering.number(of: InvocationLabel.pageMap) == InvocationLabel.pageMap.rawValue)
    }

    @Test func typesAreOneLowerWithoutHugePages() {
        var numbering = Numbering()
        #expect(numbering.number(of: ObjectType.page) == 8)
        numbering.hasHugePages = false
        #expect(numbering.number(of: ObjectType.pml4) == 6)
        #expect(numbering.number(of: ObjectType.page) == 7)
        #expect(numbering.number(of: ObjectType.pageDirectory) == 10)
    }
}
