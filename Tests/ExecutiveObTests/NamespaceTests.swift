import NTABI
import Testing

@testable import Executive

private func wide(_ text: String) -> UnicodeString { UnicodeString(Array(text.utf16)) }

/// Where a path leads, in a form that can be compared.
private enum Place: Equatable {
    case found(String)
    case missing(String)
    case parse(String, String)
    case failure(NTStatus)
}

/// An object whose names go on behind it, as a device's do.
private final class Parser: NTObject {
    override var type: ObjectType { .device }
    override var parsesNames: Bool { true }
}

private func text(_ string: UnicodeString) -> String {
    String(decoding: string.units, as: UTF16.self)
}

private func place(
    _ path: String, in namespace: Namespace, from start: NTObject? = nil,
    caseSensitive: Bool = false, openLink: Bool = false
) -> Place {
    do throws(NTStatus) {
        switch try namespace.resolve(
            wide(path), from: start, caseSensitive: caseSensitive, openLink: openLink)
        {
        case .found(let object): return .found(text(object.path))
        case .missing(let directory, let name): return .missing(text(directory.path) + "|" + text(name))
        case .parse(let object, let rest, _): return .parse(text(object.path), text(rest))
        }
    } catch {
        return .failure(error)
    }
}

@Suite struct NamespaceTests {
    /// The standard namespace with a device, an event, and a circle of links.
    private func fixture() -> Namespace {
        let namespace = Namespace()
        namespace.directory("Device").insert(Parser(), named: wide("Null"))
        namespace.directory("KernelObjects").insert(Event(.notification), named: wide("Low"))
        namespace.directory("??").insert(SymbolicLink(to: wide("\\Device\\Null")), named: wide("NUL"))
        namespace.directory("??").insert(SymbolicLink(to: wide("\\??\\B")), named: wide("A"))
        namespace.directory("??").insert(SymbolicLink(to: wide("\\??\\A")), named: wide("B"))
        return namespace
    }

    @Test(
        arguments: [
            ("\\", Place.found("")),
            ("\\Device", .found("\\Device")),
            ("\\DEVICE", .found("\\Device")),
            ("\\Device\\Null", .parse("\\Device\\Null", "")),
            ("\\Device\\Null\\a\\b", .parse("\\Device\\Null", "\\a\\b")),
            ("\\Device\\Null\\", .parse("\\Device\\Null", "\\")),
            ("\\??\\NUL", .parse("\\Device\\Null", "")),
            ("\\DosDevices\\NUL\\x", .parse("\\Device\\Null", "\\x")),
            ("\\GLOBAL??\\nul", .parse("\\Device\\Null", "")),
            ("\\??\\GLOBALROOT\\Device", .found("\\Device")),
            ("\\Device\\New", .missing("\\Device|New")),
            ("\\SystemRoot\\x", .missing("\\Device|BootArchive").asPathError),
            ("\\Nowhere\\x", .failure(.objectPathNotFound)),
            ("\\KernelObjects\\Low", .found("\\KernelObjects\\Low")),
            ("\\KernelObjects\\Low\\x", .failure(.objectTypeMismatch)),
            ("\\Device\\\\Null", .failure(.objectNameInvalid)),
            ("\\Device\\", .failure(.objectNameInvalid)),
            ("Device", .failure(.objectPathSyntaxBad)),
            ("", .failure(.objectPathSyntaxBad)),
            ("\\??\\A", .failure(.objectPathNotFound)),
        ] as [(String, Place)])
    fileprivate func aPathLeadsTo(_ path: String, _ expected: Place) {
        #expect(place(path, in: fixture()) == expected)
    }

    @Test func aRelativePathBeginsAtItsDirectory() {
        let namespace = fixture()
        let devices = namespace.directory("Device")
        #expect(place("Null", in: namespace, from: devices) == .parse("\\Device\\Null", ""))
        #expect(place("", in: namespace, from: devices) == .found("\\Device"))
        #expect(place("\\Null", in: namespace, from: devices) == .failure(.objectPathSyntaxBad))
        let event = Event(.notification)
        #expect(place("x", in: namespace, from: event) == .failure(.objectTypeMismatch))
    }

    @Test func aLinkIsOpenedItselfOnlyAsTheLastComponent() {
        let namespace = fixture()
        #expect(place("\\??\\NUL", in: namespace, openLink: true) == .found("\\??\\NUL"))
        #expect(place("\\DosDevices\\NUL", in: namespace, openLink: true) == .found("\\??\\NUL"))
    }

    @Test func caseCountsWhenItIsAskedTo() {
        #expect(place("\\device", in: fixture(), caseSensitive: true) == .missing("|device"))
    }
}

extension Place {
    /// What a path through a link to something missing ends with.
    fileprivate var asPathError: Place { .failure(.objectPathNotFound) }
}

@Suite struct ObjectDirectoryTests {
    @Test func namesThatDifferInCaseStandSideBySide() {
        let directory = ObjectDirectory()
        let small = Event(.notification)
        let large = Event(.notification)
        directory.insert(small, named: wide("event"))
        directory.insert(large, named: wide("EVENT"))
        #expect(directory.lookup(wide("event"), caseSensitive: true) === small)
        #expect(directory.lookup(wide("EVENT"), caseSensitive: true) === large)
        #expect(directory.lookup(wide("Event"), caseSensitive: false) != nil)
        small.removeName()
        #expect(directory.lookup(wide("event"), caseSensitive: false) === large)
        #expect(small.path.isEmpty)
    }

    @Test func entriesAreInAlphabeticalOrder() {
        let directory = ObjectDirectory()
        for name in ["c", "A", "b"] { directory.insert(Event(.notification), named: wide(name)) }
        #expect((0..<3).map { directory[$0].name } == [wide("A"), wide("b"), wide("c")])
    }
}
