"""Where quotations begin and end: words that one side quotes and the other does not."""

from __future__ import annotations

from collections.abc import Iterator

from padan.consistency.draft import Draft, quoted
from padan.consistency.lexicon import load
from padan.consistency.links import Links
from padan.consistency.quotes import MARKS, quotations
from padan.consistency.side import View
from padan.model import Kind, Severity, Why


def quoting(views: tuple[View, View], links: Links) -> Iterator[Draft]:
    """Words that only the retelling gives as a quotation, or that it adds to one."""
    settings = load("attribution")["settings"]
    there = {i for q in quotations(views[0].tokens) for i in range(*q)}
    for first, last in quotations(views[1].tokens):
        words = [i for i in links.content[1] if first <= i < last]
        linked = [i for i in words if i in links.back]
        outside = [i for i in linked if links.back[i] not in there]
        inside = len(linked) - len(outside)
        grown = inside > 0 and _grown(views, links, there, outside)
        if not grown and (
            len(words) < settings["quoted_words"]
            or len(linked) < settings["quoted"] * len(words)
            or len(outside) < max(settings["quoted_words"], settings["outside"] * len(linked))
        ):
            continue
        if not grown and _beside_a_mark(views[0], [links.back[i] for i in outside]):
            continue
        yield _draft(views, links, outside, grown=grown)


def _grown(views: tuple[View, View], links: Links, there: set[int], outside: list[int]) -> bool:
    """The words stand behind or before the quotation in the reference, and now at its edge."""
    if len(outside) < 2 or not there:
        return False
    source = sorted(links.back[i] for i in outside)
    beyond = source[0] > max(there) or source[-1] < min(there)
    return beyond and len(outside) == _between(links, outside[0], outside[-1])


def _beside_a_mark(view: View, source: list[int]) -> bool:
    """The words touch a quotation mark in the reference too, though its marks find no partners."""
    first, last = min(source), max(source)
    near = view.tokens[max(0, first - 3) : first] + view.tokens[last + 1 : last + 4]
    return any(t.text in MARKS for t in near)


def _between(links: Links, first: int, last: int) -> int:
    """How many content words of the retelling stand from token `first` to `last`."""
    return sum(first <= i <= last for i in links.content[1])


def _draft(views: tuple[View, View], links: Links, outside: list[int], *, grown: bool) -> Draft:
    tokens, source = views[1].tokens, sorted(links.back[i] for i in outside)
    own = tokens[outside[0]].start, tokens[outside[-1]].end
    left = views[0].tokens[source[0]].start, views[0].tokens[source[-1]].end
    code = "attribution.quote_grown" if grown else "attribution.quoted"
    why = Why(code, (("words", quoted(views[1].text[slice(*own)])),))
    severity = Severity(load("attribution")["severity"]["quote_grown" if grown else "quoted"])
    return Draft(Kind.ATTRIBUTION, severity, left, own, why=why)
