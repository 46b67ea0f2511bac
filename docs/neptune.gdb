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
            gdb.execute("add-symbol-file %s" % (folder() + self.file))
            return
        path = folder() + "symbols/" + argument
        gdb.execute("add-symbol-file %s 0x%x" % (path, text_address(path)))

Symbols("neptune-kernel", "kernel.sym.elf")
Symbols("neptune-executive", "executive.sym.elf")
Symbols("neptune-image", None)
end
