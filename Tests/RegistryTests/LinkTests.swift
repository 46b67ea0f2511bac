import NTABI
import Registry
import Testing

@Suite struct LinkTests {
    private static func data(_ text: String) -> [UInt8] {
        text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    }

    @Test func aLinkLeadsWhereItsValueSays() {
        let root = KeyNode(root: UnicodeString("ROOT"))
        let link = root.addSubkey(UnicodeString("link"), isLink: true)
        #expect(link.linkTarget == nil)
        link.setValue(KeyNode.linkValue, type: .string, data: Self.data("\\Registry"))
        #expect(link.linkTarget == nil)
        link.setValue(KeyNode.linkValue, type: .link, data: Self.data("\\Registry\\User"))
        #expect(link.linkTarget == UnicodeString("\\Registry\\User"))
        link.setValue(KeyNode.linkValue, type: .link, data: [1, 2, 3])
        #expect(link.linkTarget == nil)
    }

    @Test func onlyALinkLeadsAnywhere() {
        let root = KeyNode(root: UnicodeString("ROOT"))
        let key = root.addSubkey(UnicodeString("key"))
        key.setValue(KeyNode.linkValue, type: .link, data: Self.data("\\Registry"))
        #expect(!key.isLink && key.linkTarget == nil)
    }
}
