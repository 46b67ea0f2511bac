import SeL4ABI

/// What is wrong with a label goes before what is missing of its arguments, so that a root task that tries one label after
/// another without any finds how the kernel numbers its invocations, and changes nothing.
func labelChecks() {
    expectFirst(
        .cnodeRevoke, of: InitialSlot.cnode, "below CNode_Revoke nothing is a CNode's", "Revoke wants arguments")
    expectFirst(.pdptMap, of: Pool.make(.pdpt), "below PDPT_Map nothing is a PDPT's", "PDPT_Map wants arguments")
    expectFirst(
        .pageDirectoryMap, of: Pool.make(.pageDirectory), "below PageDirectory_Map nothing is a directory's",
        "PageDirectory_Map wants arguments")
    expectFirst(
        .pageTableMap, of: Pool.make(.pageTable), "below PageTable_Map nothing is a table's",
        "PageTable_Map wants arguments")
    expectFirst(.pageMap, of: Pool.make(.page), "below Page_Map nothing is a page's", "Page_Map wants arguments")
    expectFirst(
        .asidControlMakePool, of: InitialSlot.asidControl, "below MakePool nothing is ASID control's",
        "MakePool wants arguments")
    expectFirst(.asidPoolAssign, of: InitialSlot.asidPool, "below Assign nothing is a pool's", "Assign wants arguments")
    expectFirst(
        .ioPortControlIssue, of: InitialSlot.ioPortControl, "below Issue nothing is port control's",
        "Issue wants arguments")
}

private func expectFirst(_ label: InvocationLabel, of object: Word, _ below: StaticString, _ itself: StaticString) {
    var foreign: Word = 0
    for number in 0..<label.rawValue
    where Invoke.call(object, InvocationLabel(rawValue: number)).label == ErrorCode.illegalOperation.rawValue {
        foreign += 1
    }
    equal(below, foreign, label.rawValue)
    expect(itself, Invoke.call(object, label), .truncatedMessage)
}
