/// Writes the executive's dispatch: one switch over the service number, one function a service that
/// converts the arguments.
///
/// The functions are kept out of line so that the frame of one service is no part of any other's: a
/// parked stack holds only what its own service needs.
struct DispatchWriter {
    let written: Set<String>

    func file(for table: ServiceTable) -> String {
        var text = """
            // Generated from Interfaces/nt.services by `neptune generate`. Not to be edited.
            // swift-format-ignore-file

            import CNT
            import NTABI

            extension Executive {
                /// Runs the system service `number` for `caller`.
                ///
                /// All arguments are read before the service runs. Throws `.invalidSystemService` for a
                /// number that no service has, `.notImplemented` for one that is listed only.
                func dispatch(
                    number: UInt, arguments words: ServiceArguments, caller: Thread
                ) throws(NTStatus) -> NTStatus {
                    switch number {

            """
        for service in table.services {
            text += "        case \(service.number): "
            text +=
                written.contains(service.method)
                ? "try call\(service.name.dropFirst(2))(words, caller)\n"
                : "throw .notImplemented  // \(service.name)\n"
        }
        text += """
                    default: throw .invalidSystemService
                    }
                }


            """
        for service in table.services where written.contains(service.method) {
            text += function(for: service)
        }
        return text + "}\n"
    }

    private func function(for service: Service) -> String {
        // Capturing may need a page, and asking the kernel for one goes through the buffer that the words lie in.
        let firstCapture = service.parameters.firstIndex(where: SwiftSpelling.isCaptured) ?? service.parameters.count
        let later = service.parameters.indices.filter { $0 > firstCapture }
        let copies = later.map { "        let word\($0) = words[\($0)]\n" }.joined()
        let arguments = zip(service.parameters.indices, service.parameters).map { index, parameter in
            (SwiftSpelling.isCaptured(parameter) ? "try " : "")
                + SwiftSpelling.conversion(
                    of: parameter, word: index > firstCapture ? "word\(index)" : "words[\(index)]")
        }
        let list = (["caller"] + arguments).joined(separator: ",\n            ")
        return """
                @inline(never)
                private func call\(service.name.dropFirst(2))(
                    _ words: ServiceArguments, _ caller: Thread
                ) throws(NTStatus) -> NTStatus {
            \(copies)        \(copies.isEmpty ? "" : "return ")try \(service.method)(
                        \(list.split(separator: "\n", omittingEmptySubsequences: false).map(String.init).joined(separator: "\n"))
                    )
                }


            """
    }
}
