"""Which articles are versions of one another: the same outlet's same words, fewer of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from rapidfuzz import fuzz, process

from padan.align.content import extent, flow
from padan.align.thresholds import Wording
from padan.model import Article

_QUOTES = str.maketrans(dict.fromkeys("“”„«»‟", '"') | dict.fromkeys("‘’‚‛`´", "'"))
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―", "-"))
_EDITION = re.compile(r"^(?:www\d?|m|amp|mobile|wap)\.")
_NOISE = re.compile(r"\.(?:com|co\.id|co|id|net|org|news)$|\W")
_ENOUGH = 30
"""From this many characters, a sentence that stands inside another text is no chance find."""


def wording(text: str) -> str:
    """The text with spaces, quotes and dashes made alike, case kept."""
    plain = " ".join(text.translate(_QUOTES).translate(_DASHES).split())
    return plain.replace('" ', '"').replace(' "', '"')


def same_wording(left: str, right: str, ratio: float) -> bool:
    """Both texts say it in the same words, but for spaces, quotes and a mended typo."""
    left, right = wording(left), wording(right)
    return left == right or fuzz.ratio(left, right) >= 100 * ratio


def word_for_word(part: Article, whole: Article, rules: Wording) -> float:
    """Share 0..1 of the running text of `part` that stands in `whole` in the same words."""
    sentences = [wording(s.text) for s in flow(whole)]
    known, text = set(sentences), " ".join(sentences)
    found = total = 0
    for sentence in (wording(s.text) for s in flow(part)):
        total += len(sentence)
        if (
            sentence in known
            or (len(sentence) >= _ENOUGH and sentence in text)
            or process.extractOne(
                sentence, sentences, scorer=fuzz.ratio, score_cutoff=100 * rules.ratio
            )
        ):
            found += len(sentence)
    return found / total if total else 0.0


def may_be_one_outlet(left: Article, right: Article) -> bool:
    """Nothing speaks against one outlet: equal names, one site, or one of them unknown."""
    names = [_NOISE.sub("", a.outlet.casefold()) for a in (left, right)]
    if all(names):
        return names[0] == names[1]
    sites = [_site(a.url) for a in (left, right)]
    if all(sites):
        shorter, longer = sorted(sites, key=len)
        return longer == shorter or longer.endswith(f".{shorter}")
    return True


def find_versions(articles: Sequence[Article], rules: Wording) -> dict[str, str]:
    """Article id -> id of the fullest article it is a version of, which is none itself.

    The fuller one has more running text; of equal ones the later, then the one with the greater
    id. The reference that a person named counts as the fullest. Independent of the order of
    `articles`.
    """
    fullest = sorted(articles, key=_fullness, reverse=True)
    versions: dict[str, str] = {}
    for place, article in enumerate(fullest):
        if not flow(article):
            continue
        for fuller in fullest[:place]:
            if (
                may_be_one_outlet(article, fuller)
                and word_for_word(article, fuller, rules) >= rules.identical
            ):
                # A version of a version belongs to the fullest, which was settled before.
                versions[article.id] = versions.get(fuller.id, fuller.id)
                break
    return versions


def _fullness(article: Article) -> tuple[bool, int, str, str]:
    date = article.published.isoformat() if article.published else ""
    return article.is_reference, extent(article), date, article.id


def _site(url: str) -> str:
    return _EDITION.sub("", (urlsplit(url).hostname or "").casefold())
