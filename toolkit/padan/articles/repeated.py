"""Lines that an outlet prints under many articles, seen only when many are read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from padan.articles.look import look
from padan.articles.patterns import bare_line
from padan.articles.settings import layout
from padan.model import Article, Role

_MAY_CHANGE = frozenset({Role.BODY, Role.SUBHEAD, Role.STANDFIRST, Role.HEADLINE})
_WHY = "stands in several different articles of this outlet"


def label_repeated(articles: Sequence[Article]) -> list[Article]:
    """The articles in their order, lines that an outlet repeats labelled furniture.

    A line counts where it stands in several articles that are not versions of each other (they
    share no three running lines in a row). Running text must also be frequent in the outlet.
    Linear in the number of lines.
    """
    groups: dict[str, list[int]] = defaultdict(list)
    for i, article in enumerate(articles):
        if article.outlet:
            groups[article.outlet.casefold()].append(i)
    out = list(articles)
    for members in groups.values():
        repeated = repeated_lines([articles[i] for i in members])
        for i in members:
            out[i] = relabelled(articles[i], repeated)
    return out


def repeated_lines(articles: Sequence[Article]) -> frozenset[str]:
    """Bare lines that stand in enough unrelated articles of one outlet, or of a sample of them."""
    numbers = layout("repeated")
    if len(articles) < numbers["articles"]:
        return frozenset()
    version = _versions(articles)
    families: dict[str, set[int]] = defaultdict(set)
    running: set[str] = set()
    for i, article in enumerate(articles):
        for text in _candidates(article):
            families[bare_line(text)].add(version[i])
            if look(text).running:
                running.add(bare_line(text))
    different = len(set(version))
    frequent = numbers["sentence_share"] * different
    return frozenset(
        bare
        for bare, found in families.items()
        if len(found) >= numbers["articles"] and (bare not in running or len(found) >= frequent)
    )


def _candidates(article: Article) -> Iterator[str]:
    """Texts of the lines that may turn out to be furniture."""
    longest = layout("repeated")["words"]
    for line in article.lines:
        text = article.text[line.start : line.end]
        open_ = line.role in _MAY_CHANGE or line.why == _WHY
        if open_ and look(text).words <= longest and text.strip():
            yield text


def _versions(articles: Sequence[Article]) -> list[int]:
    """For each article the number of its family: those it shares a run of running lines with."""
    family = list(range(len(articles)))

    def root(i: int) -> int:
        while family[i] != i:
            family[i] = family[family[i]]
            i = family[i]
        return i

    first_with: dict[int, int] = {}
    for i, article in enumerate(articles):
        for key in _runs(article):
            family[root(i)] = root(first_with.setdefault(key, i))
    return [root(i) for i in range(len(articles))]


def _runs(article: Article) -> Iterator[int]:
    """Hashes of each few running lines in a row; of all of them where there are fewer."""
    size = int(layout("repeated")["rows"])
    texts = (article.text[ln.start : ln.end] for ln in article.lines if ln.role is Role.BODY)
    running = [bare_line(text) for text in texts if look(text).running]
    for i in range(max(1, len(running) - size + 1)):
        yield hash(tuple(running[i : i + size]))


def relabelled(article: Article, repeated: frozenset[str]) -> Article:
    """The article with these bare lines labelled furniture."""
    if not repeated:
        return article
    lines = tuple(
        replace(line, role=Role.FURNITURE, why=_WHY)
        if line.role in _MAY_CHANGE and bare_line(article.text[line.start : line.end]) in repeated
        else line
        for line in article.lines
    )
    if lines == article.lines:
        return article
    changed = [ln for ln in lines if ln.why == _WHY]
    sentences = tuple(
        replace(s, role=Role.FURNITURE)
        if any(ln.start <= s.start < ln.end for ln in changed)
        else s
        for s in article.sentences
    )
    return replace(article, lines=lines, sentences=sentences)
