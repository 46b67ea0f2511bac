/// Writes the numbers and names of the services, for traces and for whoever calls without ntdll.
enum NamesWriter {
    static func file(for table: ServiceTable) -> String {
        var text = """
            // Generated from Interfaces/nt.services by `neptune generate`. Not to be edited.
            // swift-format-ignore-file

            /// The numbers of the system services: the labels of the messages that ask for them.
            public enum SystemService {
                /// One more than the highest number.
                public static let count: UInt = \(table.services.count)


            """
        for service in table.services {
            text += "    public static let \(service.method): UInt = \(service.number)\n"
        }
        text += """

                /// The name of a service, as ntdll exports it; nil for a number that none has.
                public static func name(of number: UInt) -> StaticString? {
                    switch number {

            """
        for service in table.services {
            text += "        case \(service.number): \"\(service.name)\"\n"
        }
        return text + "        default: nil\n        }\n    }\n}\n"
    }
}
