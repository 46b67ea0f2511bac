// File objects are made when the executive first names them and freed when it says that they are gone; no request for one is
// on its way then.

import CNT
import CWDM
import NTABI

public typealias FilePointer = UnsafeMutablePointer<FILE_OBJECT>

/// The FILE_OBJECTs that stand for the executive's file objects, found by number.
@unsafe
struct FileTable {
    /// FILE_OBJECT first, so that the object is the entry.
    @unsafe
    private struct Entry {
        var object: FILE_OBJECT
        var id: UInt32
        var next: UnsafeMutablePointer<Entry>?
    }

    private static let bucketCount = 64
    private var buckets: [64 of UnsafeMutablePointer<Entry>?] = unsafe .init(repeating: nil)

    /// Entries of files that are gone, kept for the next ones: programs open and close one file after another.
    private var spares: UnsafeMutablePointer<Entry>? = nil
    private var spareCount = 0
    private static let mostSpares = 8

    /// The object of `id`, or nil if there is no memory for a new one.
    mutating func object(_ id: UInt32, on device: DevicePointer) -> FilePointer? {
        let bucket = unsafe Int(id) % Self.bucketCount
        var entry = unsafe buckets[bucket]
        while let candidate = unsafe entry {
            if unsafe candidate.pointee.id == id { return unsafe Self.file(candidate) }
            unsafe entry = candidate.pointee.next
        }
        guard let made = unsafe takeSpare() ?? Self.allocate() else { return nil }
        unsafe Self.initialize(made, id, on: device)
        unsafe made.pointee.next = buckets[bucket]
        unsafe buckets[bucket] = made
        return unsafe Self.file(made)
    }

    mutating func remove(_ id: UInt32) {
        let bucket = unsafe Int(id) % Self.bucketCount
        var previous: UnsafeMutablePointer<Entry>? = nil
        var entry = unsafe buckets[bucket]
        while let candidate = unsafe entry, unsafe candidate.pointee.id != id {
            unsafe previous = candidate
            unsafe entry = candidate.pointee.next
        }
        guard let found = unsafe entry else { return }
        if let previous = unsafe previous {
            unsafe previous.pointee.next = found.pointee.next
        } else {
            unsafe buckets[bucket] = found.pointee.next
        }
        unsafe UnicodeString.freeCopy(found.pointee.object.FileName)
        unsafe giveSpare(found)
    }

    private mutating func takeSpare() -> UnsafeMutablePointer<Entry>? {
        guard let entry = unsafe spares else { return nil }
        unsafe spares = entry.pointee.next
        unsafe spareCount -= 1
        return unsafe entry
    }

    private mutating func giveSpare(_ entry: UnsafeMutablePointer<Entry>) {
        guard unsafe spareCount < Self.mostSpares else {
            unsafe freePool(UnsafeMutableRawPointer(entry))
            return
        }
        unsafe entry.pointee.next = spares
        unsafe spares = entry
        unsafe spareCount += 1
    }

    /// A file object that only this process knows, for IoGetDeviceObjectPointer.
    static func makeObject(for device: DevicePointer) -> FilePointer? {
        guard let entry = unsafe allocate() else { return nil }
        unsafe initialize(entry, 0, on: device)
        return unsafe file(entry)
    }

    private static func allocate() -> UnsafeMutablePointer<Entry>? {
        unsafe allocatePool(MemoryLayout<Entry>.size)?.assumingMemoryBound(to: Entry.self)
    }

    private static func initialize(_ entry: UnsafeMutablePointer<Entry>, _ id: UInt32, on device: DevicePointer) {
        unsafe memset(entry, 0, MemoryLayout<Entry>.size)
        unsafe entry.pointee.id = id
        let file = unsafe file(entry)
        unsafe file.pointee.`Type` = Int16(IO_TYPE_FILE)
        unsafe file.pointee.Size = Int16(MemoryLayout<FILE_OBJECT>.size)
        unsafe file.pointee.DeviceObject = device
        unsafe file.pointee.Flags = UInt32(FO_FILE_OPEN | FO_HANDLE_CREATED)
        unsafe keInitializeEvent(&file.pointee.Lock, 1, 1)
        unsafe keInitializeEvent(&file.pointee.Event, 0, 0)
        unsafe InitializeListHead(&file.pointee.IrpList)
    }

    private static func file(_ entry: UnsafeMutablePointer<Entry>) -> FilePointer {
        unsafe UnsafeMutableRawPointer(entry).assumingMemoryBound(to: FILE_OBJECT.self)
    }
}
