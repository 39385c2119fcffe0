"""A story read against another of its texts than the one it was compared with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from padan.consistency.rows import compare_rows
from padan.errors import InputError
from padan.judgements.state import ReviewedStory, RowReview
from padan.model import Article, ComparedStory, Row
from padan.view.judged import unreviewed
from padan.view.words import outlet_labels


def against(stories: Iterable[ComparedStory], name: str) -> list[ComparedStory]:
    """The stories with the text `name` (its label or outlet, or the beginning of its id) as their
    reference, compared anew; those that do not hold it as they are.

    The rows stay; sentence vectors take no part. Raises InputError where no story holds it, or one
    holds several.
    """
    found = [(story, _named(story, name)) for story in stories]
    if found and not any(article for _, article in found):
        known = sorted({label for story, _ in found for label in _labels(story).values()})
        raise InputError(
            f"no text is called {name!r}",
            where="--reference",
            todo=f"name one of: {', '.join(known[:12])}",
        )
    return [_reread(story, article) if article else story for story, article in found]


def reviewed_against(stories: Sequence[ReviewedStory], name: str) -> list[ReviewedStory]:
    """As `against`, for reviewed stories: what was said of rows stays, what was said of findings
    goes with the findings."""
    turned = against([story.compared for story in stories], name)
    return [
        story
        if new is story.compared
        else replace(story, compared=new, reviews=tuple(map(_found_anew, story.reviews, new.rows)))
        for story, new in zip(stories, turned, strict=True)
    ]


def _found_anew(review: RowReview, row: Row) -> RowReview:
    return replace(review, findings=unreviewed(row).findings)


def _labels(compared: ComparedStory) -> dict[str, str]:
    return outlet_labels(compared.story.articles)


def _named(compared: ComparedStory, name: str) -> Article | None:
    """The article of a story that answers to `name`."""
    wanted, labels = name.casefold(), _labels(compared)
    articles = compared.story.articles
    for answers in (
        [a for a in articles if labels[a.id].casefold() == wanted],
        [a for a in articles if a.outlet.casefold() == wanted],
        [a for a in articles if wanted and a.id.startswith(wanted)],
    ):
        if len(answers) > 1:
            several = ", ".join(labels[a.id] for a in answers)
            raise InputError(
                f"{name!r} may be any of {several}", where="--reference", todo="name one of them"
            )
        if answers:
            return answers[0]
    return None


def _reread(compared: ComparedStory, reference: Article) -> ComparedStory:
    if compared.story.reference == reference.id:
        return compared
    story = replace(compared.story, reference=reference.id)
    bare = [
        replace(row, cells=tuple(replace(cell, comparison=None) for cell in row.cells))
        for row in compared.rows
    ]
    rows = compare_rows(story, bare, compared.english, lambda *_: None)
    return replace(compared, story=story, rows=rows)
