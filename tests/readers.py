"""Every reader of files from outside, and what must hold of each for any bytes at all.

Either it gives what the file says, as text that can be kept and printed, or it says in one line
what is wrong. The tests and `scripts/fuzz.py` try that on made-up and on kept inputs.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

from padan.errors import InputError, PadanError
from padan.model import Act, Article

NASTY = Path(__file__).parent / "nasty"
"""A folder for each reader with inputs that once broke it, or well might."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One reader: the name its input has as a file, and a call that gives all that it read."""

    name: str
    file: str
    read: Callable[[Path], Iterable[object]]
    seeds: tuple[str, ...]
    """Inputs that it accepts, to begin with."""
    words: str
    """What means something to it, separated by blanks."""

    def kept(self) -> list[Path]:
        """The nasty inputs that are kept for it."""
        return sorted((NASTY / self.name).glob("*"))

    def check(self, data: bytes, folder: Path) -> bool:
        """Read these bytes as a file in `folder`; whether they were accepted.

        Fails where the reader breaks, or gives what is no text.
        """
        path = folder / self.file
        path.write_bytes(data)
        try:
            found = list(self.read(path))
        except PadanError as error:
            assert error.what
            return False
        for one in found:
            _check(one)
        return True


def _check(found: object) -> None:
    """All texts in it can be written as UTF-8 and kept in any database; articles are in order."""
    if isinstance(found, Article):
        _check_article(found)
    if isinstance(found, str):
        found.encode("utf-8")
        assert "\0" not in found
    elif is_dataclass(found):
        for field in fields(found):
            _check(getattr(found, field.name))
    elif isinstance(found, dict):
        for pair in found.items():
            _check(pair)
    elif isinstance(found, list | tuple):
        for one in found:
            _check(one)


def _check_article(article: Article) -> None:
    at = 0
    for line in article.lines:
        assert at <= line.start < line.end <= len(article.text)
        at = line.end
    for n, sentence in enumerate(article.sentences):
        assert sentence.index == n
        assert sentence.text == article.text[sentence.start : sentence.end]
        assert sentence.text.strip()


def _refuse(error: InputError) -> None:
    assert error.what


def _articles(path: Path) -> Iterator[object]:
    from padan.articles import read_articles

    yield from read_articles([path], on_skip=_refuse)


def _story(path: Path) -> Iterator[object]:
    for name in ("a.txt", "b.txt"):
        if not (path.parent / name).exists():
            (path.parent / name).write_text("Jembatan ditutup. Warga memutar jauh.\n", "utf-8")
    yield from _articles(path)


def _tmx(path: Path) -> Iterator[object]:
    from padan.export.tmx_reading import read_tmx

    yield from read_tmx(path, "id", "en", on_skip=lambda number, why: _check(why))


def _cat(path: Path) -> Iterator[object]:
    from padan.export.cat_reading import read_units

    yield from read_units(path)


def _alignment(path: Path) -> Iterator[object]:
    from padan.export.standoff_reading import read_alignments

    yield from read_alignments(path)


def _glossary(path: Path) -> Iterator[object]:
    from padan.translate.glossaryfile import read_glossary

    yield from read_glossary(path).terms


def _judgements(path: Path) -> Iterator[object]:
    from padan.consistency.judgementfile import read_judgements

    yield from read_judgements(path)


def _act(path: Path) -> Iterator[object]:
    from padan.judgements.acts import articles_of, read_act
    from padan.review.asked import read_act_asked

    asked = read_act_asked(path.read_bytes())
    assert isinstance(asked.act, Act)
    said = read_act(asked.act, asked.body or {})
    yield said
    yield sorted(articles_of(said))


def _words(path: Path) -> Iterator[object]:
    from padan.consistency import lexicon

    before = os.environ.get(lexicon.USER_FILE)
    os.environ[lexicon.USER_FILE] = str(path)
    caches = (lexicon.load, lexicon.fingerprint, lexicon._user_words)
    try:
        for cached in caches:
            cached.cache_clear()
        yield len(lexicon.load("names"))
        yield len(lexicon.load("modality"))
        yield lexicon.fingerprint()
    finally:
        for cached in caches:
            cached.cache_clear()
        if before is None:
            del os.environ[lexicon.USER_FILE]
        else:
            os.environ[lexicon.USER_FILE] = before


