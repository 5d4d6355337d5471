#!/usr/bin/env python3
"""Models of DMN that are wrong, or meant to do harm, and what `guanhu dmn` says of them; its options.
usage: test_dmn.py GUANHU. Prints TAP.
"""
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree

NS = "https://www.omg.org/spec/DMN/20230324/MODEL/"
SECONDS, BYTES = 2, 1 << 30  # for a hostile file
TESTS = "http://www.omg.org/spec/DMN/20160719/testcase"


def model(*lines, ns=NS, target="urn:t"):
    head = '<definitions xmlns="%s" name="m" namespace="%s">' % (ns, target)
    return "\n".join((head,) + lines + ("</definitions>",)) + "\n"


def decision(body, name="d", requires="", variable=""):
    return '<decision id="%s" name="%s"><variable name="%s"%s/>%s%s</decision>' % (
        name, name, name, variable, requires, body)


def literal(text):
    return "<literalExpression><text>%s</text></literalExpression>" % text


def table(attributes, *parts):
    return "<decisionTable%s>%s</decisionTable>" % (attributes, "".join(parts))


INPUT = "<input><inputExpression><text>1</text></inputExpression></input>"
RULE = "<rule><inputEntry><text>-</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>"

# name: (text of the model, exit code, findings)
WRONG = {
    "not XML": ("<definitions", 1, "m.dmn:1:13: error: this is no well-formed XML: "
                "Couldn't find end of Start Tag definitions\n"),
    "nothing": ("", 1, "m.dmn:1:1: error: this is no well-formed XML: it is not complete\n"),
    "another root": ("<html/>", 1, "m.dmn:1:1: error: this is no model of DMN\n"
                     '    seen: <html xmlns="">\n'
                     '    expected: <definitions xmlns="%s">\n' % NS),
    "a later version": (model(decision(literal("1")), ns="https://www.omg.org/spec/DMN/20990101/MODEL/"), 0,
                        "m.dmn:1:1: warning: this version of DMN is not known; it is read as 1.5\n"
                        "    seen: https://www.omg.org/spec/DMN/20990101/MODEL/\n"),
    "a text that cannot be read": (model(decision(literal("\n 1 +"))), 1,
                                   "m.dmn:3:5: error: the expression is not complete\n    expected: a value\n"),
    "an empty text": (model(decision(literal(" "))), 1,
                      "m.dmn:2:47: error: the expression is empty\n"),
    "no name": (model("<inputData id='i'/>"), 1, "m.dmn:2:1: error: this element has no name\n"
                "    seen: <inputData>\n"),
    "another language": (model(decision(
        "<literalExpression expressionLanguage='urn:js'><text>1</text></literalExpression>")), 1,
        "m.dmn:2:47: error: only FEEL can be evaluated; this expression is null\n    seen: urn:js\n"),
    "an unknown reference": (model(decision(literal("1"), requires=(
        '<informationRequirement><requiredInput href="#x"/></informationRequirement>'))), 1,
        "m.dmn:2:71: error: this reference names no element of this model or of one that it imports\n"
        "    seen: #x\n"),
    "a reference to the wrong kind": (model(decision(literal("1"), requires=(
        '<knowledgeRequirement><requiredKnowledge href="#d"/></knowledgeRequirement>'))), 1,
        "m.dmn:2:69: error: this reference names an element of a kind that does not belong here\n"
        '    seen: <decision name="d">\n'),
    "an empty reference": (model(decision(literal("1"), requires=(
        '<informationRequirement><requiredInput href=""/></informationRequirement>'))), 1,
        "m.dmn:2:71: error: this reference names nothing\n"
        '    seen: <requiredInput href="">\n'),
    "a circle": (model(
        decision(literal("b"), "a",
                 '<informationRequirement><requiredDecision href="#b"/></informationRequirement>'),
        decision(literal("a"), "b",
                 '<informationRequirement><requiredDecision href="#a"/></informationRequirement>')), 1,
        "m.dmn:2:1: error: circle: a → b → a (each needs the next one)\n"),
    "an unknown type": (model(decision(literal("1"), variable=' typeRef="tNone"')), 1,
                        "m.dmn:2:27: error: there is no type of this name\n    seen: tNone\n"),
    "two types of a name": (model('<itemDefinition name="t"><typeRef>number</typeRef></itemDefinition>',
                                  '<itemDefinition name="t"><typeRef>string</typeRef></itemDefinition>'), 1,
                            "m.dmn:3:1: error: there are two item definitions of this name\n    seen: t\n"),
    "types in a circle": (model('<itemDefinition name="a"><typeRef>b</typeRef></itemDefinition>',
                                '<itemDefinition name="b"><typeRef>a</typeRef></itemDefinition>'), 1,
                          "m.dmn:2:1: error: this type is defined by itself\n    seen: a\n"),
    "no such hit policy": (model(decision(table(' hitPolicy="BEST"', INPUT, "<output/>", RULE))), 1,
                           "m.dmn:2:47: error: there is no such hit policy\n    seen: BEST\n"
                           "    expected: UNIQUE, FIRST, PRIORITY, ANY, COLLECT, RULE ORDER, OUTPUT ORDER\n"),
    "no such aggregation": (model(decision(table(' hitPolicy="COLLECT" aggregation="MEAN"', INPUT,
                                                 "<output/>", RULE))), 1,
                            "m.dmn:2:47: error: there is no such aggregation\n    seen: MEAN\n"
                            "    expected: SUM, COUNT, MIN, MAX\n"),
    "a table without output": (model(decision(table("", INPUT))), 1,
                               "m.dmn:2:47: error: the table has no output\n"),
    "outputs without names": (model(decision(table("", INPUT, "<output/><output name='b'/>"))), 1,
                              "m.dmn:2:126: error: of several outputs each needs a name\n"),
    "a rule that is too long": (model(decision(table("", INPUT, "<output/>", RULE.replace(
        "<outputEntry>", "<inputEntry><text>2</text></inputEntry><outputEntry>")))), 1,
        "m.dmn:2:135: error: the rule has more cells than the table has columns\n"
        "    seen: 2 × <inputEntry>\n    expected: 1\n"),
    "two rules": (model(decision(table("", INPUT, "<output/>", RULE, RULE))), 1,
                  "m.dmn:2:47: error: two rules of a table with hit policy U match\n"),
    "a cell that cannot be read": (model(decision(table(
        ' hitPolicy="FIRST"', INPUT.replace("1", "null"), "<output/>", RULE.replace("-", "&lt;"),
        RULE.replace(">1<", ">2<")))), 1,
        "m.dmn:2:181: error: the expression is not complete\n    expected: a value\n"),
    "a row that is too short": (model(decision("<relation><column name='a'/><column name='b'/>"
                                               "<row>%s</row></relation>" % literal("1"))), 1,
                                "m.dmn:2:93: error: this row has not as many expressions as the relation "
                                "has columns\n    seen: 1\n    expected: 2\n"),
    "a result that is not the last": (model(decision(
        "<context><contextEntry>%s</contextEntry><contextEntry><variable name='a'/>%s</contextEntry></context>"
        % (literal("1"), literal("2")))), 1,
        "m.dmn:2:138: error: an entry without a name must be the last one of its context\n"),
    "a part without expression": (model(decision("<conditional><if>%s</if><then>%s</then></conditional>"
                                                 % (literal("true"), literal("1")))), 1,
                                  "m.dmn:2:47: error: a part has no expression\n    seen: <conditional>\n"
                                  "    expected: <else>\n"),
    "an iterator without name": (model(decision("<for><in>%s</in><return>%s</return></for>"
                                                % (literal("[]"), literal("1")))), 1,
                                 "m.dmn:2:47: error: the iterator has no name\n"
                                 '    expected: iteratorVariable="…"\n'),
    "a function of another kind": (model(
        '<businessKnowledgeModel id="b" name="b"><encapsulatedLogic kind="R"/></businessKnowledgeModel>'), 1,
        "m.dmn:2:41: error: there is no such kind of function\n    seen: R\n    expected: FEEL, Java, PMML\n"),
    "a service without output": (model('<decisionService id="s" name="s"/>'), 1,
                                 "m.dmn:2:1: error: the service has no output decision\n"),
    "a missing import": (model('<import name="i" namespace="urn:none" importType="%s"/>' % NS), 1,
                         "m.dmn:2:1: error: the imported model is not there\n    seen: urn:none\n"),
    "an import of another kind": (model('<import name="i" namespace="urn:x" importType="urn:xsd"/>'), 0,
                                  "m.dmn:2:1: warning: only models of DMN can be imported; this import is "
                                  "left out\n    seen: urn:xsd\n"),
    "a value that is not allowed": (model(
        '<itemDefinition name="t"><typeRef>string</typeRef><allowedValues><text>"a"</text></allowedValues>'
        '</itemDefinition>', decision(literal('"b"'), variable=' typeRef="t"')), 1,
        "m.dmn:3:1: error: the value is none of the allowed values of its type\n"),
    "a value of the wrong type": (model(decision(literal('"b"'), variable=' typeRef="number"')), 1,
                                  "m.dmn:2:1: error: the value is not of the type declared here\n"),
}


