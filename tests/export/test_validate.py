"""What is wrong with a file is told with line, unit and reason, and what is right is let be."""

from __future__ import annotations

import copy
import random
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree

from padan.cli import main
from padan.errors import InputError
from padan.export.validate import Problem, _schema, check

HEADER = (
    'creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t" adminlang="en"'
    ' srclang="id" datatype="plaintext"'
)
TU = '<tuv xml:lang="id"><seg>Kapal.</seg></tuv><tuv xml:lang="en"><seg>Ship.</seg></tuv>'


def tmx(*units: str, version: str = "1.4", header: str = HEADER) -> str:
    body = "\n".join(units)
    return f'<tmx version="{version}"><header {header}/><body>\n{body}\n</body></tmx>'


def xliff(*units: str, root: str = 'version="2.1" srcLang="id" trgLang="en"') -> str:
    body = "\n".join(units)
    space = 'xmlns="urn:oasis:names:tc:xliff:document:2.0"'
    mda = 'xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0"'
    return f'<xliff {space} {mda} {root}><file id="f">\n{body}\n</file></xliff>'


def unit(
    name: str = "u", inside: str = "<source>Kapal.</source><target>Ship.</target>", **more: str
) -> str:
    told = "".join(f' {key}="{value}"' for key, value in more.items())
    return f'<unit id="{name}"><segment{told}>{inside}</segment></unit>'


def old(*units: str, file: str = 'source-language="id" target-language="en"') -> str:
    body = "\n".join(units)
    head = '<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">'
    begin = f'<file original="f" datatype="plaintext" {file}><body>'
    return f"{head}{begin}\n{body}\n</body></file></xliff>"


def trans(
    name: str = "u", inside: str = "<source>Kapal.</source><target>Ship.</target>", more: str = ""
) -> str:
    return f'<trans-unit id="{name}"{more}>{inside}</trans-unit>'


def problems(tmp_path: Path, text: str) -> list[Problem]:
    path = tmp_path / "file.xml"
    path.write_text(text, "utf-8")
    return list(check(path).problems)


GOOD = {
    "tmx": tmx(f"<tu>{TU}</tu>", f'<tu tuid="2" creationdate="20240305T070000Z">{TU}</tu>'),
    "tmx with codes": tmx(
        '<tu><tuv xml:lang="id"><seg><bpt i="1">&lt;b></bpt>Kapal<ept i="1">&lt;/b></ept></seg>'
        '</tuv><tuv xml:lang="en-GB"><prop type="x-a">b</prop><seg>Ship</seg></tuv></tu>'
    ),
    "tmx in all languages": tmx(f"<tu>{TU}</tu>", header=HEADER.replace('"id"', '"*all*"')),
    "tmx of a regional source": tmx(f"<tu>{TU}</tu>", header=HEADER.replace('"id"', '"id-ID"')),
    "xliff 2": xliff(unit("1"), unit("2", state="final", subState="x:y")),
    "xliff 2 without targets": xliff(
        unit("1", "<source>Kapal.</source>"), root='version="2.0" srcLang="id"'
    ),
    "xliff 2 with codes": xliff(
        '<unit id="1"><originalData><data id="d">x</data></originalData><segment><source>a'
        '<sc id="1" dataRef="d"/>b<ec startRef="1"/><cp hex="0001"/></source></segment></unit>'
    ),
    "xliff 2 in groups": xliff(
        f'<group id="g"><notes><note>n</note></notes>{unit("1")}<group id="h">{unit("2")}</group>'
        f'</group><group id="i">{unit("3")}</group>',
        unit("4"),
    ),
    "xliff 2 with a module": xliff(
        '<unit id="1"><mda:metadata><mda:metaGroup category="c"><mda:meta type="t">v</mda:meta>'
        "</mda:metaGroup></mda:metadata><segment><source>a</source></segment></unit>"
    ),
    "xliff 1.2": old(trans("1"), trans("2", more=' approved="yes"')),
    "xliff 1.2 of another tool": old(
        trans("1", '<source>a</source><target state="translated">b</target><o:x xmlns:o="u:o"/>')
    ),
    "xliff 1.2 in groups": old(f'<group id="g">{trans("1")}{trans("2")}</group>{trans("3")}'),
}