def _weights(path: Path) -> Iterator[object]:
    from padan.consistency import weights

    yield weights.read(path)


def _gold(path: Path) -> Iterator[object]:
    from padan.align.goldfile import parse_gold
    from padan.cli.options import read_utf8

    yield from parse_gold(read_utf8(str(path)), where=str(path))


def _benchmark(path: Path) -> Iterator[object]:
    from padan.export.leakage import Benchmark

    yield Benchmark.read(path).holds("Jembatan itu ditutup.")


_PROSE = (
    "Jembatan Retak Ditutup\n\nJakarta, 5 Maret 2024 - Wali kota menutup jembatan itu. “Kami"
    " memutar jauh,” kata Rina, pedagang.\n\nBaca juga: Pasar Pindah\n\n* Foto: Antara/Budi\n"
)
_PAGE = (
    '<html lang="id"><head><meta charset="utf-8"><title>Jembatan Ditutup - Kabar</title>'
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Jembatan",'
    '"datePublished":"2024-03-05T09:00:00+07:00","author":[{"name":"Rina"}]}</script></head><body>'
    "<nav>Beranda</nav><article><h1>Jembatan Ditutup</h1><figure><img><figcaption>Foto</figcaption>"
    "</figure><p>Wali kota menutup jembatan itu.</p><p>Warga memutar &amp; mengeluh jauh sekali."
    "</p><ul><li>Satu jalan.</li></ul></article><footer>© 2024</footer></body></html>"
)
_RECORD = json.dumps(
    {
        "title": "Jembatan",
        "text": "Wali kota menutup jembatan itu. Warga memutar.",
        "url": "https://a.example/1",
        "publisher": {"name": "Kabar"},
        "authors": ["Rina", "Budi"],
        "date": "2024-03-05",
        "lang": "id",
    }
)
_TMX = (
    '<?xml version="1.0" encoding="utf-8"?><tmx version="1.4"><header srclang="id"/><body><tu'
    ' tuid="1" changedate="20240305T090000Z"><note>n</note><prop type="x">y</prop><tuv'
    ' xml:lang="id"><seg>Jembatan <bpt i="1">b</bpt>retak<ept i="1"/>.</seg></tuv><tuv'
    ' xml:lang="en-GB" changeid="Ayu"><seg>The bridge <hi>cracked</hi>.</seg></tuv></tu></body>'
    "</tmx>"
)
_XLIFF = (
    '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="id" trgLang="en">'
    '<file id="f"><group id="g"><unit id="u"><notes><note category="x">n</note></notes><segment'
    ' state="final"><source>Jembatan <pc id="1">retak</pc>.</source><target>The bridge.</target>'
    "</segment></unit></group></file></xliff>"
)
_XLIFF_12 = (
    '<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"><file source-language="id"'
    ' target-language="en" original="x"><body><group id="g"><trans-unit id="1" approved="yes">'
    '<source>Jembatan <g id="1">retak</g>.</source><target state="translated">The bridge.</target>'
    "<note>n</note></trans-unit></group></body></file></xliff>"
)
_JUDGED = json.dumps(
    {
        "kind": "number",
        "severity": "major",
        "accepted": True,
        "reference": "four",
        "retelling": "lima",
        "basis": "en-id",
    }
)
_SPANS = {"reference": [0, 4], "retelling": [1, 5], "english": None}
_FOUND = {"article": "a" * 16, "kind": "number", "severity": "major", **_SPANS, "reason": "r"}


def _asked(act: str, **body: Any) -> str:
    return json.dumps({"id": "1", "reviewer": "Ayu", "act": act, "body": body})