def boxed_deep(n):
    return model(decision("<list>" * n + literal("1") + "</list>" * n))


def chain(n):
    """n decisions, each of which needs the one before."""
    out = [decision(literal("1"), "d0")]
    for i in range(1, n):
        out.append(decision(literal("d%d + 1" % (i - 1)), "d%d" % i,
                            '<informationRequirement><requiredDecision href="#d%d"/></informationRequirement>'
                            % (i - 1)))
    return model(*out)


def recursion(body):
    return model('<businessKnowledgeModel id="f" name="f"><variable name="f"/><encapsulatedLogic>'
                 '<formalParameter name="n"/>%s</encapsulatedLogic></businessKnowledgeModel>' % body,
                 decision(literal("f(1)"), requires='<knowledgeRequirement><requiredKnowledge href="#f"/>'
                          '</knowledgeRequirement>'))


def functions(n):
    """n functions that call the next one, n decisions and a table of n rules that call the first."""
    out = []
    for i in range(n):
        out.append('<businessKnowledgeModel id="f%d" name="f%d"><variable name="f%d"/><knowledgeRequirement>'
                   '<requiredKnowledge href="#f%d"/></knowledgeRequirement><encapsulatedLogic>'
                   '<formalParameter name="x"/>%s</encapsulatedLogic></businessKnowledgeModel>'
                   % (i, i, i, (i + 1) % n, literal("if x > 3 then x else f%d(x + 1)" % ((i + 1) % n))))
    need = '<knowledgeRequirement><requiredKnowledge href="#f0"/></knowledgeRequirement>'
    out.extend(decision(literal("f0(%d)" % i), "d%d" % i, need) for i in range(n))
    rule = "<rule><inputEntry><text>f0(1)</text></inputEntry><outputEntry><text>f0(2)</text></outputEntry></rule>"
    out.append(decision(table(' hitPolicy="COLLECT" aggregation="COUNT"', INPUT, "<output/>", rule * n), "d", need))
    return model(*out)


