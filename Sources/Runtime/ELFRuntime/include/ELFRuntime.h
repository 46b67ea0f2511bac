// What the compiler asks of a program that is an ELF image, and nothing for Swift to call.
#pragma once
