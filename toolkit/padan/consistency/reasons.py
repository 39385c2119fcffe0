"""The reasons of findings in words, in English or Indonesian: `data/reasons.toml`."""

from __future__ import annotations

from string import Formatter

from padan.consistency.lexicon import load
from padan.model import Finding, Why

LANGUAGES = ("en", "id")
"""Languages that reasons can be given in."""


def say(why: Why, lang: str = "en") -> str:
    """The reason in words. KeyError for a code, or words, that the data file does not know."""
    template: str = load("reasons")[why.code][lang]
    return template.format(**dict(why.words))


def reason(finding: Finding, lang: str = "en") -> str:
    """A finding's reason in `lang`; in English where it is known in English alone.

    A store may hold findings of a version whose reasons were made of other words.
    """
    if lang == "en" or finding.why is None:
        return finding.reason
    try:
        return say(finding.why, lang)
    except KeyError:
        return finding.reason


def placeholders(template: str) -> frozenset[str]:
    """The names of the words that a template needs."""
    return frozenset(
        name.removesuffix("_en").removesuffix("_id")
        for _, name, _, _ in Formatter().parse(template)
        if name
    )