DOCTYPE = ("m.dmn:1:%d: error: a document type declaration is not accepted\n"
           "    hint: take <!DOCTYPE …> out of the file\n")
TOO_DEEP_CALLS = "error: limit reached: calls are nested too deeply\n"

# name: (text, exit code, what the findings start with)
HOSTILE = {
    "a billion laughs": (
        '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">' +
        "".join('<!ENTITY %s "%s">' % (b, ("&%s;" % a) * 10) for a, b in zip("abcdefgh", "bcdefghi")) +
        "]>" + model(decision(literal("&i;"))), 1, DOCTYPE % 13),
    "a file from outside": ('<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>' +
                            model(decision(literal("&x;"))), 1, DOCTYPE % 13),
    "an external DTD": ('<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd">' + model(), 1, DOCTYPE % 46),
    "an undeclared entity": (model(decision(literal("&x;"))), 1,
                             "m.dmn:2:75: error: this is no well-formed XML: Entity 'x' not defined\n"),
    "elements in each other": ("<a>" * 100000, 1, "m.dmn:1:195: error: limit reached: elements in each other\n"
                               "    expected: at most 64\n"),
    "boxed expressions in each other": (boxed_deep(49), 1,
                                        "m.dmn:2:335: error: boxed expressions are nested too deeply\n"
                                        "    expected: at most 48\n"),
    "attributes": ("<definitions " + " ".join("a%d=''" % i for i in range(65)) + "/>", 1,
                   "m.dmn:1:458: error: limit reached: attributes of an element\n    expected: at most 64\n"),
    "a long name": ("<" + "n" * 1025 + "/>", 1, "m.dmn:1:1027: error: limit reached: bytes of a name\n"
                    "    expected: at most 1024\n"),
    "a long attribute": ("<definitions a='%s'/>" % ("a" * (1024 * 1024 + 1)), 1,
                         "m.dmn:1:1048595: error: limit reached: bytes of a text\n"
                         "    expected: at most 1048576\n"),
    "a long text": (model(decision(literal("1" * (1024 * 1024 + 1)))), 1, "m.dmn:2:1048"),
    "a text that is no UTF-8": (model(decision(literal('"\udcff"'))), 1,
                                "m.dmn:2:73: error: this is no well-formed XML: Input is not proper UTF-8"),
    "many elements": ("<definitions>" + "<a/>" * 1000000 + "</definitions>", 1,
                      "m.dmn:1:4000012: error: limit reached: elements of a document\n"
                      "    expected: at most 1000000\n"),
    "a long expression": (model(decision(literal("1+" * 40000 + "1"))), 1,
                          "m.dmn:2:72: error: the expression is too long\n"),
    "an expression that is too deep": (model(decision(literal("(" * 2000 + "1" + ")" * 2000))), 1, "m.dmn:2:"),
    "a long chain of decisions": (chain(3000), 0, ""),
    "functions of functions": (functions(1500), 0, ""),
    "endless recursion": (recursion(literal("f(n + 1)")), 1, "m.dmn:2:"),
    "endless recursion through tables": (recursion(table(
        "", "<input><inputExpression><text>n</text></inputExpression></input>", "<output/>",
        "<rule><inputEntry><text>-</text></inputEntry><outputEntry><text>f(n + 1)</text></outputEntry></rule>")),
        1, "m.dmn:2:"),
    "recursion that branches": (recursion(literal("f(n + 1) + f(n + 2)")), 1, "m.dmn:2:"),
    "an endless loop in a table": (recursion(table(
        "", "<input><inputExpression><text>count(for i in 1..1000000, j in 1..1000000 return 1)</text>"
        "</inputExpression></input>", "<output/>", RULE)).replace("<text>-</text>", "<text>1</text>"), 1, "m.dmn:2:"),
}


