"""Stories for the tests of the review page: invented texts, as long and wide as a test asks."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from padan.model import (
    Article,
    Cell,
    ComparedStory,
    Comparison,
    Finding,
    Kind,
    Role,
    Row,
    Severity,
    Span,
)
from padan.store import Store
from view.factories import make_article, make_finding, make_story, make_translation

KINDS = (Kind.NUMBER, Kind.DATE, Kind.NAME, Kind.MODALITY, Kind.ATTRIBUTION)
SEVERITIES = tuple(Severity)
PLACES = ("Tanjung Kelapa", "Muara Batu", "Pulau Pandan", "Teluk Serai")


def buoy_article(place: int, rows: int, said: str | None = None) -> Article:
    """One text of the story, a sentence a row: the first English, the others Indonesian."""
    if place == 0:
        lines = [
            f"Buoy {n} drifted past {PLACES[n % 4]} on Monday, {n + 3} fishermen said."
            for n in range(rows)
        ]
    else:
        lines = [
            f"Pelampung {n} hanyut melewati {PLACES[n % 4]} hari Selasa, kata {n + 4} nelayan."
            for n in range(rows)
        ]
    if said is not None and place:
        lines[0] = said
    body = [(Role.BODY, [line]) for line in lines]
    ends = [(Role.FURNITURE, ["Baca juga: harga ikan" if place else "Read also: fish prices"])]
    outlet = "The Buoy Gazette" if place == 0 else f"Kabar Pantai {place}"
    return make_article([*body, *ends], outlet=outlet, lang="id" if place else "en")


def _finding(source: Article, told: Article, index: int, place: int) -> Finding:
    at, own = source.sentences[index], told.sentences[index]
    words, said = f"{index + 3} fishermen", f"{index + 4} nelayan"
    if said not in own.text:
        return make_finding(
            Kind.NAME, Severity.MAJOR, own.text, retelling=Span(own.start, own.start + 4)
        )
    start, begin = at.start + at.text.index(words), own.start + own.text.index(said)
    return make_finding(
        KINDS[(index + place) % len(KINDS)],
        SEVERITIES[(index + place) % len(SEVERITIES)],
        f"The source says {index + 3}, the retelling {index + 4}.",
        reference=Span(start, start + len(words)),
        retelling=Span(begin, begin + len(said)),
    )


def _cell(articles: Sequence[Article], index: int, place: int) -> Cell:
    article = articles[place]
    if place == 0:
        return Cell(article.id, (index,))
    found = (_finding(articles[0], article, index, place),) if (index + place) % 3 == 0 else ()
    return Cell(article.id, (index,), Comparison(0.4 + (index % 55) / 100, found))


def buoy_story(rows: int, columns: int, said: str | None = None) -> ComparedStory:
    """A story of so many rows and texts; `said` is the first sentence of every retelling."""
    articles = [buoy_article(place, rows, said) for place in range(columns)]
    made = [
        Row(
            n,
            tuple(_cell(articles, n, place) for place in range(columns)),
            (0.95, 0.9, 0.7, 0.85, 0.35)[n % 5],
        )
        for n in range(rows)
    ]
    english = {
        article.id: {
            n: make_translation(article.sentences[n].text, f"Our English of sentence {n}.")
            for n in range(rows)
        }
        for article in articles[1:]
    }
    return make_story(f"Buoys adrift, {rows} rows", articles, made, english=english)


def keep(url: str, *stories: ComparedStory) -> None:
    """Put stories into a new store."""
    with Store(url) as store:
        for compared in stories:
            store.add_articles(compared.story.articles)
            store.stories[compared.story.id] = compared
