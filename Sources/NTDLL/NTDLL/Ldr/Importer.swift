import CNT
import NTABI
import PEImage

/// Connecting a module with what it imports.
enum Importer {
    /// Longest chain of forwards; a longer one is taken for a ring.
    private static let longestChain = 32

    /// Loads every module that this one imports from, and writes the addresses of what it imports.
    /// What a module does not have is bound to a stand-in that raises an exception when it is called.
    static func bind(_ module: Module, _ image: PEImage, references: UInt32) throws(NTStatus) {
        guard let tables = try addressTables(of: image) else { return }
        let start = module.base + UInt(tables.start)
        let protection = try VirtualMemory.protect(start, tables.count, PAGE_READWRITE)
        var index = 0
        while let imported = try image.importModule(index) {
            let name = text(imported.name, in: module)
            let provider = try Loader.load(name, references: references)
            module.record.value.boundProviders = index + 1
            try bind(imported, of: module, image, to: provider)
            index += 1
        }
        _ = try VirtualMemory.protect(start, tables.count, protection)
    }

    /// The bytes from the first to the last address table; nil if nothing is imported.
    private static func addressTables(of image: PEImage) throws(NTStatus) -> PERange? {
        var low = Int.max
        var high = 0
        var index = 0
        while let imported = try image.importModule(index) {
            var count = 0
            while try image.importSymbol(count, of: imported) != nil { count += 1 }
            low = min(low, imported.addressTable)
            high = max(high, imported.addressTable + count * 8)
            index += 1
        }
        return high > low ? PERange(start: low, count: high - low) : nil
    }

    private static func bind(
        _ imported: PEImportModule, of module: Module, _ image: PEImage, to provider: Module
    ) throws(NTStatus) {
        let providerImage = try provider.image()
        let exports = try providerImage.exports()
        let table = Pointer<UInt>(module.base + UInt(imported.addressTable))
        var index = 0
        while let symbol = try image.importSymbol(index, of: imported) {
            var wanted = Symbol.ordinal(0)
            switch symbol {
            case .ordinal(let ordinal): wanted = .ordinal(UInt32(ordinal))
            case .name(let hint, let name): wanted = .name(hint: hint, text(name, in: module))
            }
            if let exports,
                let address = try resolve(wanted, in: provider, providerImage, exports)
            {
                table[index] = address
            } else {
                table[index] = try MissingImport.standIn(for: wanted, of: provider, neededBy: module)
            }
            index += 1
        }
    }

    /// What is looked for in a module.
    enum Symbol {
        case ordinal(UInt32)
        case name(hint: Int, Text)
    }

    /// The address of what a module exports, forwards followed; nil if it has no such export.
    static func address(of symbol: Symbol, in module: Module, depth: Int = 0) throws(NTStatus) -> UInt? {
        let image = try module.image()
        guard let exports = try image.exports() else { return nil }
        return try resolve(symbol, in: module, image, exports, depth: depth)
    }

    private static func resolve(
        _ symbol: Symbol, in module: Module, _ image: PEImage, _ exports: PEExports, depth: Int = 0
    ) throws(NTStatus) -> UInt? {
        let found: PEExport?
        switch symbol {
        case .ordinal(let ordinal): found = try image.export(in: exports, ordinal: ordinal)
        case .name(let hint, let name):
            found = try image.export(in: exports, hint: hint) {
                text($0, in: module).order(name, ignoringCase: false)
            }
        }
        switch found {
        case nil: return nil
        case .address(let address): return module.base + UInt(address)
        case .forward(let target): return try follow(text(target, in: module), depth: depth + 1)
        }
    }

    /// The address that a forward means: `module.Name` or `module.#12`. The module it leads to stays loaded
    /// as long as the process lives, since nothing says who still uses the address.
    private static func follow(_ target: Text, depth: Int) throws(NTStatus) -> UInt? {
        guard depth <= longestChain, let dot = target.lastIndex(of: Loader.dot) else { return nil }
        let module = try Loader.load(target.part(0, dot), references: Module.pinned)
        let name = target.part(dot + 1, target.count)
        guard name.count > 0, name[0] == 0x23 else {
            return try address(of: .name(hint: 0, name), in: module, depth: depth)
        }
        var ordinal: UInt32 = 0
        for index in 1..<name.count {
            guard 0x30...0x39 ~= name[index] else { return nil }
            ordinal = ordinal &* 10 &+ UInt32(name[index] - 0x30)
        }
        return try address(of: .ordinal(ordinal), in: module, depth: depth)
    }

    /// Calls `body` with the modules that this one holds references of because it imports from them.
    static func forEachProvider(of module: Module, _ body: (Module) throws(NTStatus) -> Void) throws(NTStatus) {
        let image = try module.image()
        var index = 0
        while index < module.record.value.boundProviders,
            let imported = try image.importModule(index)
        {
            if let provider = ModuleList.named(text(imported.name, in: module)) { try body(provider) }
            index += 1
        }
    }

    private static func text(_ name: PEName, in module: Module) -> Text {
        Text(.bytes(module.base + UInt(name.start)), count: name.count)
    }
}