class Tap:
    def __init__(self):
        self.n, self.failed = 0, 0

    def that(self, what, holds, otherwise=""):
        self.n += 1
        self.failed += not holds
        print("%sok %d - %s" % ("" if holds else "not ", self.n, what))
        if not holds:
            print("# " + str(otherwise).replace("\n", "\n# "))

    def equal(self, what, seen, expected):
        self.that(what, seen == expected, "seen %r, expected %r" % (seen, expected))


def write(folder, name, text):
    with open(os.path.join(folder, name), "w", encoding="utf-8", errors="surrogateescape") as f:
        f.write(text)


def guanhu(folder, *arguments, lang="en", stdin=None, limits=None):
    """(exit code, stdout, stderr), run in the folder so that findings name files only."""
    done = subprocess.run([PROGRAM, "--lang", lang, "dmn"] + list(arguments), cwd=folder, input=stdin,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, preexec_fn=limits)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def limit_memory():
    if not os.environ.get("ASAN_OPTIONS"):  # its shadow needs more room than there is
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))


def test_wrong(tap, folder):
    for name, (text, code, findings) in WRONG.items():
        write(folder, "m.dmn", text)
        seen_code, _, seen = guanhu(folder, "run", "m.dmn")
        tap.equal("%s: exit code" % name, seen_code, code)
        tap.equal("%s: findings" % name, seen, findings)


    write(folder, "m.dmn", WRONG["a cell that cannot be read"][0])
    tap.equal("a cell that cannot be read is never true", guanhu(folder, "run", "m.dmn")[1], "d = 2\n")