BPT = '<bpt i="1">x</bpt>'
BAD: list[tuple[str, str, int, str]] = [
    (tmx(f"<tu>{TU}</tu>", version="1.4b"), "the version is '1.4b'", 0, ""),
    (tmx(f"<tu>{TU}</tu>", header=HEADER.replace("datatype", "kind")), "'datatype'", 0, ""),
    (tmx("<tu/>"), "'tu' lacks", 1, ""),
    (tmx(f"<tu>{TU}<note>n</note></tu>"), "'note' stands where tuv may stand", 1, ""),
    (tmx(f"<tu>{TU}</tu>", '<tu><tuv xml:lang="id"/></tu>'), "'tuv' lacks", 2, ""),
    (
        tmx(f'<tu tuid="a" creationdate="2024-03-05T07:00:00Z">{TU}</tu>'),
        "20240305T070000Z",
        1,
        "a",
    ),
    (tmx(f'<tu changedate="20240230T250000Z">{TU}</tu>'), "changedate is", 1, ""),
    (tmx(f'<tu usagecount="often">{TU}</tu>'), "usagecount is 'often'", 1, ""),
    (tmx(f"<tu>{TU.replace('id', 'ms')}</tu>"), "nothing in the source language 'id'", 1, ""),
    (tmx(f"<tu>{TU}{TU}</tu>"), "it has 'id' 2 times", 1, ""),
    (tmx(f"<tu>{TU.replace('en', 'english language')}</tu>"), "language", 1, ""),
    (tmx(f"<tu>{TU.replace('Kapal', BPT)}</tu>"), "'bpt' 1 has no 'ept'", 1, ""),
    (xliff(unit(), root='version="2.1" srcLang="id"'), "names no trgLang", 1, "u"),
    (xliff(unit("a"), unit("b"), unit("a")), "two units of the file have the id 'a'", 3, "a"),
    (xliff("<unit><segment><source/></segment></unit>"), "'unit' lacks the attribute 'id'", 1, ""),
    (
        xliff(unit("u", "<target>b</target><source>a</source>")),
        "'target' stands where source",
        1,
        "u",
    ),
    (xliff(unit("u", '<source xml:lang="ms">a</source>')), "the source is in 'ms'", 1, "u"),
    (
        xliff(unit("u", '<source>a</source><target xml:lang="fr">b</target>')),
        "the target is in",
        1,
        "u",
    ),
    (xliff(unit(state="done")), "must be one of 'initial', 'translated'", 1, "u"),
    (xliff(unit(subState="x:y")), "must have a state", 1, "u"),
    (xliff(unit("u", '<source><ph id="1" dataRef="d"/></source>')), "names no data", 1, "u"),
    (xliff(unit("u", '<source><ph id="1"/><ph id="1"/></source>')), "have one id", 1, "u"),
    (xliff(unit("u", '<source><ec startRef="9"/></source>')), "names no 'sc'", 1, "u"),
    (xliff(unit("u", '<source><cp hex="0041"/></source>')), "no character XML cannot hold", 1, "u"),
    (xliff(unit(), "<notes><note>n</note></notes>"), "'notes' must not stand here", 0, ""),
    (
        xliff('<unit id="1"><mda:metadata/><segment><source/></segment></unit>'),
        "'metadata' lacks",
        1,
        "1",
    ),
    (
        xliff(f'<group id="g">{unit("1")}</group><group id="g">{unit("2")}</group>'),
        "two groups",
        0,
        "",
    ),
    (
        xliff(f'<group id="g">{unit("1")}</group><group>{unit("2")}</group>'),
        "attribute 'id'",
        0,
        "",
    ),
    (old(trans("a"), trans("a")), "two units of the file have the id 'a'", 2, "a"),
    (old(trans(), file='source-language="id"'), "its language is named nowhere", 1, "u"),
    (old(trans("u", '<source>a</source><target state="done">b</target>')), "'done'", 1, "u"),
    (old(trans("u", '<source><bx id="1"/>a</source>')), "'bx' 1 has no 'ex'", 1, "u"),
    (
        old(trans("u", "<target>b</target><source>a</source>")),
        "'target' stands where source",
        1,
        "u",
    ),
    (old(trans(more=' phase-name="p"')), "the phase 'p'", 1, "u"),
]


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_has_no_problem(tmp_path: Path, name: str) -> None:
    assert problems(tmp_path, GOOD[name]) == []


@pytest.mark.parametrize(("text", "reason", "number", "name"), BAD, ids=[b[1] for b in BAD])
def test_a_problem_is_told_with_unit_and_reason(
    tmp_path: Path, text: str, reason: str, number: int, name: str
) -> None:
    found = problems(tmp_path, text)
    assert any(
        reason in p.reason and (p.unit, p.name) == (number, name) and p.line >= 1 for p in found
    ), found
    assert all("{" not in p.reason for p in found)


def test_the_line_is_right_however_long_the_file(tmp_path: Path) -> None:
    path = tmp_path / "long.xlf"
    lines = [unit(f"u{n}") + "\n" for n in range(120_000)]
    lines[100_000] = unit("u100000", state="done") + "\n"
    path.write_text(xliff("".join(lines)), "utf-8")
    checked = check(path)
    (problem,) = checked.problems
    assert (problem.line, problem.unit, problem.name) == (100_002, 100_001, "u100000")
    assert (checked.form, checked.units) == ("XLIFF 2.1", 120_000)


