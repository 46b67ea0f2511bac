# Commands for debugging Neptune OS; docs/debugging.md explains them. Start GDB in the checkout.
set pagination off
set architecture i386:x86-64
set $flavor = "release"
target remote localhost:1234

python
import gdb, subprocess

def folder():
    flavor = gdb.convenience_variable("flavor").string()
    return "build/amd64-%s/obj/" % flavor

def text_address(path):
    """Where the linker put an image's code."""
    lines = subprocess.check_output(["objdump", "-h", path], text=True).splitlines()
    for line in lines:
        words = line.split()
        if len(words) > 3 and words[1] == ".text":
            return int(words[3], 16)
    raise gdb.GdbError("%s has no code" % path)

class Symbols(gdb.Command):
    def __init__(self, name, file):
        super().__init__(name, gdb.COMMAND_FILES)
        self.file = file

    def invoke(self, argument, from_tty):
        if self.file:
            self.load(folder() + self.file, "")
        else:
            path = folder() + "symbols/" + argument
            self.load(path, "0x%x" % text_address(path))

    def load(self, path, address):
        """Reads all at once, so that what GDB says of Swift's references to Clang modules can be left out."""
        gdb.execute("add-symbol-file -readnow %s %s" % (path, address), to_string=True)
        print("symbols of " + path)

Symbols("neptune-kernel", "kernel.sym.elf")
Symbols("neptune-executive", "executive.sym.elf")
Symbols("neptune-image", None)
end
