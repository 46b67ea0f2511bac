import NeptuneTool
import SystemPackage

/// A CD with GRUB on it, from which BIOS and UEFI firmware boot alike.
struct GRUBDisc {
    /// 1 or 2: the multiboot protocol by which GRUB starts the kernel.
    var protocolVersion = 2
    /// Whether a BIOS's text mode stays; otherwise the kernel that asks for pixels gets them.
    var keepsText = false
    let task: FilePath

    /// Writes the image into a folder and returns it.
    func write(in folder: FilePath) async throws -> FilePath {
        let contents = folder.appending("disc")
        let boot = contents.appending("boot")
        try Files.createFolder(boot.appending("grub"))
        try Files.write(try Files.read(SystemUnderTest.build.kernel), to: boot.appending("kernel.elf"))
        try Files.write(try Files.read(task), to: boot.appending("task.elf"))
        let suffix = protocolVersion == 2 ? "2" : ""
        let menu = """
            set timeout=0
            insmod all_video
            menuentry neptune {
              multiboot\(suffix) /boot/kernel.elf
              module\(suffix) /boot/task.elf
              \(keepsText ? "set gfxpayload=text" : "")
            }

            """
        try Files.write(menu, to: boot.appending("grub").appending("grub.cfg"))
        let image = folder.appending("disc.iso")
        try await Command("grub-mkrescue", ["-o", image.string, contents.string])
            .succeed("the CD cannot be made", log: folder.appending("grub-mkrescue.log"))
        return image
    }
}
