"""Which article is a story's reference, what the story is called, and how its articles stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256

from padan.align.content import Overlap, extent, flow
from padan.align.thresholds import ReferenceChoice
from padan.model import Article, Role, Story

Shared = Callable[[str, str], Overlap | None]
"""(article, other article) -> what they share, seen from the first; None where not aligned."""

_TITLE = 80
_LAST = "9999-12-31"


def make_story(
    articles: Sequence[Article], shared: Shared, versions: Mapping[str, str], rules: ReferenceChoice
) -> Story:
    """The story of these articles; the order they come in changes nothing."""
    reference = choose_reference(articles, shared, versions, rules)
    ordered = order_articles(articles, reference, versions)
    return Story(
        id=story_id(articles),
        title=story_title(ordered),
        articles=ordered,
        reference=reference,
        versions=dict(sorted(versions.items())),
    )


def choose_reference(
    articles: Sequence[Article], shared: Shared, versions: Mapping[str, str], rules: ReferenceChoice
) -> str | None:
    """Id of the reference: the user's, else the English original, else the one nearest the source.

    English articles come first where they are at most half of a story that has other languages
    too. Nearest to the source is the article that has the most in common with the others and the
    least of its own (see `closeness`); then the earliest, the longest, the smallest id. Digests
    (see `ReferenceChoice.extent`) and versions are passed over.
    """
    if len(articles) < 2:
        return None
    whole = [a for a in articles if a.id not in versions]
    whole = [a for a in whole if flow(a)] or whole
    named = [a for a in articles if a.is_reference]
    if named:
        return min(named, key=lambda a: (a.id in versions, *_age(a))).id
    english = [a for a in whole if a.lang.partition("-")[0] == "en"]
    choices = english if 0 < len(english) <= len(whole) / 2 else whole
    longest = max(extent(a) for a in choices)
    choices = [a for a in choices if extent(a) >= rules.extent * longest]
    return min(choices, key=lambda a: _nearness(a, whole, shared)).id


def closeness(shared: Overlap) -> float:
    """How near the left article is to what both have in common, 0..1.

    F measure (van Rijsbergen 1979) of the shares of both that are not their own, the left one's
    counting double: a retelling adds, so of two that say the same the one that adds less is nearer.
    """
    own, reach = shared.left.matched_share, shared.right.matched_share
    return 1.25 * own * reach / (0.25 * own + reach) if own and reach else 0.0


def order_articles(
    articles: Sequence[Article], reference: str | None, versions: Mapping[str, str]
) -> tuple[Article, ...]:
    """The reference, then by date, outlet and id; each followed by its versions."""
    by_age = sorted(articles, key=_age)
    roots = [a for a in by_age if a.id not in versions]
    roots.sort(key=lambda a: a.id != reference)
    ordered: list[Article] = []
    for root in roots:
        ordered.append(root)
        ordered.extend(a for a in by_age if versions.get(a.id) == root.id)
    return tuple(ordered)


def story_title(articles: Sequence[Article]) -> str:
    """The first title or headline in the order of the articles, else how the first one begins."""
    for article in articles:
        headlines = (s.text for s in article.sentences if s.role is Role.HEADLINE)
        title = " ".join((article.title or next(headlines, "")).split())
        if title:
            return title
    for article in articles:
        for sentence in flow(article) or article.sentences:
            words = " ".join(sentence.text.split())
            return words if len(words) <= _TITLE else words[: words.rfind(" ", 1, _TITLE)] + " …"
    return ""


def story_id(articles: Sequence[Article]) -> str:
    """Sixteen hex digits that seldom change when a retelling joins.

    They are taken from the name a person filed the story under; else from its earliest dated
    article, which later retellings leave in place; else from the smallest article id.
    """
    filed = sorted({a.story for a in articles if a.story})
    founder = f"filed\0{filed[0]}" if filed else f"found\0{min(articles, key=_founding).id}"
    return sha256(founder.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _founding(article: Article) -> tuple[str, str]:
    return article.published.isoformat() if article.published else _LAST, article.id


def _age(article: Article) -> tuple[str, str, str]:
    date, article_id = _founding(article)
    return date, article.outlet.casefold(), article_id


def _nearness(
    article: Article, whole: Sequence[Article], shared: Shared
) -> tuple[float, str, int, str]:
    others = sorted(a.id for a in whole if a.id != article.id)
    close = sum(closeness(o) for other in others if (o := shared(article.id, other)) is not None)
    date, article_id = _founding(article)
    # Rounded, so that the order in which floats were added decides nothing.
    return -round(close / max(1, len(others)), 6), date, -extent(article), article_id
