#!/usr/bin/env python3
"""Holds the texts for people against their Chinese pairs (src/base/text.h).

    tools/check_text.py              checks src; prints file:line: message
    tools/check_text.py --self-test  checks the checker

Every English literal that can reach text_in, diag_add, diag_seen, diag_expected or diag_hint must
have a pair in src/base/zh/*.inc with the same printf conversions; pairs that nothing uses and
double ones are reported. A literal is followed
  - through parameters of functions and macros that hand it on, and through local variables,
  - through functions that return it,
  - through fields of structs: `text_in(lang, fault->text)` makes every initialiser of that field of
    that struct a text.
"""
import re
import sys

import c_source
from c_source import is_punct, split

# Which argument is the text.
KNOWN = {"diag_add": 4, "diag_seen": 1, "diag_expected": 1, "diag_hint": 1, "text_in": 1}

# Without the flag ' ': nobody uses it, and "5% or" is no conversion.
CONVERSION = re.compile(
    r"%(?:%|(?P<place>\d+\$)?(?P<flags>[-+#0']*)(?P<width>\*|\d+)?(?P<precision>\.(?:\*|\d+)?)?"
    r"(?P<length>hh|h|ll|l|z|j|t|L|q)?(?P<type>[a-zA-Z]))")


def conversions(text):
    """Conversions in the order of their arguments, as "zu", "s" …; None if places are mixed up."""
    placed, plain = {}, []
    for match in CONVERSION.finditer(text):
        if match.group() == "%%":
            continue
        kind = (match.group("length") or "") + match.group("type")
        if match.group("width") == "*":
            plain.append("*")
        if match.group("precision") == ".*":
            plain.append(".*")
        if match.group("place"):
            placed[int(match.group("place")[:-1])] = kind
        else:
            plain.append(kind)
    if not placed:
        return plain
    if plain or sorted(placed) != list(range(1, len(placed) + 1)):
        return None
    return [placed[place] for place in sorted(placed)]


def needs_pair(text):
    """Not for "%s: %s", nor for notation with Chinese names, which is the same in both languages."""
    if re.search("[\u4e00-\u9fff]", text):
        return False
    without = CONVERSION.sub("", text)
    without = re.sub(r"\\[abfnrtv0\\'\"]", "", without)
    return re.search(r"[A-Za-z]", without) is not None


# ---- the catalogue ----


def read_pairs(path, text):
    """(english, chinese, path, line) of each pair; findings."""
    pairs, findings = [], []
    stream = c_source.joined(c_source.tokens(text))
    i = 0
    while i < len(stream):
        if is_punct(stream, i, "{"):
            end = c_source.closing(stream, i)
            parts = split(stream[i + 1:end])
            if [len(p) for p in parts] == [1, 1] and all(p[0].kind == "str" for p in parts):
                pairs.append((parts[0][0].text, parts[1][0].text, path, stream[i].line))
            else:
                findings.append((path, stream[i].line, "not a pair of texts"))
            i = end
        i += 1
    return pairs, findings


def check_pairs(pairs):
    seen = {}
    for english, chinese, path, line in pairs:
        if english in seen:
            yield path, line, 'double pair for "%s": see %s:%d' % ((english,) + seen[english])
            continue
        seen[english] = (path, line)
        if not chinese:
            yield path, line, 'no Chinese text for "%s"' % english
        if conversions(english) != conversions(chinese):
            yield path, line, 'the conversions of "%s" and "%s" differ' % (english, chinese)


# ---- the sources ----


class Source:
    def __init__(self, path, text):
        self.path = path
        plain = c_source.tokens(text)
        self.stream = c_source.joined(plain)
        self.functions = c_source.functions(self.stream)
        self.macros = []  # (name, parameter names, body)
        for token in plain:
            if token.kind == "define":
                match = re.match(r"\s+(\w+)(\(([^)]*)\))?", token.text)
                if match:
                    params = [p.strip() for p in (match.group(3) or "").split(",") if p.strip()]
                    lines = token.text[:match.end()].count("\n")
                    body = c_source.joined(
                        c_source.tokens(token.text[match.end():], token.line + lines))
                    self.macros.append((match.group(1), params, body))


def literals(stream):
    """Strings of an expression outside of brackets: both sides of `a ? "b" : "c"` are meant."""
    depth, start = 0, 0
    # round brackets around the whole of it do not count
    while (is_punct(stream, start, "(")
           and c_source.closing(stream, start) == len(stream) - 1 - start):
        start += 1
    for token in stream[start:len(stream) - start]:
        if token.kind == "punct" and token.text in "([{":
            depth += 1
        elif token.kind == "punct" and token.text in ")]}":
            depth -= 1
        elif token.kind == "str" and depth == 0:
            yield token


