"""Opinion, comment and insinuation that the outlet has put in."""

from __future__ import annotations

from padan.consistency.comments import Comment, comments, questions
from padan.consistency.draft import Draft, Report, place, quoted
from padan.consistency.lexicon import load
from padan.consistency.links import Links, link
from padan.consistency.side import Pair, View
from padan.model import Kind, Severity, Why

_NEAR = 4
"""Tokens on both sides of a comment in which the other side may say it in other words."""


def check(pair: Pair) -> Report:
    """Find comments of the retelling that the reference has no counterpart for."""
    views = pair.words
    if views is None:
        return Report(abstained=("Comments: the two sides share no language padan reads.",))
    own, asked = comments(views[1]), questions(views[1])
    if not own and not asked:
        return Report()
    links = link(*views)
    if links.share(1) < load("editorial")["settings"]["linked"]:
        return Report()
    there = {c.remark.name for c in comments(views[0])}
    drafts = [
        _draft(views[1], c) for c in own if c.remark.name not in there and not _known(c, links)
    ]
    if not questions(views[0]):
        drafts += [_question(views[1], q) for q in asked if _new(q, links)]
    return Report(place(pair, views, drafts))


def _new(question: tuple[int, int], links: Links) -> bool:
    """Most of a question's words are nothing that the reference says."""
    inside = [i for i in links.content[1] if question[0] <= i < question[1]]
    return links.share(1, inside) <= float(load("editorial")["settings"]["question"])


def _question(view: View, question: tuple[int, int]) -> Draft:
    own = view.tokens[question[0]].start, view.tokens[question[1] - 1].end
    words = (("words", quoted(view.text[slice(*own)])),)
    severity = Severity(load("editorial")["severity"]["question"])
    return Draft(Kind.ADDITION, severity, None, own, why=Why("editorial.asked", words))


def _known(comment: Comment, links: Links) -> bool:
    """The reference has its words, or words of its own in that place."""
    inside = [i for i in links.content[1] if comment.first <= i < comment.last]
    if any(i in links.back for i in inside):
        return True
    region = links.across(1, comment.first, comment.last, spare=0)
    if region is None:
        return False
    strange = [i for i in links.content[0] if region[0] <= i < region[1] and i not in links.forward]
    return region[1] - region[0] <= 2 * _NEAR and len(strange) >= max(1, len(inside))


def _draft(view: View, comment: Comment) -> Draft:
    own = view.tokens[comment.first].start, view.tokens[comment.last - 1].end
    words = (
        ("words", quoted(view.text[slice(*own)])),
        ("says_en", comment.remark.means("en")),
        ("says_id", comment.remark.means("id")),
    )
    return Draft(
        Kind.ADDITION,
        comment.remark.severity,
        None,
        own,
        why=Why("editorial.added", words),
        gloss=comment.remark.gloss if view.lang == "id" else "",
    )
