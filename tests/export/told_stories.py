"""Reviewed stories for tests of datasets: invented words, so that no two stories share a run."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from padan.judgements.state import ReviewedStory, RowReview
from padan.model import (
    Article,
    Cell,
    ComparedStory,
    Comparison,
    Kind,
    Role,
    Row,
    Severity,
    Translation,
)
from view.factories import make_article, make_finding, make_story, span_of

SYLLABLES = [a + b for a in "bdklmnprst" for b in "aiu"]


def sentence(chance: random.Random, words: int = 12) -> str:
    """A sentence of invented words."""
    made = ("".join(chance.choices(SYLLABLES, k=4)) for _ in range(words))
    return " ".join(made).capitalize() + "."


def reviewed(compared: ComparedStory, *reviews: RowReview) -> ReviewedStory:
    """A compared story as reviewed; rows without a review given are unreviewed."""
    rest = len(compared.rows) - len(reviews)
    return ReviewedStory(compared, (*reviews, *(RowReview() for _ in range(rest))))


def told(
    number: int,
    *,
    rows: int = 3,
    licence: str = "CC BY 4.0",
    published: date | None = None,
    title: str | None = None,
    shared: dict[int, str] | None = None,
) -> ReviewedStory:
    """Story `number`: an English source and two Indonesian retellings, `rows` rows of one sentence.

    `shared`: row -> what the first retelling says there instead.
    """
    chance = random.Random(number)
    day = published or date(2025, 1, 1) + timedelta(days=number)
    articles = []
    for place, (outlet, lang) in enumerate(
        [("The Quay", "en"), ("Kabar Dermaga", "id"), ("Suara Teluk", "id")]
    ):
        lines = [sentence(chance) for _ in range(rows)]
        if place == 1:
            lines = [(shared or {}).get(row, line) for row, line in enumerate(lines)]
        articles.append(
            make_article(
                [(Role.BODY, [line]) for line in lines],
                outlet=outlet,
                lang=lang,
                licence=licence,
                published=day,
                url=f"https://news.example/{number}/{place}",
                title=title if title is not None else sentence(chance, 5),
                source=f"story{number}/{place}.txt",
            )
        )
    source, *retellings = articles
    made = [Row(n, _cells(source, retellings, n), 0.9) for n in range(rows)]
    english = {
        a.id: {
            s.index: Translation(s.text, sentence(chance), "id", "en", "gemma@1/greedy")
            for s in a.sentences
        }
        for a in retellings
    }
    return reviewed(make_story(source.title or "Story", articles, made, english=english))


def _cells(source: Article, retellings: list[Article], row: int) -> tuple[Cell, ...]:
    cells = [Cell(source.id, (row,))]
    for article in retellings:
        word = article.sentences[row].text.split()[0]
        finding = make_finding(
            Kind.NAME,
            Severity.MINOR,
            f"The retelling says {word}.",
            retelling=span_of(article, word),
        )
        cells.append(Cell(article.id, (row,), Comparison(0.8, (finding,)), False, 0.95))
    return tuple(cells)


def texts_of(story: ReviewedStory) -> Iterator[str]:
    """Every sentence, translation and title of a story."""
    compared = story.compared
    yield compared.story.title
    for article in compared.story.articles:
        yield article.title
        yield from (each.text for each in article.sentences)
        yield from (made.text for made in compared.english.get(article.id, {}).values())
