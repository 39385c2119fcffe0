"""A grouping is kept without its texts, and found again for equal articles only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from padan.align import stories
from padan.align.outlines import filled, grouping_key, outlined
from padan.align.stories import group_stories
from padan.model import Role

from .newsdesk import grouped, told
from .standin import STORY, GramEncoder, article

MADE = [told(1, range(8), outlet=o) for o in "AB"] + [told(2, range(8), outlet="C")]


def test_stories_come_back_equal_from_their_outlines() -> None:
    page = told(1, range(4), outlet="A")
    found = grouped(*MADE, page)
    assert any(story.versions for story in found)
    assert filled(outlined(found), [page, *reversed(MADE)]) == found


def test_the_key_depends_on_the_articles_and_not_on_their_order() -> None:
    key = grouping_key(MADE, "e@1")
    assert grouping_key(MADE[::-1], "e@1") == key
    first, *rest = MADE
    spoken = tuple(replace(s, role=Role.NOTE) for s in first.sentences)
    changed = [
        replace(first, id="0" * 16),
        replace(first, lang="ms"),
        replace(first, published=date(2024, 5, 1)),
        replace(first, title="Judul"),
        replace(first, story="banjir"),
        replace(first, is_reference=True),
        replace(first, sentences=first.sentences[1:]),
        replace(first, sentences=spoken),
    ]
    keys = [grouping_key([other, *rest], "e@1") for other in changed]
    keys += [grouping_key(rest, "e@1"), grouping_key(MADE, "e@2")]
    assert len({key, *keys}) == len(keys) + 1


def test_equal_articles_are_grouped_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = [article(name, [(words, Role.BODY) for words in STORY]) for name in "ab"]
    kept, encoder = {}, GramEncoder()
    first = group_stories(made, encoder=encoder, vectors={}, beads={}, groupings=kept)
    assert len(kept) == 1
    monkeypatch.setattr(stories, "group", pytest.fail)
    again = group_stories(made[::-1], encoder=encoder, vectors={}, beads={}, groupings=kept)
    assert again == first


def test_another_article_is_grouped_anew() -> None:
    made = [article(name, [(words, Role.BODY) for words in STORY]) for name in "abc"]
    kept, encoder, vectors, beads = {}, GramEncoder(), {}, {}
    for some in (made[:2], made):
        (story,) = group_stories(
            some, encoder=encoder, vectors=vectors, beads=beads, groupings=kept
        )
        assert len(story.articles) == len(some)
