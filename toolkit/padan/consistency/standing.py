"""What kind of source it is: official, a rumour, leaked; one of a group or the group."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from padan.consistency.draft import Draft, Range, quoted
from padan.consistency.frames import Frame
from padan.consistency.lexicon import Phrases, load
from padan.consistency.links import Links
from padan.consistency.side import View
from padan.model import Kind, Severity, Why

_AHEAD = 4
"""Tokens before a source among which words like `salah seorang` are looked for."""


@lru_cache(maxsize=4)
def _cues(lang: str) -> Phrases[str]:
    found: Phrases[str] = Phrases()
    for entry in load("attribution")["standing"]:
        for phrase in entry[lang]:
            found.add(phrase, entry["name"])
    return found


@lru_cache(maxsize=4)
def _parts(lang: str) -> Phrases[bool]:
    found: Phrases[bool] = Phrases()
    for phrase in load("attribution")["parts"][lang]:
        found.add(phrase, True)
    return found


def standings(views: tuple[View, View]) -> Iterator[Draft]:
    """Drafts where a source of one kind stands for one of another: a leak for an announcement."""
    left, right = _standings(views[0]), _standings(views[1])
    for entry in load("attribution")["standing_against"]:
        for one in entry["one"]:
            for other in entry["other"]:
                for a, b in ((one, other), (other, one)):
                    if a in left and b in right and a not in right and b not in left:
                        yield _other(views, a, b, (left[a], right[b]), entry["severity"])
                        return


def _standings(view: View) -> dict[str, Range]:
    """The kinds of source that a text speaks of, each with its first place."""
    found: dict[str, Range] = {}
    i = 0
    while i < len(view.tokens):
        hit = _cues(view.lang).at(view.tokens, i)
        if hit is not None:
            name, end = hit
            found.setdefault(name, (view.tokens[i].start, view.tokens[end - 1].end))
            i = end
        else:
            i += 1
    return found


def _other(
    views: tuple[View, View], a: str, b: str, places: tuple[Range, Range], severity: str
) -> Draft:
    says = {entry["name"]: entry["says"] for entry in load("attribution")["standing"]}
    words = {
        "left": quoted(views[0].text[slice(*places[0])]),
        "left_en": says[a]["en"],
        "left_id": says[a]["id"],
        "right": quoted(views[1].text[slice(*places[1])]),
        "right_en": says[b]["en"],
        "right_id": says[b]["id"],
    }
    why = Why("attribution.standing", tuple(words.items()))
    return Draft(
        Kind.ATTRIBUTION, Severity(severity), places[0], places[1], why=why, gloss=says[b]["en"]
    )


def parts(views: tuple[View, View], a: Frame, b: Frame, links: Links) -> list[Draft]:
    """A draft where one of a group speaks on one side and the group on the other."""
    if not (a.told and b.told and any(links.forward.get(i) in b.source for i in a.source)):
        return []
    places = [_part(v, f) for v, f in zip(views, (a, b), strict=True)]
    if (places[0] is None) == (places[1] is None):
        return []
    spans = [p or _source(v, f) for p, v, f in zip(places, views, (a, b), strict=True)]
    words = tuple(
        (name, quoted(view.text[slice(*span)]))
        for name, view, span in zip(("left", "right"), views, spans, strict=True)
    )
    code = "attribution.widened" if places[0] else "attribution.narrowed"
    severity = Severity(load("attribution")["severity"]["widened"])
    return [Draft(Kind.ATTRIBUTION, severity, spans[0], spans[1], why=Why(code, words))]


def _part(view: View, frame: Frame) -> Range | None:
    for i in range(max(0, frame.source[0] - _AHEAD), frame.source[-1] + 1):
        hit = _parts(view.lang).at(view.tokens, i)
        if hit is not None and hit[1] <= frame.source[-1] + 1:
            return view.tokens[i].start, view.tokens[hit[1] - 1].end
    return None


def _source(view: View, frame: Frame) -> Range:
    return view.tokens[frame.source[0]].start, view.tokens[frame.source[-1]].end
