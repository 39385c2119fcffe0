"""What must hold for every text whatever it says."""

# ruff: noqa: E501 -- sentences stay on one line
from __future__ import annotations

import re
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pagelines import PAGES, load

from padan.articles.build import build_article
from padan.errors import InputError
from padan.model import Article, Role

WORDS = st.sampled_from(
    [
        "Jakarta - ", "KOMPAS.com –", "Baca juga:", "Halaman", "(abc/def)", "warga", "Wali Kota", "“Ya,” katanya.",
        "5 Maret 2024", "By", "Penulis:", "©", "2024", "...", "?", "1.", "•", "Foto: A/AFP", "slot gacor", ":", "\n",
        "\n\n", " ", "\t", "\u00a0", "中文。", "й", "Editor", "mengatakan bahwa jembatan ditutup karena retak.",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(WORDS, min_size=1, max_size=60).map(" ".join),
    st.lists(WORDS, min_size=1, max_size=60).map("".join),
    st.text(max_size=300),
)


def check(article: Article) -> None:
    text = article.text
    covered = [False] * len(text)
    at = 0
    for line in article.lines:
        assert at <= line.start < line.end <= len(text)
        assert text[line.start : line.end] == text[line.start : line.end].strip()
        assert "\n" not in text[line.start : line.end]
        covered[line.start : line.end] = [True] * (line.end - line.start)
        at = line.end
    assert all(seen or char.isspace() for seen, char in zip(covered, text, strict=True))
    paragraphs = [line.paragraph for line in article.lines]
    assert sorted(set(paragraphs)) == list(range(len(set(paragraphs))))
    assert paragraphs == sorted(paragraphs)
    check_sentences(article)


def check_sentences(article: Article) -> None:
    said = []
    roles = {}
    for line in article.lines:
        roles.update(dict.fromkeys(range(line.start, line.end), line.role))
    for n, sentence in enumerate(article.sentences):
        assert sentence.index == n
        assert sentence.text == article.text[sentence.start : sentence.end]
        assert sentence.role is roles[sentence.start] is roles[sentence.end - 1]
        said.append(sentence.text)
    assert re.sub(r"\s", "", "".join(said)) == re.sub(r"\s", "", article.text)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_lines_and_sentences_hold_all_of_the_text_exactly_once(text: str) -> None:
    try:
        article = build_article(text)
    except InputError:
        return
    check(article)


@pytest.mark.parametrize("name", PAGES)
def test_the_same_for_whole_pages(name: str) -> None:
    check(build_article(load(name).text))


def test_reading_again_gives_the_same_article() -> None:
    text = load("kompas").text
    assert build_article(text) == build_article(text)
    assert build_article(build_article(text).text).id == build_article(text).id


def test_the_id_depends_on_text_outlet_and_url() -> None:
    ids = {
        build_article("Satu kalimat.").id,
        build_article("Dua kalimat.").id,
        build_article("Satu kalimat.", outlet="A").id,
        build_article("Satu kalimat.", url="https://a.example/x").id,
    }
    assert len(ids) == 4
    assert all(re.fullmatch(r"[0-9a-f]{16}", i) for i in ids)


@pytest.mark.parametrize(
    "unit",
    [
        "A",
        "a. ",
        "(",
        '"',
        "1.1",
        "a.com ",
        "Foto/ ",
        "A/A/",
        "© 2020 ",
        "slot",
        "Baca juga: ",
        "- ",
        "\n",
        "a\n",
        "Kota | ",
        "Kota > ",
        "Ani Budi/Kabar\n",
        "Satu Dua Tiga Empat\n",
        "&amp",
    ],
)
def test_time_grows_with_length_and_not_faster(unit: str) -> None:
    def seconds(chars: int) -> float:
        begin = process_time()
        build_article("a " + unit * (chars // len(unit)))
        return process_time() - begin

    seconds(1_000)
    # Sixteen times the text may take thirty times as long (and a little), never 256 times.
    assert seconds(64_000) < 30 * seconds(4_000) + 1.0


def test_no_role_is_lost_between_line_and_sentence() -> None:
    article = build_article(load("kompas").text)
    assert {line.role for line in article.lines} == {s.role for s in article.sentences}
    assert Role.FURNITURE not in {s.role for s in article.aligned}