def test_the_schema_of_tmx_and_the_dtd_agree_on_what_is_changed_at_random() -> None:
    """The DTD was written for these tests from the specification, apart from the schema."""
    dtd = etree.DTD(str(Path(__file__).parent / "tmx14.dtd"))
    schema, rng = _schema("TMX"), random.Random("tmx")
    start = etree.fromstring(
        tmx(
            f'<tu tuid="1"><note>n</note><prop type="t">p</prop>{TU}</tu>', f"<tu>{TU}</tu>"
        ).replace("Kapal.", '<bpt i="1"/>a<ept i="1"/><ph x="1"><sub>b</sub></ph><hi>c</hi>')
    )
    verdicts = []
    for _ in range(600):
        tree = copy.deepcopy(start)
        for _ in range(rng.randint(1, 2)):
            disturb(tree, rng)
        if tree.tag != "tmx":
            continue
        verdict = dtd.validate(tree)
        assert schema.validate(tree) == verdict, etree.tostring(tree)
        verdicts.append(verdict)
    assert 50 < verdicts.count(True) < 550


def disturb(tree: etree._Element, rng: random.Random) -> None:
    every = list(tree.iter())
    one, other = rng.choice(every[1:]), rng.choice(every)
    what = rng.randrange(5)
    if what == 0 and one.attrib:
        del one.attrib[rng.choice(sorted(one.attrib))]
    elif what == 1:
        one.set(rng.choice(["type", "x", "i", "srclang", "lang", "datatype", "foo"]), "1")
    elif what == 2 and one not in other.iterancestors() and one is not other:
        other.insert(rng.randint(0, len(other)), copy.deepcopy(one))
    elif what == 3 and one.getparent() is not None:
        one.getparent().remove(one)
    elif what == 4:
        other.text = "text"


HOSTILE = {
    "billion laughs": '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>'
    + tmx(f"<tu>{TU.replace('Kapal', '&d;')}</tu>"),
    "file of the machine": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    + tmx(f"<tu>{TU.replace('Kapal', '&a;')}</tu>"),
    "network": '<!DOCTYPE tmx SYSTEM "http://127.0.0.1:9/x.dtd">' + tmx(f"<tu>{TU}</tu>"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_entities_are_not_resolved_and_nothing_is_fetched(tmp_path: Path, name: str) -> None:
    try:
        found = problems(tmp_path, HOSTILE[name])
    except InputError:
        return
    hostname = Path("/etc/hostname")
    for problem in found:
        assert not hostname.is_file() or hostname.read_text().strip() not in problem.reason
        assert "haha" not in problem.reason


@pytest.mark.parametrize(
    "text",
    ["", "no xml", "<html/>", tmx(f"<tu>{TU}</tu>")[:-9], "<a>" * 300 + "</a>" * 300, "\0" * 50],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError):
        problems(tmp_path, text)


def test_deep_nesting_ends_the_reading(tmp_path: Path) -> None:
    deep = '<group id="g">' * 1_000 + unit() + "</group>" * 1_000
    with pytest.raises(InputError, match=r"inside each other|depth"):
        problems(tmp_path, xliff(deep))


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="needs Linux's /proc")
def test_memory_stays_bounded(tmp_path: Path) -> None:
    path = tmp_path / "long.xlf"
    with path.open("w", encoding="utf-8") as out:
        out.write(xliff("@").partition("@")[0])
        for n in range(60_000):
            out.write(unit(f"u{n}", f"<source>{'Kapal &amp; laut. ' * 40}</source>"))
        out.write("</file></xliff>")
    assert path.stat().st_size > 40_000_000
    # The system's own peak (ru_maxrss) would count what the process that starts this one holds.
    code = (
        "import re, sys; from pathlib import Path; from padan.export.validate import check\n"
        "c = check(sys.argv[1])\n"
        "assert not list(c.problems) and c.units == 60_000\n"
        "print(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1])"
    )
    run = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert int(run.stdout) < 100_000


def test_the_command_tells_all_and_ends_with_the_code_of_the_worst(tmp_path: Path) -> None:
    good, bad, none = (tmp_path / name for name in ("good.tmx", "bad.xlf", "none.tmx"))
    good.write_text(GOOD["tmx"], "utf-8")
    bad.write_text(xliff(unit("a"), unit("a", state="done")), "utf-8")
    none.write_text("nothing", "utf-8")
    run = CliRunner().invoke(main, ["validate", str(good)])
    assert (run.exit_code, run.output) == (0, f"{good}: TMX 1.4, 2 units, 0 problems\n")
    run = CliRunner().invoke(main, ["validate", str(good), str(bad)])
    assert run.exit_code == 1
    assert f"{bad}:3: unit 2 (a): two units of the file have the id 'a'" in run.output
    run = CliRunner().invoke(main, ["validate", str(none), str(bad), "--limit", "1"])
    assert run.exit_code == 2
    assert f"padan: {none}: line 1: is not well-formed XML" in run.output
    assert "2 problems (1 shown; see --limit)" in run.output
    run = CliRunner().invoke(main, ["validate", str(bad), "--json"])
    assert '"line": 3, "unit": 2, "name": "a", "reason": "' in run.output
