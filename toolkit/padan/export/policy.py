"""How much of a text leaves in an export: all, a few words, or nothing but where it stands.

Texts belong to outlets. What was made of them, our English and the reasons of findings, quotes
them, and leaves no further than they do.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from padan.model import Article


class TextPolicy(StrEnum):
    """How much of a text leaves."""

    FULL = "full"
    SNIPPET = "snippet"
    """A few words from its beginning, within the bounds of `data/licences.toml`."""
    NONE = "none"


_ORDER = (TextPolicy.NONE, TextPolicy.SNIPPET, TextPolicy.FULL)
_PUNCTUATION = re.compile(r"[\W_]+")
_DEED = re.compile(
    r"(?:https?://)?(?:www\.)?creativecommons\.org/(licenses|publicdomain)/([a-z0-9+-]+)"
    r"(?:/([0-9.]+))?(?:/[a-z]{2,3})?/?(?:(?:deed|legalcode)[\w.-]*)?"
)
_DEDICATIONS = {"zero": "cc0", "mark": "public domain mark"}
_VERSION = re.compile(r"(?:version |v )?v?(\d+(?: \d+)*)")


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("padan.export").joinpath("data/licences.toml").read_text("utf-8"))


@cache
def open_licence(stated: str) -> str | None:
    """The open licence that an outlet states, as its SPDX id as far as it can be told (`CC-BY-4.0`,
    without a stated version `CC-BY`; `own` for one's own texts).

    None for any other, and for what only begins like one (`CC BY-NC`, `CC BY for the pictures`).
    """
    names, words = _names(), _plain(stated).split()
    for end in range(len(words), 0, -1):
        known = names.get(" ".join(words[:end]))
        rest = " ".join(word for word in words[end:] if word not in _data()["ports"])
        version = _VERSION.fullmatch(rest)
        if known and (version or not rest):
            return f"{known}-{version[1].replace(' ', '.')}" if version else known
    return None


@cache
def _names() -> dict[str, str]:
    return {
        _plain(name): licence["id"]
        for licence in _data()["licence"]
        for name in (licence["id"], *licence["names"])
    }


def _plain(stated: str) -> str:
    """Without case, punctuation and ignored words; the address of a deed as its name."""
    words = _PUNCTUATION.sub(" ", _deed(stated.strip().casefold())).strip()
    for ignored in sorted(_data()["ignored"], key=len, reverse=True):
        words = re.sub(rf"\b{ignored}\b", " ", words)
    return " ".join(words.split())


def _deed(stated: str) -> str:
    deed = _DEED.fullmatch(stated)
    if deed is None:
        return stated
    kind, code, version = deed.groups()
    name = f"cc {code}" if kind == "licenses" else _DEDICATIONS.get(code, stated)
    return f"{name} {version or ''}"


def snippet(text: str) -> str:
    """The first few words of a text and an ellipsis; empty where its share allows no word."""
    bounds = _data()["snippet"]
    words = text.split()
    few = words[: min(bounds["words"], int(len(words) * bounds["share"]))]
    while few and len(" ".join(few)) > bounds["characters"]:
        few.pop()
    return f"{' '.join(few)} …" if few else ""


def snippet_bounds() -> str:
    """The bounds of a snippet in words, for cards and helps."""
    bounds = _data()["snippet"]
    return (
        f"at most {bounds['words']} words, {bounds['characters']} characters and "
        f"{bounds['share']:.0%} of the words of a text, from its beginning"
    )


@dataclass(frozen=True, slots=True)
class Policy:
    """What leaves of each article: as asked or, where nothing was asked, as its licence allows."""

    asked: TextPolicy | None = None

    def of(self, article: Article) -> TextPolicy:
        """How much of an article leaves."""
        if self.asked is not None:
            return self.asked
        return TextPolicy.FULL if open_licence(article.licence) else TextPolicy.NONE

    def least(self, articles: Iterable[Article]) -> TextPolicy:
        """How much leaves of what was made of several articles; all of what was made of none."""
        found = (self.of(article) for article in articles)
        return min(found, key=_ORDER.index, default=TextPolicy.FULL)

    def text(self, article: Article, text: str) -> str | None:
        """As much of a text of the article as leaves; None where nothing does."""
        return leaving(self.of(article), text)


def leaving(policy: TextPolicy, text: str) -> str | None:
    """As much of a text as leaves under a policy; None where nothing does."""
    if policy is TextPolicy.FULL:
        return text
    return snippet(text) if policy is TextPolicy.SNIPPET else None
