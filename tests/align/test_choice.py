"""Which article is the reference, what the story is called, how its articles stand."""

from __future__ import annotations

from datetime import date

from padan.align.choice import choose_reference, make_story
from padan.align.thresholds import thresholds

from .newsdesk import article, grouped, sentence, shared_of, told


def test_three_languages_are_one_story_with_the_english_one_as_reference():
    english = told(1, range(10), lang="en", outlet="Wire", published=date(2024, 3, 2))
    indonesian = told(1, range(9), wording=1, outlet="A", published=date(2024, 3, 1))
    malay = told(1, range(1, 10), wording=1, lang="ms", outlet="B")
    (story,) = grouped(malay, indonesian, english)
    assert story.reference == english.id
    assert [a.id for a in story.articles] == [english.id, indonesian.id, malay.id]


def test_the_reference_is_what_others_have_most_of():
    source = told(1, range(12), outlet="S")
    retold = article(
        [sentence(1, k, 1) for k in range(12)] + [sentence(4, k) for k in range(3)], outlet="T"
    )
    for articles in ([source, retold], [retold, source]):
        choice = choose_reference(articles, shared_of(articles), {}, thresholds().reference)
        assert choice == source.id


def test_the_users_reference_wins_and_is_no_version():
    whole, page = told(1, range(14), outlet="A"), told(1, range(6), outlet="A", is_reference=True)
    (story,) = grouped(whole, page)
    assert story.reference == page.id and page.id not in story.versions
    assert story.articles[0].id == page.id


def test_english_is_not_preferred_where_most_are_english():
    english = [told(1, range(12), lang="en", outlet=o) for o in "AB"]
    source = told(1, range(12), outlet="S", published=date(2024, 1, 1))
    articles = [*english, source]
    assert choose_reference(articles, shared_of(articles), {}, thresholds().reference) == source.id


def test_the_order_is_reference_then_date_with_versions_behind():
    days = [date(2024, 5, d) for d in (4, 3, 2)]
    a, b, c = (told(1, range(12), outlet=o, published=d) for o, d in zip("ABC", days, strict=True))
    page = told(1, range(5), outlet="B", published=date(2024, 6, 1))
    story = make_story(
        [page, a, b, c],
        shared_of([a, b, c]),
        {page.id: b.id},
        thresholds().reference,
    )
    assert [x.id for x in story.articles] == [c.id, b.id, page.id, a.id]


def test_the_title_is_the_references_else_a_headline_else_its_beginning():
    one = told(1, range(6), outlet="A", title="  Jembatan  roboh ")
    two = told(1, range(6), outlet="B")
    (story,) = grouped(two, one)
    assert story.title == "Jembatan roboh"
    assert grouped(two)[0].title.endswith("…") and len(grouped(two)[0].title) <= 82


def test_the_id_stays_when_a_later_retelling_joins():
    first = told(1, range(10), outlet="A", published=date(2024, 5, 1))
    second = told(1, range(10), wording=1, outlet="B", published=date(2024, 5, 2))
    third = told(1, range(9), wording=1, outlet="C")
    (before,), (after,) = grouped(first, second), grouped(first, second, third)
    assert before.id == after.id != grouped(third)[0].id