def test_hostile(tap, folder):
    for name, (text, code, findings) in HOSTILE.items():
        write(folder, "m.dmn", text)
        start = time.monotonic()
        seen_code, _, seen = guanhu(folder, "run", "m.dmn", "--decision", "d", limits=limit_memory)
        took = time.monotonic() - start
        if name == "a long chain of decisions":
            seen_code, _, seen = guanhu(folder, "run", "m.dmn", "--decision", "d2999")
        tap.equal("%s: exit code" % name, seen_code, code)
        tap.that("%s: finding" % name, seen.startswith(findings), "seen %r, expected %r" % (seen[:400], findings))
        tap.that("%s: time" % name, took <= SECONDS * (10 if os.environ.get("ASAN_OPTIONS") else 1), took)


def test_imports(tap, folder):
    """Imports stay in the folder; circles are told."""
    outside = os.path.join(os.path.dirname(folder), "outside.dmn")
    write(os.path.dirname(folder), "outside.dmn", model(target="urn:out"))
    write(folder, "m.dmn", model('<import name="o" namespace="urn:out" locationURI="../outside.dmn" '
                                 'importType="%s"/>' % NS))
    tap.equal("no import from outside of the folder", guanhu(folder, "run", "m.dmn")[2],
              "m.dmn:2:1: error: the imported model is not there\n    seen: urn:out\n")
    os.symlink(outside, os.path.join(folder, "link.dmn"))
    write(folder, "m.dmn", model('<import name="o" namespace="urn:out" locationURI="file:///%s" '
                                 'importType="%s"/>' % (outside, NS)))
    tap.that("no import by URL", "the imported model is not there" in guanhu(folder, "run", "m.dmn")[2])
    os.remove(os.path.join(folder, "link.dmn"))
    for here, there in (("a", "b"), ("b", "a")):
        write(folder, here + ".dmn", model('<import name="x" namespace="urn:%s" importType="%s"/>' % (there, NS),
                                           target="urn:" + here))
    tap.equal("a circle of imports", guanhu(folder, "run", "a.dmn")[2],
              "b.dmn:2:1: error: this model is imported by what it imports\n    seen: urn:a\n")
    write(folder, "m.dmn", model(*('<import name="i%d" namespace="urn:i%d" importType="%s"/>' % (i, i, NS)
                                   for i in range(70))))
    for i in range(70):
        write(folder, "i%d.dmn" % i, model(target="urn:i%d" % i))
    tap.that("too many imports", "limit reached: the model imports too many others"
             in guanhu(folder, "run", "m.dmn")[2])
    for i in range(70):
        os.remove(os.path.join(folder, "i%d.dmn" % i))


RUN = model('<inputData id="a" name="an amount"><variable name="an amount" typeRef="number"/></inputData>',
            '<inputData id="b" name="day"><variable name="day" typeRef="date"/></inputData>',
            decision(literal("an amount * 1.10"), "gross",
                     '<informationRequirement><requiredInput href="#a"/></informationRequirement>'),
            decision(literal("{d: day, y: day.year, s: [\"a\\\"b\", null, true], big: gross}"), "all",
                     '<informationRequirement><requiredInput href="#b"/></informationRequirement>'
                     '<informationRequirement><requiredDecision href="#gross"/></informationRequirement>'),
            '<decisionService id="s" name="net"><variable name="net"/><outputDecision href="#gross"/>'
            '<inputData href="#a"/></decisionService>')


