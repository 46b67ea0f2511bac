/// Writes docs/services.md: every service with its number and the Swift signature of its method.
struct DocumentWriter {
    let written: Set<String>

    func file(for table: ServiceTable) -> String {
        let count = table.services.count
        let missing = table.services.filter { !written.contains($0.method) }.count
        var text = """
            # System services

            Written by `neptune generate` from `Interfaces/nt.services`; edit that file instead. The Swift
            signature is that of the method of `Executive` that does the work; its doc comment has access and errors.

            \(count) services, \(count - missing) implemented. One that is not answers STATUS_NOT_IMPLEMENTED.

            """
        var manager = ""
        for service in table.services {
            if service.manager != manager {
                manager = service.manager
                text += "\n## \(manager)\n\n| number | service | parameters | |\n"
                text += "| --- | --- | --- | --- |\n"
            }
            let note = written.contains(service.method) ? "" : "not implemented"
            text += "| \(service.number) | \(service.name) | \(parameters(of: service)) | \(note) |\n"
        }
        return text
    }

    private func parameters(of service: Service) -> String {
        let list =
            ["_ caller: Thread"]
            + service.parameters.map { parameter in
                "_ \(smallInitial(parameter.name)): \(SwiftSpelling.type(of: parameter))"
            }
        return "`\(list.joined(separator: ", "))`"
    }

    private func smallInitial(_ name: String) -> String {
        name.prefix(1).lowercased() + name.dropFirst()
    }
}
