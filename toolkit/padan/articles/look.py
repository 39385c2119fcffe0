"""What a line looks like, without knowing what it says: length, stops, capitals, own words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from padan.articles.settings import layout, table

_WORD = re.compile(r"\w[\w'’-]*")
# Scripts that write without blanks; two of their signs make about one word.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_QUOTES = "\"'”’»›“„」』"
_CLOSERS = _QUOTES + ")]}*_ "
_STOPS = ".!?…。！？؟।։"
_INNER_STOP = re.compile(r"[^\W\d_]{2}[.!?。！？][\"”’»)]*\s+[\"“‘«(]*[^\W\d_a-z]|[。！？]")
_LIST_MARK = re.compile(r"(?:[-–—•●▪◦*·‣►✓]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+\S")
_SMALL = frozenset(table("languages")["small_words"])


@dataclass(frozen=True, slots=True)
class Look:
    """The features of one line. Shares are 0..1."""

    words: int
    chars: int
    stop: str
    """The final stop, behind closing quotes and brackets; empty where there is none."""
    quote_end: bool
    quote_start: bool
    colon: bool
    title: float
    """Share of capitalised words among those that a title would capitalise."""
    starts_low: bool
    letters: int
    listed: bool
    """Begins with a bullet or a number as lists do."""
    inner_stop: bool
    content: frozenset[str]
    """Stems of the words that carry content."""

    @property
    def closed(self) -> bool:
        """Ends as a sentence or a quotation does."""
        return bool(self.stop) or (self.quote_end and self.words > 1)

    @property
    def running(self) -> bool:
        """Looks like running text rather than a label, a link or a title."""
        numbers = layout("running")
        if self.closed and self.words >= numbers["words"]:
            return self.stop not in {"!", "?", ""} or not self.shout
        if self.quote_start and self.words >= numbers["quote"] and self.title < 0.7:
            return True
        if self.inner_stop and self.words >= numbers["inner"]:
            return True
        return self.words >= numbers["long"] and self.title < 0.75

    @property
    def shout(self) -> bool:
        """Ends in a question mark, an exclamation mark or a quote, with capitals as in a title."""
        return (
            self.closed
            and self.stop not in {".", "…", "。"}
            and self.words <= layout("headline")["shout_words"]
            and self.title >= 0.7
        )


@lru_cache(maxsize=4096)
def look(text: str) -> Look:
    """The features of a line without blanks around it."""
    tokens = _WORD.findall(text)
    unspaced = len(_UNSPACED.findall(text))
    letters = sum(map(str.isalpha, text))
    bare = text.rstrip(_CLOSERS)
    return Look(
        words=max(len(tokens), unspaced // 2),
        chars=len(text),
        stop=bare[-1] if bare and bare[-1] in _STOPS else "",
        quote_end=text[-1:] in _QUOTES or text[-2:] in {'".', "”.", '"!', "”!"},
        quote_start=text[:1] in "\"“‘«„'『「",
        colon=text.endswith((":", "：")),
        title=_title_share(tokens),
        starts_low=text[:1].islower(),
        letters=letters,
        listed=_LIST_MARK.match(text) is not None,
        inner_stop=_INNER_STOP.search(text) is not None,
        content=content(tokens),
    )


def content(tokens: Iterable[str]) -> frozenset[str]:
    """Stems (first letters, lower case) of the words long enough to carry content."""
    numbers = layout("overlap")
    stem, shortest = int(numbers["stem"]), int(numbers["letters"])
    return frozenset(
        token.casefold()[:stem] for token in tokens if len(token) >= shortest or token.isupper()
    )


def own_share(line: Look, text: frozenset[str]) -> float:
    """Share of a line's content words that stand in `text`, the article's running words."""
    if not line.content:
        return 0.0
    return len(line.content & text) / len(line.content)


def _title_share(tokens: list[str]) -> float:
    telling = [t for t in tokens if t[0].isalpha() and t.lower() not in _SMALL]
    if not telling:
        return 0.0
    return sum(t[0].isupper() for t in telling) / len(telling)