def test_run(tap, folder):
    write(folder, "m.dmn", RUN)
    write(folder, "in.json", '{"an amount": 12345678901234567890.12345678, "day": "2024-02-29"}')
    tap.equal("all decisions", guanhu(folder, "run", "m.dmn", "--input", "in.json"),
              (0, 'gross = 13580246791358024679.135802458\n'
               'all = {d: 2024-02-29, y: 2024, s: ["a\\"b", null, true], big: 13580246791358024679.135802458}\n', ""))
    tap.equal("one decision", guanhu(folder, "run", "m.dmn", "--input", "in.json", "--decision", "gross"),
              (0, "13580246791358024679.135802458\n", ""))
    tap.equal("a service, input from stdin",
              guanhu(folder, "run", "m.dmn", "--input", "-", "--service", "net", stdin=b'{"an amount": 1e2}'),
              (0, "110\n", ""))
    code, out, err = guanhu(folder, "run", "m.dmn", "--input", "in.json", "--json")
    tap.equal("JSON keeps its digits", (code, err, '"gross": 13580246791358024679.135802458' in out), (0, "", True))
    tap.equal("JSON", json.loads(out)["results"]["all"]["s"], ['a"b', None, True])
    write(folder, "in.json", '{"an amount": "x", "other": 1}')
    tap.equal("wrong and unknown inputs", guanhu(folder, "run", "m.dmn", "--input", "in.json", "--decision", "gross"),
              (1, "null\n", "in.json:1:1: warning: the model has no input of this name\n    seen: other\n"
               "m.dmn:2:1: error: the value is not of the type declared here\n"
               "m.dmn:4:159: error: an operand or argument is null\n"))
    code, out, _ = guanhu(folder, "run", "m.dmn", "--input", "in.json", "--json", "--decision", "gross")
    tap.equal("findings in JSON", [f["code"] for f in json.loads(out)["findings"]],
              ["dmn.unknown-input", "dmn.wrong-type", "feel.null-operand"])


def test_encodings(tap, folder):
    text = '<?xml version="1.0" encoding="%s"?>' + model(decision(literal('"管户" + "é"')))
    for encoding in ("UTF-8", "UTF-16", "GB18030"):
        with open(os.path.join(folder, "m.dmn"), "wb") as f:
            f.write((text % encoding).encode(encoding))
        tap.equal("in %s" % encoding, guanhu(folder, "run", "m.dmn"), (0, 'd = "管户é"\n', ""))


def test_json(tap, folder):
    """Input that is no JSON."""
    write(folder, "m.dmn", RUN)
    strange = "this does not belong here; it is no JSON"
    for text, finding in (
            ("", "1:1: error: " + strange), ("[1]", "1:1: error: the input must be an object: names and their values"),
            ("{'a': 1}", "1:2: error: " + strange), ('{"a": 01}', "1:7: error: " + strange),
            ('{"a": 1.}', "1:7: error: " + strange), ('{"a": 1,}', "1:9: error: " + strange),
            ('{"a": 1, "a": 2}', "1:13: error: the key stands here twice"),
            ('{"a": "\\x"}', "1:8: error: " + strange), ('{"a": "\n"}', "1:8: error: " + strange),
            ('{"a": "\\ud800"}', "1:14: error: " + strange), ('{"a": 1e99999}', "1:7: error: the number is too large"),
            ('{"a": 1} 2', "1:10: error: " + strange), ('{"a": nul}', "1:7: error: " + strange),
            ('{"a": ' + "[" * 70 + "]" * 70 + "}",
             "1:70: error: limit reached: arrays and objects are nested too deeply")):
        write(folder, "in.json", text)
        code, _, err = guanhu(folder, "run", "m.dmn", "--input", "in.json")
        tap.equal("JSON %.30r" % text, (code, err), (1, "in.json:" + finding + "\n"))
    write(folder, "in.json", r'{"an amount": 2, "day": "\u0032024-\u00302-29"}')
    tap.equal("escapes", guanhu(folder, "run", "m.dmn", "--input", "in.json", "--decision", "all")[1],
              '{d: 2024-02-29, y: 2024, s: ["a\\"b", null, true], big: 2.2}\n')


def test_usage(tap, folder):
    write(folder, "m.dmn", RUN)
    tap.equal("no such decision", guanhu(folder, "run", "m.dmn", "--decision", "x")[::2],
              (3, "guanhu: error: the model has no decision x\n"))
    tap.equal("no such service", guanhu(folder, "run", "m.dmn", "--service", "x")[::2],
              (3, "guanhu: error: the model has no decision service x\n"))
    tap.equal("no such input file", guanhu(folder, "run", "m.dmn", "--input", "none.json")[::2],
              (3, "guanhu: error: cannot read none.json\n"))
    tap.equal("no such model", guanhu(folder, "run", "none.dmn")[::2], (1, "none.dmn: error: the file cannot be read\n"))
    tap.equal("no such tests", guanhu(folder, "test", "none")[::2],
              (3, "guanhu: error: there are no test files at none\n"))
    for arguments in ([], ["run"], ["test"], ["frobnicate"], ["run", "m.dmn", "--decision", "a", "--service", "b"]):
        tap.equal("wrong usage %s" % arguments, guanhu(folder, *arguments)[0], 2)
    for arguments in (["run", "--help"], ["test", "--help"], ["--help"]):
        code, out, _ = guanhu(folder, *arguments)
        tap.that("help of %s" % arguments, code == 0 and "example: guanhu dmn" in out, out)
    tap.that("in Chinese", "模型中没有决策 x" in guanhu(folder, "run", "m.dmn", "--decision", "x", lang="zh")[2])


