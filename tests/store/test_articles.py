"""Articles come back from a store as they were, and a new reading takes the old one's place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from padan.errors import InputError
from padan.model import Article, Role
from padan.store import Store


def test_an_article_comes_back_equal(url: str, make_article: Callable[..., Article]) -> None:
    article = make_article(
        "a1",
        "Menu",
        "Kapal itu berlabuh di Kupang.",
        roles={0: Role.FURNITURE},
        outlet="Kabar Lima",
        published=date(2024, 3, 5),
        licence="Apache-2.0",
        is_reference=True,
        repairs=("mojibake repaired in 1 place",),
    )
    with Store(url) as store:
        store.add_articles([article])
        assert list(store.articles()) == [article]


def test_the_same_source_read_anew_takes_the_place_of_the_old_reading(
    url: str, make_article: Callable[..., Article]
) -> None:
    old = make_article("a1", "Kapal berlabuh.", source="a.txt")
    new = make_article("a2", "Kapal itu berlabuh.", source="a.txt")
    other = make_article("b1", "Hujan turun.", source="b.txt")
    with Store(url) as store:
        store.add_articles([old, other])
        store.add_articles([new])
        assert {a.id for a in store.articles()} == {"a2", "b1"}
        assert store.counts().replaced == 1
        store.add_articles([old])
        assert {a.id for a in store.articles()} == {"a1", "b1"}


def test_what_was_skipped_is_listed_until_it_can_be_read(
    url: str, make_article: Callable[..., Article]
) -> None:
    with Store(url) as store:
        store.note_skipped(InputError("is empty", where="a.txt"))
        store.note_skipped(InputError("is still empty", where="a.txt"))
        assert store.skipped() == ["a.txt: is still empty"]
        store.add_articles([make_article("a1", "Kapal berlabuh.", source="a.txt")])
        assert store.skipped() == []
