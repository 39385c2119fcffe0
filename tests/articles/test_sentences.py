from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padan.articles.abbreviations import Kind, rules_for
from padan.articles.sentences import split_sentences, split_spans

HARD_LINES = Path(__file__).parent / "data" / "hard_lines.txt"
END = "⏐"


def hard_lines() -> list[tuple[str, str]]:
    lines = HARD_LINES.read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(lang, text) for lang, text in pairs]


@pytest.mark.parametrize(("lang", "marked"), hard_lines())
def test_hard_line_is_cut_where_its_sentences_end(lang: str, marked: str) -> None:
    text = marked.replace(END, "")
    found = [text[start:end] for start, end in split_spans(text, lang)]
    assert found == [part.strip() for part in marked.split(END)]


def test_there_are_at_least_ninety_hard_lines() -> None:
    assert len(hard_lines()) >= 90


# --- nothing lost, nothing invented

PIECES = st.sampled_from(
    [
        *" \t\n\r\u00a0\u2028\u200b.?!…,;:\"'“”‘’„«»()[]—-–*/@#1a",
        *(
            "Dr.",
            "S.H.",
            "dll.",
            "Rp. 1.500",
            "U.S.",
            "Kemudian",
            "ia",
            "iPhone",
            "。",
            "۔",
            "你好",
        ),
        *(
            "...",
            ". .",
            " ”",
            '" ',
            "(Nusa)",
            "[1]",
            "https://a.id/b.c",
            "9.30",
            "1. ",
            "🎉",
            "e\u0301",
        ),
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60)
LANGS = st.sampled_from(["id", "en", "de", "ms-MY", "und", "", "xx_YY"])


@given(TEXTS, LANGS)
@settings(max_examples=400, deadline=None)
def test_every_character_but_white_space_lies_in_exactly_one_sentence(text: str, lang: str) -> None:
    sentences = split_sentences(text, lang)
    covered = [at for s in sentences for at in range(s.start, s.end)]
    assert len(covered) == len(set(covered))
    missing = set(range(len(text))) - set(covered)
    assert all(text[at].isspace() for at in missing)


@given(TEXTS, LANGS)
@settings(max_examples=400, deadline=None)
def test_sentences_are_exact_trimmed_ordered_and_within_a_line(text: str, lang: str) -> None:
    sentences = split_sentences(text, lang)
    assert [s.index for s in sentences] == list(range(len(sentences)))
    for s in sentences:
        assert s.text == text[s.start : s.end]
        assert s.text == s.text.strip() != ""
        assert len(s.text.splitlines()) == 1
    assert all(a.end <= b.start for a, b in pairwise(sentences))
    lines = [line for line in text.splitlines() if line.strip()]
    assert len({s.paragraph for s in sentences}) == len(lines)
    for s in sentences:
        assert s.text in lines[s.paragraph]


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_a_line_is_split_alike_alone_and_inside_a_text(text: str) -> None:
    line = " ".join(text.split())
    alone = [line[start:end] for start, end in split_spans(line, "id")]
    inside = split_sentences(f"Awal cerita.\n{line}\nAkhir cerita.", "id")
    assert [s.text for s in inside[1:-1]] == alone


def test_paragraphs_count_lines_that_are_not_blank() -> None:
    sentences = split_sentences("\n Satu. Dua. \n\n \nTiga\n", "id")
    assert [(s.text, s.paragraph) for s in sentences] == [("Satu.", 0), ("Dua.", 0), ("Tiga", 1)]


def test_quotation_over_paragraphs_never_joins_them() -> None:
    text = "“Kami lelah. Kami lapar.\n“Kami pulang,” kata dia."
    found = [s.text for s in split_sentences(text, "id")]
    assert found == ["“Kami lelah.", "Kami lapar.", "“Kami pulang,” kata dia."]


@pytest.mark.parametrize("text", ["", " \n\t", "\u2028"])
def test_text_without_words_or_marks_has_no_sentence(text: str) -> None:
    assert split_sentences(text, "id") == []


@pytest.mark.parametrize("text", ["...", '". "', "?!", "(.)", "—"])
def test_marks_alone_stay_one_sentence(text: str) -> None:
    assert [s.text for s in split_sentences(text, "id")] == [text]


# --- time

HOSTILE = {
    "dots": ".",
    "spaced dots": ". ",
    "dots and letters": "a.",
    "sentences": "A b. ",
    "abbreviations": "Dr. ",
    "quotes": '"',
    "spaced quotes": '. " ',
    "curly": "“a. ”b ",
    "open brackets": "(a. ",
    "brackets": "(a. b) ",
    "nested": "([{(",
    "digits": "1. ",
    "decimals": "1.234,5.",
    "mixed": "\"1.'A?! …(",
    "notes": "a.[1] ",
    "signs": ". % ",
    "long word": "a",
    "stop far from words": ".%%%",
    "blanks": " ",
    "credit": "a. (bcde) ",
}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_time_grows_no_faster_than_the_line(unit: str) -> None:
    def seconds(size: int) -> float:
        line = (unit * (size // len(unit) + 1))[:size]
        began = time.process_time()
        spans = split_spans(line, "id")
        assert sum(end - start for start, end in spans) <= size
        return time.process_time() - began

    small = min(seconds(20_000) for _ in range(3))
    large = min(seconds(160_000) for _ in range(2))
    assert large < 24 * max(small, 0.005)  # eight times the text; a quadratic rule takes 64 times


@pytest.mark.parametrize("unit", [".", '"', "1.", ". ", '". ', "?!", "(", "…”"])
def test_a_hostile_line_of_a_million_characters_takes_seconds_at_most(unit: str) -> None:
    line = (unit * 1_000_000)[:1_000_000]
    began = time.process_time()
    split_spans(line, "id")
    assert time.process_time() - began < 5


# --- the word lists


def test_a_language_takes_over_the_words_of_its_base() -> None:
    assert rules_for("ms").kinds["Prof"] is Kind.TITLE
    assert rules_for("ms").kinds["dll"] is Kind.TAIL
    assert rules_for("id").kinds["Rp"] is Kind.TITLE


def test_the_region_of_a_language_code_does_not_matter() -> None:
    assert rules_for("en-GB") == rules_for("en") == rules_for("EN_us")


def test_an_unknown_language_gets_the_common_words() -> None:
    assert rules_for("qaa").kinds["Dr"] is Kind.TITLE
    assert not rules_for("qaa").opens_sentence("Kemudian")


def test_no_starter_is_also_an_abbreviation_that_never_ends_a_sentence() -> None:
    for lang in ("id", "en", "de", "nl", "fr", "es", "pt", "ms"):
        rules = rules_for(lang)
        titles = {
            word for word, kind in rules.kinds.items() if kind is Kind.TITLE and len(word) > 2
        }
        assert not titles & rules.starters, lang
