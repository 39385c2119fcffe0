"""What reviewers dismissed for good, and every judged finding, out of the log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import sqlalchemy as sa

from padan.consistency.dismissed import Dismissal
from padan.consistency.recalibrate import Judged
from padan.errors import InputError
from padan.judgements import Decision, ReviewedStory
from padan.judgements.opinions import ForGood
from padan.judgements.places import read_finding
from padan.judgements.standing import TURNING, standing
from padan.model import Act, Article, Finding, Judgement, Span, Story
from padan.store import log
from padan.store.articles import articles_by_id


def dismissed_for_good(engine: sa.Engine, story: Story) -> ForGood:
    """Tells of a finding of `story` who dismissed its kind and words for good, in any story."""
    known = _dismissals(engine)

    def by(article: str, finding: Finding) -> str:
        if not known:
            return ""
        return known.get(_dismissal(finding, story.article(article), _reference(story)), "")

    return by


def judged(stories: Iterable[ReviewedStory]) -> Iterator[Judged]:
    """The findings that reviewers accepted or dismissed, as recalibration learns from them."""
    for reviewed in stories:
        story = reviewed.compared.story
        for review in reviewed.reviews:
            for each in review.findings:
                if each.decision is Decision.OPEN or each.added_by or not each.decisions:
                    continue
                made = each.original or each.finding
                yield Judged(
                    made.kind,
                    made.severity,
                    each.decision is Decision.ACCEPTED,
                    _marked(_reference(story), made.reference),
                    _marked(story.article(each.article), made.retelling),
                    made.basis,
                    made.perhaps_ours,
                    each.for_good,
                )


def _dismissals(engine: sa.Engine) -> dict[Dismissal, str]:
    """What is dismissed for good, and by whom; opening such a finding again takes it back."""
    with engine.connect() as connection:
        told = log.of_acts(connection, [Act.DISMISS_FINDING, Act.REOPEN_FINDING, *TURNING])
    found: dict[Dismissal, str] = {}
    for judgement in standing(told):
        if judgement.act is Act.REOPEN_FINDING:
            for dismissal in _of_judgement(engine, judgement) if found else ():
                found.pop(dismissal, None)
        elif judgement.body.get("for_good") is True:
            for dismissal in _of_judgement(engine, judgement):
                found.setdefault(dismissal, judgement.reviewer)
    return found


def _of_judgement(engine: sa.Engine, judgement: Judgement) -> Iterator[Dismissal]:
    reference_id = str(judgement.body.get("reference") or "")
    for each in judgement.body["findings"]:
        try:
            article_id, finding = read_finding(each)
        except InputError:
            continue
        articles = articles_by_id(engine, [article_id, reference_id])
        article = articles.get(article_id)
        if article is None or (finding.reference and reference_id not in articles):
            continue
        dismissal = _dismissal(finding, article, articles.get(reference_id))
        if dismissal.reference or dismissal.retelling:
            yield dismissal


def _dismissal(finding: Finding, article: Article, reference: Article | None) -> Dismissal:
    return Dismissal.of(
        finding.kind, _marked(reference, finding.reference), _marked(article, finding.retelling)
    )


def _reference(story: Story) -> Article | None:
    return story.article(story.reference) if story.reference else None


def _marked(article: Article | None, span: Span | None) -> str:
    return article.text[span.start : span.end] if article and span else ""
