// Paths are zero-terminated and the driver's own, for as long as the call lasts.

import CNT
import CWDM
import NTABI
import NativeRuntime

/// The characters of a zero-terminated string.
func text(_ characters: UnsafePointer<UInt16>?) -> [UInt16] {
    guard let characters = unsafe characters else { return [] }
    var units: [UInt16] = []
    while unsafe characters[units.count] != 0 { units.append(unsafe characters[units.count]) }
    return units
}

/// The full path that RTL_REGISTRY_… and a path below it mean. A handle as path is not supported: order of refusals
/// `.notSupported`, `.invalidParameter`.
func registryPath(_ relativeTo: UInt32, _ path: UnsafePointer<UInt16>?) throws(NTStatus)
    -> [UInt16]
{
    guard relativeTo & UInt32(RTL_REGISTRY_HANDLE) == 0 else { throw .notSupported }
    let base: StaticString =
        switch Int(relativeTo & ~UInt32(RTL_REGISTRY_OPTIONAL)) {
        case Int(RTL_REGISTRY_ABSOLUTE): ""
        case Int(RTL_REGISTRY_SERVICES):
            "\\Registry\\Machine\\System\\CurrentControlSet\\Services"
        case Int(RTL_REGISTRY_CONTROL):
            "\\Registry\\Machine\\System\\CurrentControlSet\\Control"
        case Int(RTL_REGISTRY_WINDOWS_NT):
            "\\Registry\\Machine\\Software\\Microsoft\\Windows NT\\CurrentVersion"
        case Int(RTL_REGISTRY_DEVICEMAP): "\\Registry\\Machine\\Hardware\\DeviceMap"
        case Int(RTL_REGISTRY_USER): "\\Registry\\User\\.Default"
        default: throw .invalidParameter
        }
    let rest = unsafe text(path)
    var units = base.utf16Units
    if !units.isEmpty, !rest.isEmpty, rest[0] != UnicodeString.backslash {
        units.append(UnicodeString.backslash)
    }
    return units + rest
}

/// Opens a key for writing; makes it, and the keys that lead to it, where they are missing.
func openOrCreate(_ path: [UInt16]) throws(NTStatus) -> RegistryKey {
    do throws(NTStatus) {
        return try RegistryKey.create(path)
    } catch {
        guard error == .objectNameNotFound || error == .objectPathNotFound,
            let end = path.lastIndex(of: UnicodeString.backslash), end > 0
        else { throw error }
        try openOrCreate(Array(path[..<end])).close()
        return try RegistryKey.create(path)
    }
}

/// Sets a value; makes the keys that lead to it where they are missing.
@c(RtlWriteRegistryValue)
public func rtlWriteRegistryValue(
    _ relativeTo: UInt32, _ path: UnsafePointer<UInt16>?, _ name: UnsafePointer<UInt16>?,
    _ type: UInt32, _ data: UnsafeRawPointer?, _ length: UInt32
) -> NTSTATUS {
    let bytes = unsafe Array(UnsafeRawBufferPointer(start: data, count: Int(length)))
    do throws(NTStatus) {
        let key = try openOrCreate(unsafe registryPath(relativeTo, path))
        defer { key.close() }
        try key.set(unsafe text(name), type: type, bytes: bytes)
        return NTStatus.success.code
    } catch {
        return error.code
    }
}

/// Deletes a value. Errors: those of the path; `.objectNameNotFound`.
@c(RtlDeleteRegistryValue)
public func rtlDeleteRegistryValue(
    _ relativeTo: UInt32, _ path: UnsafePointer<UInt16>?, _ name: UnsafePointer<UInt16>?
) -> NTSTATUS {
    do throws(NTStatus) {
        let key = try RegistryKey.open(unsafe registryPath(relativeTo, path), writable: true)
        defer { key.close() }
        try key.deleteValue(unsafe text(name))
        return NTStatus.success.code
    } catch {
        return error.code
    }
}

/// Makes a key, and those that lead to it, where they are missing.
@c(RtlCreateRegistryKey)
public func rtlCreateRegistryKey(_ relativeTo: UInt32, _ path: UnsafePointer<UInt16>?) -> NTSTATUS {
    do throws(NTStatus) {
        try openOrCreate(unsafe registryPath(relativeTo, path)).close()
        return NTStatus.success.code
    } catch {
        return error.code
    }
}

/// Success if there is such a key.
@c(RtlCheckRegistryKey)
public func rtlCheckRegistryKey(_ relativeTo: UInt32, _ path: UnsafePointer<UInt16>?) -> NTSTATUS {
    do throws(NTStatus) {
        try RegistryKey.open(unsafe registryPath(relativeTo, path), writable: false).close()
        return NTStatus.success.code
    } catch {
        return error.code
    }
}
