/// Writes ntdll's side of the system services: the stubs, and the list of their exports.
enum StubsWriter {
    /// A stub is one number in eax and a jump. The number is the seL4 message header of the call,
    /// service number << 12 | words, so that the common routine has nothing to compute.
    static func file(for table: ServiceTable) -> String {
        var text = """
            // Generated from Interfaces/nt.services by `neptune generate`. Not to be edited.
            //
            // Each stub puts the message header of its service, number << 12 | words, into eax and jumps to
            // KiSystemService, or KiYieldingService, with the arguments where its caller left them.

            .macro SERVICE name, number, words, entry=KiSystemService
                .globl Nt\\name
                .globl Zw\\name
                .balign 16
            Nt\\name:
            Zw\\name:
                movl $(\\number << 12 | \\words), %eax
                jmp \\entry
            .endm

                .text


            """
        for service in table.services {
            text +=
                "    SERVICE \(service.name.dropFirst(2)), \(service.number), "
                + "\(service.parameters.count)\(service.mayYield ? ", KiYieldingService" : "")\n"
        }
        return text
    }

    /// The lines that a module definition file needs behind its `EXPORTS`.
    static func exports(for table: ServiceTable) -> String {
        var text = """
            ; Generated from Interfaces/nt.services by `neptune generate`. Not to be edited.
            ; The EXPORTS of the system services; the link of ntdll.dll puts them behind those of ntdll.def.

            """
        for prefix in ["Nt", "Zw"] {
            for service in table.services { text += "    \(prefix)\(service.name.dropFirst(2))\n" }
        }
        return text
    }
}
