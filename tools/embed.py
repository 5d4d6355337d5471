#!/usr/bin/env python3
"""Embeds text files into C: embed.py OUT.c SYMBOL FILE... writes an array of their contents.

    const char *const SYMBOL[] = {"…", …};
    const size_t SYMBOL_n = …;
"""
import sys


def c_string(data):
    out = []
    for byte in data:
        char = chr(byte)
        if char == "\n":
            out.append('\\n"\n    "')
        elif char in '"\\':
            out.append("\\" + char)
        elif 32 <= byte < 127 and char != "?":
            out.append(char)
        else:
            out.append("\\%03o" % byte)
    return '"' + "".join(out) + '"'


def main(out_path, symbol, files):
    parts = []
    for path in files:
        with open(path, "rb") as handle:
            parts.append("    " + c_string(handle.read()))
    text = "#include <stddef.h>\n\n"
    text += "extern const char *const %s[];\nextern const size_t %s_n;\n\n" % (symbol, symbol)
    text += "const char *const %s[] = {\n%s,\n};\n" % (symbol, ",\n".join(parts))
    text += "const size_t %s_n = %d;\n" % (symbol, len(files))
    with open(out_path, "w", encoding="ascii") as handle:
        handle.write(text)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
