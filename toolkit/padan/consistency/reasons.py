"""The reasons of findings in words, in English or Indonesian: `data/reasons.toml`."""

from __future__ import annotations

from string import Formatter

from padan.consistency.lexicon import load
from padan.model import Finding, Why

LANGUAGES = ("en", "id")
"""Languages that reasons can be given in."""
_OF_HEADLINE = "headline/"
"""Before the code of a difference between a headline and its own article."""


def say(why: Why, lang: str = "en") -> str:
    """The reason in words. KeyError for a code, or words, that the data file does not know."""
    return _template(why.code, lang).format(**dict(why.words))


def of_headline(why: Why) -> Why:
    """The reason of a difference between a headline and its own article, `why` having been found
    with the article as the reference and the headline as the retelling."""
    return Why(f"{_OF_HEADLINE}{why.code}", why.words)


def _template(code: str, lang: str) -> str:
    template: str = load("reasons")[code.removeprefix(_OF_HEADLINE)][lang]
    if code.startswith(_OF_HEADLINE):
        for usual, here in load("headline")[lang].items():
            template = template.replace(usual, here)
    return template


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