_PLACE, _OTHER = {"a" * 16: [0], "b" * 16: [0]}, {"a" * 16: [1], "b" * 16: [1]}
_ACTS = (
    _asked("accept", rows=[_PLACE]),
    _asked("comment", row=_PLACE, article="a" * 16, text="Hm"),
    _asked("dismiss-finding", findings=[_FOUND], for_good=True),
    _asked("change-finding", finding=_FOUND, kind="name", severity="minor"),
    _asked("edit-english", article="a" * 16, sentence=1, before="x", after="y"),
    _asked("merge", before=[_PLACE, _OTHER], after=[{"at": 0, "place": {**_PLACE}}]),
    _asked("assign", rows=[], reviewers=["Budi"]),
    _asked("sample", share=0.5, seed=1),
    _asked("undo", of="1"),
)
_STORY = (
    'id = "s"\ntitle = "T"\n[[article]]\nfile = "a.txt"\nrole = "reference"\noutlet = "A"\n'
    'published = 2024-03-05\n[[article]]\nfile = "b.txt"\nlang = "id"\nlicence = "CC-BY"\n'
)

READERS = (
    Reader(
        "text", "a.txt", _articles, (_PROSE,), "Baca juga: \n\n © ( ) “ ” - – | / &amp; Foto: BOM"
    ),
    Reader(
        "markdown", "a.md", _articles, (f"---\ntitle: x\n---\n# {_PROSE}",), "# --- ``` [ ]( !["
    ),
    Reader(
        "html",
        "a.html",
        _articles,
        (_PAGE,),
        "<p> </p> <div> <article> <script> <!-- --> <![CDATA[ ]]> &#0; &#x110000; <table> <svg>"
        " application/ld+json charset= utf-16 <frameset> <template> <br>",
    ),
    Reader(
        "json", "a.json", _articles, (f"[{_RECORD}]", f'{{"items":[{_RECORD}]}}'), "{ [ null 1e9"
    ),
    Reader(
        "jsonl", "a.jsonl", _articles, (f"{_RECORD}\n\n{_RECORD}\n",), "\\u0000 \\ud800 { } null"
    ),
    Reader(
        "story", "story.toml", _story, (_STORY,), "[[article]] file = ../ a.txt 2024-99-99 ''' ]]"
    ),
    Reader(
        "tmx", "a.tmx", _tmx, (_TMX,), "<tu> <tuv <seg> <!DOCTYPE <!ENTITY &x; xml:lang= utf-16"
    ),
    Reader(
        "cat", "a.xlf", _cat, (_XLIFF, _XLIFF_12, _TMX), "<unit <segment <mrk <ignorable> subState="
    ),
    Reader(
        "alignment",
        "a.xml",
        _alignment,
        (
            '<cesAlign fromDoc="a" toDoc="b"><linkGrp><link xtargets="s1 s2;s1"/></linkGrp>'
            "</cesAlign>",
            '<alignment fromDoc="a" toDoc="b"><link xtargets="1:1;1:1 1:2"/></alignment>',
        ),
        "<link xtargets= ; <linkGrp>",
    ),
    Reader(
        "glossary",
        "a.tsv",
        _glossary,
        ("source\ttarget\n# c\nwali kota\tmayor|city head\tnote\nRina\n", '"a, b",c\n'),
        '\t | # " ; ,',
    ),
    Reader(
        "judgements", "a.jsonl", _judgements, (f"{_JUDGED}\n\n{_JUDGED}",), "kind true null 1e999"
    ),
    Reader("act", "a.json", _act, _ACTS, "rows before after place true null NaN \\ud800 \\u0000"),
    Reader(
        "words",
        "a.toml",
        _words,
        (
            '[names.aliases]\n"Kota X" = ["X"]\n[[modality.grade]]\nname = "possible"\n'
            'id = ["kayak"]\n',
        ),
        "[names] [[modality.grade]] name = [ ] { } '''",
    ),
    Reader(
        "weights",
        "a.json",
        _weights,
        ('{"fits": {"x": {"intercept": 1, "weights": {"a": 0.5}}}}',),
        "fits intercept weights NaN 1e999 null",
    ),
    Reader(
        "gold", "a.txt", _gold, ("[0, 1]:[2]:0.5\n", '{"left": [0], "right": []}\n'), "[ ] : , 1e9"
    ),
    Reader("benchmark", "a.txt", _benchmark, ('{"a": ["b c"]}\nThe bridge.\tx\n',), "{ [ \t"),
)
