"""A long story for measuring the review page: made by a program from a few words, by a seed."""

from __future__ import annotations

import hashlib
import random

from padan.model import (
    Article,
    Cell,
    ComparedStory,
    Comparison,
    Finding,
    Kind,
    Line,
    Role,
    Row,
    Sentence,
    Severity,
    Span,
    Story,
    Translation,
)

WORDS = {
    "en": "harbour ferry council bridge market storm driver witness mayor school river train fire "
    "report budget water police hospital night village reopened closed warned confirmed counted "
    "repaired delayed questioned near after before because while about several two hundred",
    "id": "pelabuhan kapal dewan jembatan pasar badai sopir saksi bupati sekolah sungai kereta api "
    "laporan anggaran air polisi rumah sakit malam desa dibuka ditutup memperingatkan memastikan "
    "menghitung memperbaiki tertunda dekat setelah sebelum karena sementara beberapa dua ratus",
}
LANGS = ("en", "id", "id", "en")


def long_story(rows: int, texts: int, seed: int) -> ComparedStory:
    """A story of `texts` articles, one sentence of each in each row; every seventh cell of a
    retelling has a finding on its first word."""
    chance = random.Random(seed)
    articles = [_article(place, rows, chance) for place in range(texts)]
    reference = articles[0].id
    english = {a.id: _english(a, chance) for a in articles if a.lang != "en"}
    made = [
        Row(n, tuple(_cell(a, n, chance, a.id == reference) for a in articles), chance.random())
        for n in range(rows)
    ]
    story = Story(f"{seed:016x}", f"{rows} rows of {texts} texts", tuple(articles), reference)
    signatures = {"align": f"made, seed {seed}", "translate": "made", "compare": "made"}
    return ComparedStory(story, tuple(made), english, signatures)  # type: ignore[arg-type]


def _article(place: int, rows: int, chance: random.Random) -> Article:
    lang = LANGS[place % len(LANGS)]
    text, lines, sentences = "", [], []
    for n in range(rows):
        said = _sentence(lang, chance)
        start, end = len(text), len(text) + len(said)
        lines.append(Line(start, end, Role.BODY, "made", n))
        sentences.append(Sentence(n, start, end, said, n))
        text += said + "\n"
    name = hashlib.sha256(f"{place} {text}".encode()).hexdigest()[:16]
    return Article(
        name, text, lang, tuple(lines), tuple(sentences), f"{place}.txt", f"Outlet {place + 1}"
    )


def _sentence(lang: str, chance: random.Random) -> str:
    words = chance.choices(WORDS[lang].split(), k=chance.randint(8, 28))
    return f"{words[0].capitalize()} {' '.join(words[1:])} {chance.randint(2, 900)}."


def _english(article: Article, chance: random.Random) -> dict[int, Translation]:
    return {
        s.index: Translation(s.text, _sentence("en", chance), article.lang, "en", "made")
        for s in article.sentences
    }


def _cell(article: Article, row: int, chance: random.Random, reference: bool) -> Cell:
    if reference:
        return Cell(article.id, (row,))
    findings = (_finding(article.sentences[row], article.lang, chance),)
    some = findings if chance.random() < 1 / 7 else ()
    return Cell(article.id, (row,), Comparison(chance.random(), some), confidence=chance.random())


def _finding(sentence: Sentence, lang: str, chance: random.Random) -> Finding:
    end = sentence.start + sentence.text.index(" ")
    return Finding(
        chance.choice(list(Kind)),
        chance.choice(list(Severity)),
        None,
        Span(sentence.start, end),
        "The retelling says it in another way.",
        f"en-{lang}",
    )