def case(number, result, expected):
    return ('<testCase id="%s"><inputNode name="an amount"><value xsi:type="xsd:decimal">%s</value></inputNode>'
            '<resultNode name="%s"><expected><value xsi:type="xsd:decimal">%s</value></expected></resultNode></testCase>'
            % (number, number, result, expected))


def tests(*cases, name="m.dmn"):
    return ('<testCases xmlns="%s" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
            'xmlns:xsd="http://www.w3.org/2001/XMLSchema">\n<modelName>%s</modelName>\n%s\n</testCases>\n'
            % (TESTS, name, "\n".join(cases)))


def test_tests(tap, folder):
    os.makedirs(os.path.join(folder, "level", "topic"))
    write(folder, "level/topic/m.dmn", RUN)
    write(folder, "level/topic/m-test.xml", tests(case(10, "gross", 11), case(20, "gross", 21), case(30, "none", 1)))
    write(folder, "level/topic/other.xml", "<other/>")
    code, out, err = guanhu(folder, "test", "level", "--csv", "r.csv", "--junit", "r.xml")
    tap.equal("failures and sums", (code, out, err), (1, (
        "FAILED topic/m.dmn 20 gross: expected 21, seen 22\n"
        "FAILED topic/m.dmn 30 none: level/topic/m-test.xml:5:99: the model has no decision of this name: none\n"
        "level/topic: 1 passed, 2 failed\n1 passed, 2 failed\n").replace("topic/m.dmn", "level/topic/m.dmn"), ""))
    with open(os.path.join(folder, "r.csv"), encoding="utf-8") as f:
        tap.equal("CSV", f.read(), '"level/topic","m-test","10","SUCCESS",""\n'
                  '"level/topic","m-test","20","ERROR","gross: expected 21, seen 22"\n'
                  '"level/topic","m-test","30","ERROR","none: level/topic/m-test.xml:5:99: '
                  'the model has no decision of this name: none"\n')
    suite = xml.etree.ElementTree.parse(os.path.join(folder, "r.xml")).getroot()[0]
    tap.equal("JUnit", [(c.get("name"), len(c)) for c in suite], [("10", 0), ("20", 1), ("30", 1)])
    tap.equal("JUnit sums", (suite.get("tests"), suite.get("failures")), ("3", "2"))
    write(folder, "level/topic/m-test.xml", tests(case(10, "gross", 11)))
    tap.equal("all pass", guanhu(folder, "test", "--quiet", "level/topic/m-test.xml"), (0, "1 passed, 0 failed\n", ""))
    tap.equal("in Chinese", guanhu(folder, "test", "--quiet", "level", lang="zh")[1], "1 通过,0 失败\n")
    write(folder, "level/topic/m-test.xml", tests(case(10, "gross", 11), name="../m.dmn"))
    tap.that("a model of another folder is refused", "the test file must name a model in its own folder"
             in guanhu(folder, "test", "level")[1])
    tap.equal("a place that cannot be written", guanhu(folder, "test", "level", "--csv", "none/r.csv")[::2],
              (69, "guanhu: error: cannot write none/r.csv\n"))


def main():
    tap = Tap()
    for test in (test_wrong, test_hostile, test_imports, test_run, test_encodings, test_json, test_usage, test_tests):
        with tempfile.TemporaryDirectory() as above:
            folder = os.path.join(above, "models")
            os.mkdir(folder)
            test(tap, folder)
    print("1..%d" % tap.n)
    return tap.failed != 0


PROGRAM = os.path.abspath(sys.argv[1])
sys.exit(main())
