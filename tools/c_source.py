"""C sources as tokens, for the checks in this folder. Knows as much of C as these need, no more."""
import os
import re
from collections import namedtuple

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

# kind: id, num, str (text = what stands between the quotes), chr, punct, define, include, directive
Token = namedtuple("Token", "kind text line")

_PATTERN = re.compile(
    r"""
    (?P<comment>/\*.*?\*/|//[^\n]*)
  | (?P<directive>^[ \t]*\#(?:[^\n\\]|\\\n|\\.)*)
  | (?P<str>(?:u8|[uUL])?"(?:[^"\\\n]|\\.)*")
  | (?P<chr>[uUL]?'(?:[^'\\\n]|\\.)*')
  | (?P<id>[A-Za-z_]\w*)
  | (?P<num>\.?\d(?:[eEpP][+-]|[\w.])*)
  | (?P<punct>->|\.\.\.|[-+*/%&|^<>=!]=|<<|>>|\+\+|--|&&|\|\||[^\s\w])
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)

# Macros of inttypes.h and GLib that stand between the parts of a string.
_PRINTF_MACROS = {"PRId64": "ld", "PRIu64": "lu", "PRIx64": "lx", "PRIi64": "li",
                  "PRId32": "d", "PRIu32": "u", "PRIx32": "x",
                  "G_GINT64_FORMAT": "li", "G_GUINT64_FORMAT": "lu", "G_GSIZE_FORMAT": "lu"}


def files(*folders, suffixes=(".c", ".h"), root=ROOT):
    """Paths relative to the root, sorted."""
    found = []
    for folder in folders:
        for here, folders_below, names in os.walk(os.path.join(root, folder)):
            folders_below.sort()
            for name in names:
                if name.endswith(suffixes):
                    found.append(os.path.relpath(os.path.join(here, name), root))
    return sorted(found)


def read(path, root=ROOT):
    with open(os.path.join(root, path), encoding="utf-8") as file:
        return file.read()


def comments(text):
    """(line, text) of every comment."""
    line, at = 1, 0
    for match in _PATTERN.finditer(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        if match.lastgroup == "comment":
            yield line, match.group()
        elif match.lastgroup == "directive":
            for inner in re.finditer(r"/\*.*?\*/|//[^\n]*", match.group()):
                yield line, inner.group()


def tokens(text, line=1):
    """All tokens without comments; a directive is one token (#define keeps its text)."""
    result = []
    at = 0
    for match in _PATTERN.finditer(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        kind, value = match.lastgroup, match.group()
        if kind == "comment":
            continue
        if kind == "directive":
            body = re.sub(r"^\s*#\s*", "", value)
            if body.startswith("define"):
                kind, value = "define", body[len("define"):].replace("\\\n", "\n")
            elif body.startswith("include"):
                kind, value = "include", body[len("include"):].split("/*")[0].strip()
            else:
                value = body
        elif kind == "str":
            value = value[value.index('"') + 1:-1]
        result.append(Token(kind, value, line))
    return result


def joined(stream):
    """The tokens with adjacent strings (and PRId64 and the like between them) made one."""
    result = []
    for token in stream:
        text = _PRINTF_MACROS.get(token.text) if token.kind == "id" else None
        if token.kind == "str" or text:
            if result and result[-1].kind == "str":
                last = result.pop()
                result.append(Token("str", last.text + (text or token.text), last.line))
                continue
            if text:
                token = Token("str", text, token.line)
        result.append(token)
    return result


def closing(stream, start):
    """Index of the bracket that closes the one at `start`; len(stream) if there is none."""
    depth = 0
    for i in range(start, len(stream)):
        if stream[i].kind == "punct":
            if stream[i].text in "([{":
                depth += 1
            elif stream[i].text in ")]}":
                depth -= 1
                if depth == 0:
                    return i
    return len(stream)


def split(stream, separator=","):
    """Parts of a token list at separators outside of all brackets; [] for an empty list."""
    parts, depth = [[]], 0
    for token in stream:
        if token.kind == "punct":
            if token.text in "([{":
                depth += 1
            elif token.text in ")]}":
                depth -= 1
            elif token.text == separator and depth == 0:
                parts.append([])
                continue
        parts[-1].append(token)
    return parts if parts != [[]] else []


def is_punct(stream, i, text):
    return 0 <= i < len(stream) and stream[i].kind == "punct" and stream[i].text == text


def calls(stream):
    """(name, arguments as token lists, line) of everything that looks like a call."""
    for i, token in enumerate(stream):
        if token.kind == "id" and is_punct(stream, i + 1, "("):
            yield token.text, split(stream[i + 2:closing(stream, i + 1)]), token.line


Function = namedtuple("Function", "name params body line first last")


def _param_name(param):
    names = []
    for token in param:
        if token.kind == "punct" and token.text == "[":
            break
        if token.kind == "id":
            names.append(token.text)
    return names[-1] if names else ""


def functions(stream):
    """Definitions at file level. first, last: lines of the braces; params: token lists by name."""
    found, i = [], 0
    while i < len(stream):
        token = stream[i]
        if token.kind == "punct" and token.text == "{":
            i = closing(stream, i) + 1
            continue
        if token.kind == "id" and is_punct(stream, i + 1, "("):
            end = closing(stream, i + 1)
            if is_punct(stream, end + 1, "{"):
                last = closing(stream, end + 1)
                params = [(_param_name(p), p) for p in split(stream[i + 2:end])]
                found.append(Function(token.text, params, stream[end + 2:last], token.line,
                                      stream[end + 1].line,
                                      stream[last].line if last < len(stream) else token.line))
                i = last + 1
                continue
        i += 1
    return found


def report(findings):
    """Prints (path, line, text) as `path:line: text`, ordered. Returns the exit code."""
    for path, line, text in sorted(findings):
        print("%s:%d: %s" % (path, line, text))
    return 1 if findings else 0
