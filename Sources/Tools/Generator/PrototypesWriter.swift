/// Writes the C prototypes of the system services, through which Swift programs call ntdll.
enum PrototypesWriter {
    private static let scalars = [
        "u8": "uint8_t", "u16": "uint16_t", "u32": "uint32_t", "u64": "uint64_t", "i32": "int32_t",
        "i64": "int64_t", "usize": "uintptr_t", "bool": "BOOLEAN", "handle": "HANDLE",
    ]

    static func file(for table: ServiceTable) -> String {
        var text = """
            // Generated from Interfaces/nt.services by `neptune generate`. Not to be edited.
            #pragma once
            #include "nt_base.h"
            #include "nt_process.h"


            """
        for service in table.services {
            let list = service.parameters.map { "\(type(of: $0.kind))\($0.name)" }
            let parameters = list.isEmpty ? "void" : list.joined(separator: ", ")
            text += "NTSTATUS \(service.name)(\(parameters));\n"
        }
        return text
    }

    /// The C type with what stands between it and the name.
    private static func type(of kind: Parameter.Kind) -> String {
        switch kind {
        case .scalar(let name): "\(scalars[name] ?? name) "
        case .handle: "HANDLE "
        case .access: "ACCESS_MASK "
        case .address: "void *"
        case .string: "const UNICODE_STRING *"
        case .attributes: "const OBJECT_ATTRIBUTES *"
        case .pointer("in", let pointee): "const \(scalars[pointee] ?? pointee) *"
        case .pointer(_, let pointee): "\(scalars[pointee] ?? pointee) *"
        }
    }
}
