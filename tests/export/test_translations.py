"""Each form holds every sentence, and nothing in a sentence breaks the form."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from padan.export.translations import FORMS, Done
from padan.model import Fault, FaultKind, Translation
from padan.translate.suggestions import Suggestion


def done(source: str, text: str | None, paragraph: int = 0, **more: object) -> Done:
    made = None
    if text is not None:
        made = Translation(source, text, "id", "en", "a@1", **more)  # type: ignore[arg-type]
    return Done(source, made, paragraph)


def written(form: str, *sentences: Done) -> str:
    out = io.StringIO()
    with FORMS[form](out, "id") as write:
        for sentence in sentences:
            write(sentence)
    return out.getvalue()


DOUBTFUL = done(
    "Dua kapal.", "Ships.", faults=(Fault(FaultKind.NUMBER, "lacks 2"),), confidence=0.4149
)


def test_jsonl_holds_text_faults_confidence_and_signature() -> None:
    record = json.loads(written("jsonl", DOUBTFUL))
    assert record == {
        "source": "Dua kapal.",
        "text": "Ships.",
        "faults": ["lacks 2"],
        "fault_kinds": ["number"],
        "confidence": 0.4149,
        "signature": "a@1",
        "paragraph": 0,
        "suggestions": [],
    }
    missing = json.loads(written("jsonl", done("Dua.", None)))
    assert (missing["text"], missing["faults"]) == ("", ["no translation"])
    assert missing["fault_kinds"] == ["missing"]


def test_tsv_has_the_same_columns_in_every_line() -> None:
    text = written("tsv", DOUBTFUL, done("=1+1\tx\ny", None))
    first, second = (line.split("\t") for line in text.splitlines())
    assert first == ["Dua kapal.", "Ships.", "lacks 2", "0.415", "a@1", ""]
    assert second == [" =1+1 x y", "", "no translation", "", "", ""]


def test_the_table_shows_confidence_doubts_and_suggestions() -> None:
    suggestion = Suggestion("Tiga kapal.", "Three ships.", 0.899, "human: Rina")
    shown = written("table", Done(DOUBTFUL.source, DOUBTFUL.translation, 0, (suggestion,)))
    assert shown.splitlines() == [
        "0.41  Ships.",
        "      doubtful: lacks 2",
        "      memory 89 %: Three ships.",
    ]


def test_txt_keeps_paragraphs_and_blank_lines_and_names_what_is_missing() -> None:
    sentences = [done("a", "One.", 1), done("b", "Two.", 1), done("c", None, 2), done("d", "F.", 4)]
    assert written("txt", *sentences) == "One. Two.\n[no translation: c]\n\nF.\n"
    assert written("txt") == ""


def test_tmx_leaves_out_what_has_no_translation_and_says_where_from() -> None:
    root = etree.fromstring(written("tmx", DOUBTFUL, done("x", None)).encode())
    (unit,) = root.iter("tu")
    assert [seg.text for seg in unit.iter("seg")] == ["Dua kapal.", "Ships."]
    assert unit.get("creationdate")


text = st.text(
    st.one_of(st.characters(), st.sampled_from("\t\n\r\x1b\x00\u2028\ud800\u202e=\"'<&"))
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(text, st.none() | text), max_size=6))
@pytest.mark.parametrize("form", ["table", "tsv", "jsonl", "txt", "tmx"])
def test_no_text_breaks_a_form(form: str, sentences: list[tuple[str, str | None]]) -> None:
    out = written(form, *(done(a, b, i) for i, (a, b) in enumerate(sentences)))
    encoded = out.encode()
    if form in ("tsv", "jsonl"):
        assert out.count("\n") == len(out.splitlines()) == len(sentences)
    if form == "tsv":
        assert all(line.count("\t") == 5 for line in out.splitlines())
    if form == "jsonl":
        assert [json.loads(line)["source"] for line in out.splitlines()] == [
            source for source, _ in sentences
        ]
    if form == "tmx":
        etree.fromstring(encoded)
    else:
        assert not set(out) & set("\x1b\x00\u202e")