def top_level(stream):
    """Tokens of an expression outside of brackets, with their index."""
    depth = 0
    for i, token in enumerate(stream):
        if token.kind == "punct" and token.text in "([{":
            depth += 1
        elif token.kind == "punct" and token.text in ")]}":
            depth -= 1
        elif depth == 0:
            yield i, token


def read_structs(sources):
    """Struct name -> its fields in order."""
    structs = {}
    for source in sources:
        stream = source.stream
        for i, token in enumerate(stream):
            if token.text != "struct" or token.kind != "id":
                continue
            at = i + 1
            tag = stream[at].text if at < len(stream) and stream[at].kind == "id" else None
            at += 1 if tag else 0
            if not is_punct(stream, at, "{"):
                continue
            end = c_source.closing(stream, at)
            fields = []
            for declaration in split(stream[at + 1:end], ";"):
                for part in split(declaration):
                    names = [t.text for _, t in top_level(part) if t.kind == "id"]
                    if names:
                        fields.append(names[-1])
            for name in (tag, stream[end + 1].text if end + 1 < len(stream) else None):
                if name and name != ";":
                    structs[name] = fields
    return structs


class Texts:
    """Finds all literals that are texts."""

    def __init__(self, sources):
        self.sources = sources
        self.structs = read_structs(sources)
        self.takers = {name: {index} for name, index in KNOWN.items()}
        self.returners = set()  # functions whose result is a text
        self.fields = set()     # (struct, field)
        self.listed = set()     # (list macro, argument of its X)
        self.found = {}         # (path, line, text)

    def add(self, path, stream):
        for token in literals(stream):
            if needs_pair(token.text):
                self.found[(path, token.line, token.text)] = True

    def type_of(self, source, scope, params, name):
        """The struct that a variable is of or points to, or None."""
        for stream in [scope, [t for _, p in params for t in p + [c_source.Token("punct", ";", 0)]],
                       source.stream]:
            for i, token in enumerate(stream):
                if token.kind == "id" and token.text == name and i > 0:
                    before = i - 1
                    while before > 0 and (is_punct(stream, before, "*")
                                          or stream[before].text == "const"):
                        before -= 1
                    if stream[before].kind == "id" and stream[before].text in self.structs:
                        return stream[before].text
        return None

    def follow(self, source, scope, params, owner, argument, macro=False):
        """An expression that is a text. owner: the function or macro it stands in."""
        self.add(source.path, argument)
        names = [name for name, _ in params]
        for i, token in top_level(argument):
            if token.kind != "id":
                continue
            if is_punct(argument, i + 1, "("):
                self.returners.add(token.text)
            elif i > 0 and argument[i - 1].text in (".", "->"):
                if is_punct(argument, i + 1, ".") or is_punct(argument, i + 1, "->"):
                    continue
                base = [t.text for _, t in top_level(argument[:i - 1]) if t.kind == "id"]
                struct = self.type_of(source, scope, params, base[-1]) if base else None
                if struct:
                    self.fields.add((struct, token.text))
            elif is_punct(argument, i + 1, ".") or is_punct(argument, i + 1, "->"):
                continue
            elif token.text in names:
                self.takers.setdefault(owner, set()).add(names.index(token.text))
            elif not macro:
                self.assigned(source, scope, params, owner, token.text)

    def assigned(self, source, scope, params, owner, name):
        """What a local variable is set to."""
        for i, token in enumerate(scope):
            if (token.kind == "id" and token.text == name and is_punct(scope, i + 1, "=")
                    and (i == 0 or scope[i - 1].text not in (".", "->"))):
                value = split(split(scope[i + 2:], ";")[0])
                if value and not any(t.text == name for t in value[0]):
                    self.follow(source, scope, params, owner, value[0])

    def calls_in(self, source, scope, params, owner, macro=False):
        for name, arguments, _ in c_source.calls(scope):
            for index in self.takers.get(name, ()):
                if index < len(arguments) and name != owner:
                    self.follow(source, scope, params, owner, arguments[index], macro)

    def returns_in(self, source, function):
        body = function.body
        for i, token in enumerate(body):
            if token.kind == "id" and token.text == "return":
                self.follow(source, body, function.params, function.name,
                            split(body[i + 1:], ";")[0])

    def fields_in(self, source):
        """Initialisers of structs with a text among their fields."""
        stream = source.stream
        structs = {struct for struct, _ in self.fields}
        for i, token in enumerate(stream):
            if token.kind != "id" or token.text not in structs:
                continue
            at = i + 1
            if is_punct(stream, at, ")") and is_punct(stream, at + 1, "{"):
                self.initialiser(source, token.text, stream, at + 1)
                continue
            while at < len(stream) and not (stream[at].kind == "punct" and stream[at].text in ";{()"):
                at += 1
                if is_punct(stream, at - 1, "=") and is_punct(stream, at, "{"):
                    self.initialiser(source, token.text, stream, at)

    def initialiser(self, source, struct, stream, start):
        parts = split(stream[start + 1:c_source.closing(stream, start)])
        fields = self.structs[struct]
        place = 0
        for part in parts:
            if is_punct(part, 0, "["):  # [INDEX] = {…}
                part = part[c_source.closing(part, 0) + 2:]
            if is_punct(part, 0, "{"):
                self.initialiser(source, struct, part, 0)
                continue
            field, value = fields[place] if place < len(fields) else "", part
            if is_punct(part, 0, ".") and is_punct(part, 2, "="):
                field, value = part[1].text, part[3:]
                place = fields.index(field) if field in fields else place
            if (struct, field) in self.fields:
                self.add(source.path, value)
            place += 1

    def assignments_in(self, source, function):
        """x->field = "text" """
        body = function.body
        for i, token in enumerate(body):
            if (token.kind == "id" and is_punct(body, i + 1, "=") and i > 1
                    and body[i - 1].text in (".", "->") and body[i - 2].kind == "id"
                    and any(field == token.text for _, field in self.fields)):
                struct = self.type_of(source, body, function.params, body[i - 2].text)
                if (struct, token.text) in self.fields:
                    self.follow(source, body, function.params, function.name,
                                split(body[i + 2:], ";")[0])

    def lists_in(self, source):
        """#define X(a, what) … text_in(lang, what) … LIST(X): the texts stand in LIST's body."""
        for name, _, _ in source.macros:
            for called, arguments, _ in c_source.calls(source.stream):
                if [[t.text for t in a] for a in arguments] == [[name]]:
                    for index in self.takers.get(name, ()):
                        self.listed.add((called, index))
        for name, params, body in source.macros:
            for list_name, index in self.listed:
                if name == list_name and params:
                    for called, arguments, _ in c_source.calls(body):
                        if called == params[0] and index < len(arguments):
                            self.add(source.path, arguments[index])

    def state(self):
        return (len(self.returners), len(self.fields), len(self.listed), len(self.found),
                sum(len(indices) for indices in self.takers.values()))

    def find(self):
        before = None
        while before != self.state():
            before = self.state()
            for source in self.sources:
                for name, params, body in source.macros:
                    if name not in KNOWN:
                        self.calls_in(source, body, [(p, []) for p in params], name, macro=True)
                for function in source.functions:
                    self.calls_in(source, function.body, function.params, function.name)
                    self.assignments_in(source, function)
                    if function.name in self.returners and function.name not in KNOWN:
                        self.returns_in(source, function)
                self.fields_in(source)
                self.lists_in(source)
        return sorted(self.found)


