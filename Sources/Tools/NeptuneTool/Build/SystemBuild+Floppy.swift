import SystemPackage

extension SystemBuild {
    func buildFloppy() async throws {
    }
}
