import Foundation
import SystemPackage

/// The checkout the tool works on: where sources are and where results go.
public struct Workspace: Sendable {
    public let root: FilePath

    /// The checkout that `NEPTUNE_ROOT` names (the bootstrap script sets it), or the current folder.
    public init() {
        let named = ProcessInfo.processInfo.environment["NEPTUNE_ROOT"]
        root = FilePath(named ?? FileManager.default.currentDirectoryPath)
    }

    public init(root: FilePath) {
        self.root = root
    }

    public func path(_ relative: String) -> FilePath { root.pushing(FilePath(relative)) }

    /// Where a configuration's images are left: `build/amd64-release`.
    public func results(_ configuration: BuildConfiguration) -> FilePath {
        path("build/\(configuration.name)")
    }

    /// Where logs, link steps and images with symbols are kept.
    public func intermediates(_ configuration: BuildConfiguration) -> FilePath {
        results(configuration).appending("obj")
    }
}

/// What is built: for which processor, and how.
public struct BuildConfiguration: Sendable, Equatable {
    public enum Architecture: String, Sendable, CaseIterable { case amd64 }

    /// Debug images are optimised too (Embedded Swift needs that); they keep their symbols and the
    /// sentences of failed preconditions.
    public enum Flavor: String, Sendable, CaseIterable { case debug, release }

    public let architecture: Architecture
    public let flavor: Flavor

    public init(_ architecture: Architecture = .amd64, _ flavor: Flavor = .release) {
        self.architecture = architecture
        self.flavor = flavor
    }

    /// The configuration that words of a command line name, in any order; what they do not say is
    /// amd64 and release. Throws for a word that names neither, and for a second one of a kind.
    public init(words: [String]) throws(ToolError) {
        var architecture: Architecture?
        var flavor: Flavor?
        for word in words {
            if architecture == nil, let named = Architecture(rawValue: word) {
                architecture = named
            } else if flavor == nil, let named = Flavor(rawValue: word) {
                flavor = named
            } else {
                throw ToolError("'\(words.joined(separator: " "))' is not amd64 and one of debug or release")
            }
        }
        self.init(architecture ?? .amd64, flavor ?? .release)
    }

    public var name: String { "\(architecture.rawValue)-\(flavor.rawValue)" }
}