def all_strings(sources):
    found = set()
    for source in sources:
        found.update(t.text for t in source.stream if t.kind == "str")
        for _, _, body in source.macros:
            found.update(t.text for t in body if t.kind == "str")
    return found


def check(texts):
    """texts: path -> content of the sources and of the catalogue."""
    pairs, findings, sources = [], [], []
    for path, text in sorted(texts.items()):
        if path.endswith(".inc"):
            some, bad = read_pairs(path, text)
            pairs += some
            findings += bad
        else:
            sources.append(Source(path, text))
    findings += check_pairs(pairs)
    known = {english for english, _, _, _ in pairs}
    for path, line, text in Texts(sources).find():
        if text not in known:
            findings.append((path, line, 'no Chinese pair for "%s"' % text))
    used = all_strings(sources)
    for english, _, path, line in pairs:
        if english not in used:
            findings.append((path, line, 'nothing uses "%s"' % english))
    return findings


# ---- self-test ----

SELF_TESTS = [
    # (name, source, catalogue, findings expected: parts of their texts)
    ("pair", 'void f(void) { diag_add(d, 1, "a.b", p, "bad %s", x); }', '{"bad %s", "坏 %s"},', []),
    ("no pair", 'void f(void) { diag_add(d, 1, "a.b", p, "bad"); }', "", ['pair for "bad"']),
    ("joined", 'void f(void) { diag_hint(d, "a " /* c */ "b"); }', '{"a b", "甲"},', []),
    ("no words", 'void f(void) { diag_seen(d, "%s: %zu", a, b); }', "", []),
    ("notation", 'void f(void) { diag_expected(d, "value: {级别: 1}"); }', "", []),
    ("conversions", 'void f(void) { diag_hint(d, "n %zu"); }', '{"n %zu", "数 %u"},', ["differ"]),
    ("missing conversion", 'void f(void) { diag_hint(d, "n %d"); }', '{"n %d", "数"},', ["differ"]),
    ("order by place", 'void f(void) { diag_hint(d, "%s of %d"); }', '{"%s of %d", "%2$d 之 %1$s"},',
     []),
    ("wrong place", 'void f(void) { diag_hint(d, "%s of %d"); }', '{"%s of %d", "%1$d 之 %2$s"},',
     ["differ"]),
    ("printf macro", 'void f(void) { diag_hint(d, "n " "%" PRId64 " m"); }',
     '{"n %" PRId64 " m", "数 %" PRId64},', []),
    ("unused", "int x;", '{"gone", "无"},', ["nothing uses"]),
    ("double", 'void f(void) { diag_hint(d, "a"); }', '{"a", "甲"},\n{"a", "乙"},', ["double"]),
    ("no Chinese", 'void f(void) { diag_hint(d, "a"); }', '{"a", ""},', ["no Chinese text"]),
    ("not a pair", 'void f(void) { diag_hint(d, "a"); }', '{"a", "甲", "乙"},',
     ["not a pair", "no Chinese pair"]),
    ("either", 'void f(void) { diag_hint(d, x ? "a" : "b"); }', '{"a", "甲"},', ['pair for "b"']),
    ("not the condition", 'void f(void) { diag_hint(d, eq(x, "z") ? "a" : "b"); }',
     '{"a", "甲"}, {"b", "乙"},', []),
    ("through a function", 'void g(D *d, const char *what)\n{\n    diag_hint(d, "%s", '
     'text_in(l, what));\n}\nvoid f(void)\n{\n    g(d, "a");\n}\n', "", ['pair for "a"']),
    ("through a variable", 'void f(void)\n{\n    const char *t = "a";\n    if (x)\n        t = "b";\n'
     '    diag_hint(d, "%s", text_in(l, t));\n}\n', '{"a", "甲"},', ['pair for "b"']),
    ("through a result", 'const char *g(void)\n{\n    return "a";\n}\nvoid f(void)\n{\n'
     '    text_in(l, g());\n}\n', "", ['pair for "a"']),
    ("through a field", 'typedef struct T { int a; const char *text; } T;\n'
     'static const T ts[] = {{1, "a"}, [2] = {.text = "b"}};\n'
     'void f(void)\n{\n    text_in(l, ts[i].text);\n}\n', "", ['pair for "a"', 'pair for "b"']),
    ("only that field", 'typedef struct T { const char *code; const char *text; } T;\n'
     'static const T ts[] = {{"code", "a"}};\nvoid f(const T *t)\n{\n    text_in(l, t->text);\n}\n',
     '{"a", "甲"},', []),
    ("a field set later", 'typedef struct T { const char *text; } T;\n'
     'void f(T *t)\n{\n    t->text = x ? "a" : "b";\n    text_in(l, t->text);\n}\n', '{"a", "甲"},',
     ['pair for "b"']),
    ("through a macro", '#define BAD(d, what) diag_add(d, 1, "a.b", p, what)\n'
     'void f(void)\n{\n    BAD(d, "a");\n}\n', "", ['pair for "a"']),
    ("through a list", '#define ALL(X) X(1, "a") X(2, "b")\n'
     'void f(void)\n{\n#define X(n, what) text_in(l, what);\n    ALL(X)\n#undef X\n}\n',
     '{"a", "甲"},', ['pair for "b"']),
]


def self_test():
    failed = 0
    for name, source, catalogue, expected in SELF_TESTS:
        found = [f[2] for f in check({"src/a/a.c": source, "src/base/zh/a.inc": catalogue})]
        if len(found) != len(expected) or not all(
                any(e in f for f in found) for e in expected):
            failed += 1
            print("self-test: %s: expected %r, found %r" % (name, expected, found))
    print("self-test: %d failed" % failed)
    return 1 if failed else 0


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    paths = c_source.files("src", suffixes=(".c", ".h", ".inc"))
    return c_source.report(check({path: c_source.read(path) for path in paths}))


if __name__ == "__main__":
    sys.exit(main())
