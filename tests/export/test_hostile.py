"""Text made to do harm, and text far too long, from the comparison to the page."""

import io
import time
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html
from rich.console import Console

from padan.cli.render_comparison import print_comparison
from padan.consistency import Side, compare_texts
from padan.consistency.rows import compare_rows
from padan.export.report import write_report
from padan.model import Cell, ComparedStory, Role, Row
from view.factories import make_article, make_story, make_translation

WORDS = "bupati menyetujui 40 rencana pasar di Ende tidak pada 3 Maret dengan hampir semua nelayan"
LONG = " ".join((WORDS.split() * 700)[:10_000]) + "."
SECONDS = 15
REORDERING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
HARM = {
    "markup": "<script>alert(1)</script> <b onclick='x()'>Bupati</b> &amp; </style><svg/onload=x>",
    "template": "{{ 7 * 7 }} {% raw %} {words} {0} %s ${x} Bupati",
    "controls": "Bupati\x00\x07\x1b[31m\x9b2J menyetujui\x7f\r\n 40 rencana\u2028",
    "directions": "\u202eBupati\u202c \u2067menyetujui\u2069 40 \u200frencana مرحبا",
    "surrogates": "Bupati \ud800 menyetujui 40 rencana \udfff",
    "joined": "B\u0301\u0302\u0303u\u200dp\ufeffati" + "\u0301" * 500,
    "quotes": "\"Bupati\" 'menyetujui' “40” «rencana» `pasar` \\ /",
    "figures": "9" * 5000 + " rencana pada 99-99-9999 seharga Rp" + "1.000" * 900,
}


def compared(left: str, right: str) -> ComparedStory:
    """A story of two articles that say this, as the pipeline compares it."""
    articles = [
        make_article([(Role.BODY, [text])], outlet=f"{name} {text[:200]}", lang="id")
        for name, text in (("Acuan", left), ("Versi", right))
    ]
    rows = [Row(0, tuple(Cell(a.id, (0,)) for a in articles), 0.9)]
    english = {a.id: {0: make_translation(a.text, a.text, a.text[:300])} for a in articles}
    story = make_story(left[:300], articles, rows, english=english)
    return replace(story, rows=compare_rows(story.story, story.rows, story.english, lambda *_: 0.5))


def shown(comparison, texts: tuple[str, str]) -> str:
    console = Console(file=io.StringIO(), width=80, force_terminal=False)
    for lang in ("en", "id"):
        print_comparison(console, comparison, texts, lang)
    return console.file.getvalue()


def timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


@pytest.mark.parametrize("name", sorted(HARM))
def test_harmful_text_is_compared_and_shown_as_text(name: str, tmp_path: Path) -> None:
    text = HARM[name]
    plain = "Bupati tidak menyetujui 90 rencana pasar."
    story = compared(text, plain)
    for lang in ("en", "id"):
        page, index = write_report([story], tmp_path / lang, lang=lang)
        for path in (page, index):
            written = path.read_bytes().decode("utf-8")
            assert not {c for c in written if ord(c) < 32 or 127 <= ord(c) < 160} - {"\n", "\t"}
            parsed = html.document_fromstring(written)
            assert len(parsed.xpath("//script")) == len(parsed.xpath("//style")) == 1
            assert not parsed.xpath("//@onclick | //@onload | //@style | //b[@onclick]")
    for left, right in ((text, plain), (plain, text)):
        comparison = compare_texts(Side(left, "id"), Side(right, "id"))
        said = shown(comparison, (left, right))
        assert not {c for c in said if unicodedata.category(c) in ("Cc", "Cs")} - {"\n"}
        assert not set(said) & REORDERING
        for finding in comparison.findings:
            for span, side in ((finding.reference, left), (finding.retelling, right)):
                assert span is None or 0 <= span.start <= span.end <= len(side)


def test_ten_thousand_words_in_a_sentence_are_compared_and_shown_in_time(tmp_path: Path) -> None:
    other = LONG.replace("tidak", "akan").replace("40", "41").replace("Ende", "Kupang")
    stories = [compared(LONG[:2000], other[:2000])]  # loads what is loaded once
    assert timed(lambda: stories.append(compared(LONG, other))) < SECONDS
    assert timed(lambda: write_report(stories[1:], tmp_path)) < SECONDS
    comparison = stories[1].rows[0].cells[1].comparison
    assert comparison is not None
    assert timed(lambda: shown(comparison, (LONG, other))) < SECONDS
    assert timed(lambda: compare_texts(Side(LONG, "id"), Side("Bupati setuju.", "id"))) < SECONDS
