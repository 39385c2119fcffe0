"""Who says it, with what stance, in whose words: the source changed, left out, put in between."""

from __future__ import annotations

from dataclasses import dataclass

from padan.consistency.draft import Draft, Range, Report, place, quoted
from padan.consistency.frames import Frame, frames
from padan.consistency.lexicon import load
from padan.consistency.links import Links, link
from padan.consistency.quoting import quoting
from padan.consistency.side import Pair, View
from padan.consistency.stances import listed, oppositions
from padan.consistency.standing import parts, standings
from padan.consistency.stems import stems
from padan.consistency.wordclass import is_wider, synonyms
from padan.model import Kind, Severity, Why

Views = tuple[View, View]
_BESIDE = 8
"""Tokens behind a source in which more may be said of it."""
_CLOSING = frozenset('.;!?"”“')


@dataclass(frozen=True, slots=True)
class _Case:
    """Two views, their links, and the frames of either."""

    views: Views
    links: Links
    frames: tuple[tuple[Frame, ...], tuple[Frame, ...]]


def check(pair: Pair) -> Report:
    """Find statements that one side gives to another source, to none, or in another spirit."""
    views = pair.words
    if views is None:
        return Report(abstained=("Attribution: the two sides share no language padan reads.",))
    case = _Case(views, link(*views), (_asserted(views[0]), _asserted(views[1])))
    pairs = _paired(case)
    drafts: list[Draft] = []
    for a, b in pairs:
        drafts += _source(case, a, b) or [*_stance(case, a, b), *parts(views, a, b, case.links)]
    taken = {id(f) for pair in pairs for f in pair}
    for side in (0, 1):
        left = [f for f in case.frames[side] if id(f) not in taken]
        drafts += [_one_sided(views, f, side) for f in left if _alone(case, f, side)]
    if not drafts:  # another source is told more exactly than another kind of source
        drafts += standings(views)
    drafts += quoting(views, case.links)
    return Report(place(pair, views, drafts))


def _asserted(view: View) -> tuple[Frame, ...]:
    """The frames that are not denied: `bukan diusulkan perusahaan` names no source."""
    return tuple(f for f in frames(view) if not _denied(view, f))


def _setting(name: str) -> float:
    return float(load("attribution")["settings"][name])


def _severity(name: str) -> Severity:
    return Severity(load("attribution")["severity"][name])


def _paired(case: _Case) -> list[tuple[Frame, Frame]]:
    """Frames that are given the same words, those of one source before others."""
    left, right = case.frames
    scored = sorted(
        (-fit, abs(n - m), n, m)
        for n, a in enumerate(left)
        for m, b in enumerate(right)
        if (fit := _fit(case, a, b)) > 0
    )
    pairs = []
    taken: tuple[set[int], set[int]] = (set(), set())
    for _, _, n, m in scored:
        if n not in taken[0] and m not in taken[1]:
            taken[0].add(n)
            taken[1].add(m)
            pairs.append((left[n], right[m]))
    return pairs


def _fit(case: _Case, a: Frame, b: Frame) -> float:
    """How many words both are given; more where they have a source in common; 0: no pair."""
    common = _common(case.links, a, b)
    sources = _same(case, a, b)
    least = min(_linked(case.links, a, 0), _linked(case.links, b, 1))
    if not sources and (
        common < _setting("least_words") or common < _setting("paired") * max(1, least)
    ):
        return 0.0
    return common + 1.5 * sources + 0.5 * (a.stance.name == b.stance.name)


def _common(links: Links, a: Frame, b: Frame) -> int:
    return sum(links.forward.get(i) in b.says for i in a.says)


def _linked(links: Links, frame: Frame, side: int) -> int:
    return sum(i in links.of(side) for i in frame.says)


def _same(case: _Case, a: Frame, b: Frame) -> bool:
    """The two sources have a word in common, if only in what is said of them behind a comma."""
    wide = _wide(case.views[0], a), _wide(case.views[1], b)
    if any(case.links.forward.get(i) in wide[1] for i in a.source):
        return True
    if any(case.links.back.get(i) in wide[0] for i in b.source):
        return True
    left, right = (
        {v.tokens[i].norm for i in f.source} for v, f in zip(case.views, (a, b), strict=True)
    )
    lang = case.views[0].lang
    if any(not stems(one, lang).isdisjoint(stems(other, lang)) for one in left for other in right):
        return True
    if lang != "en":
        return False
    # only words of which nothing else is known: a mayor is a leader, but not the one next to him
    left, right = (
        {v.tokens[i].norm for i in f.source if i not in case.links.of(side)}
        for side, (v, f) in enumerate(zip(case.views, (a, b), strict=True))
    )
    return any(_alike(one, other) for one in left for other in right)


def _alike(one: str, other: str) -> bool:
    return synonyms(one, other) or is_wider(one, other) or is_wider(other, one)


def _wide(view: View, frame: Frame) -> frozenset[int]:
    """The source with what is said of it right behind: `the cook, Anselm Rohde, who is 84`."""
    if not frame.told:
        return frozenset(frame.source)
    found = set(frame.source)
    for i in range(frame.source[-1] + 1, min(len(view.tokens), frame.source[-1] + _BESIDE)):
        if view.tokens[i].norm in _CLOSING or view.tokens[i].norm in listed("negators", view.lang):
            break
        if i >= frame.last or i < frame.first:
            found.add(i)
    if frame.source[-1] < frame.first:
        # what stands between a source and its verb is said of it: a leaflet that the maker prints
        return frozenset(range(frame.source[0], frame.first))
    return frozenset(found)


def _stance(case: _Case, a: Frame, b: Frame) -> list[Draft]:
    """A draft where the same source says it in another spirit."""
    views = case.views
    opposed = oppositions().get(frozenset((a.stance.name, b.stance.name)))
    if a.stance.name == b.stance.name or opposed is None:
        return []
    if a.source and b.source and not _same(case, a, b):
        return []
    if any(f.stance.name == b.stance.name for f in case.frames[0]):
        return []
    if opposed.unless_negated and _negations(views[0]) % 2 != _negations(views[1]) % 2:
        return []
    left, right = _span(views[0], a.first, a.last), _span(views[1], b.first, b.last)
    words = {
        "left": quoted(views[0].text[slice(*left)]),
        "left_en": a.stance.means("en"),
        "left_id": a.stance.means("id"),
        "right": quoted(views[1].text[slice(*right)]),
        "right_en": b.stance.means("en"),
        "right_id": b.stance.means("id"),
    }
    why = Why("attribution.stance", tuple(words.items()))
    gloss = b.stance.means("en")
    return [Draft(Kind.ATTRIBUTION, opposed.severity, left, right, why=why, gloss=gloss)]


def _denied(view: View, frame: Frame) -> bool:
    """A negation stands before the cue, or before its source."""
    places = (frame.first, min((frame.first, *frame.source)))
    near = [t for place in places for t in view.tokens[max(0, place - 2) : place]]
    return any(t.norm in listed("negators", view.lang) for t in near)


def _negations(view: View) -> int:
    return sum(t.norm in listed("negators", view.lang) for t in view.tokens)


def _source(case: _Case, a: Frame, b: Frame) -> list[Draft]:
    """A draft where the same words are given to another source."""
    if not a.source or not b.source or _same(case, a, b):
        return []
    if _nested(case, a, b):
        return _between(case, a, b)
    if not a.told and a.shape == b.shape:
        return []
    common = _common(case.links, a, b)
    if common < _setting("least_words") or _shared(case, a, b) >= _setting("least_words"):
        return []
    if not all(map(_may_speak, case.views, (a, b))):
        return []
    known = _known(case, a, b)
    if not known and _somebody(case.views[0], a) and _somebody(case.views[1], b):
        return []
    if not known and (not (a.told and b.told) or not _close(case, a, b)):
        return []
    views = case.views
    left, right = _words(views[0], a), _words(views[1], b)
    words = (
        ("left", quoted(views[0].text[slice(*left)])),
        ("right", quoted(views[1].text[slice(*right)])),
    )
    severity = _severity("swapped" if known else "changed")
    return [Draft(Kind.ATTRIBUTION, severity, left, right, why=Why("attribution.changed", words))]


def _may_speak(view: View, frame: Frame) -> bool:
    """Behind a noun (`the view of`) stands whose it is or what it is of: only a name is sure."""
    return not frame.noun or any(view.tokens[i].capital for i in frame.source)


def _known(case: _Case, a: Frame, b: Frame) -> bool:
    """The new source is spoken of in the reference too, as another one than the old."""
    known = sum(i in case.links.back for i in b.source)
    return known * 2 >= len(b.source) and _head(case.views[1], b) in case.links.back


def _head(view: View, frame: Frame) -> int:
    """The noun of a source: the first word in Indonesian, in English the last."""
    return frame.source[0] if view.lang == "id" else frame.source[-1]


def _shared(case: _Case, a: Frame, b: Frame) -> int:
    """How many words each of the two sources is given in common with itself on the other side."""
    own = [_common(case.links, a, f) for f in case.frames[1] if f is not b and _same(case, a, f)]
    other = [_common(case.links, f, b) for f in case.frames[0] if f is not a and _same(case, f, b)]
    return max([*own, *other], default=0)


def _somebody(view: View, frame: Frame) -> bool:
    """The source is only `a person`."""
    return view.tokens[_head(view, frame)].norm in listed("persons", view.lang)


def _close(case: _Case, a: Frame, b: Frame) -> bool:
    """The words beside the two frames are much the same, so that they face each other."""
    return all(_rest(case.links, f, side) >= _setting("changed") for side, f in enumerate((a, b)))


def _rest(links: Links, frame: Frame, side: int) -> float:
    """The share of the words outside the frame that the other side has too."""
    words = [i for i in links.content[side] if not frame.begin <= i < frame.end]
    return links.share(side, words) if len(words) >= _setting("least_words") else 0.0


def _nested(case: _Case, a: Frame, b: Frame) -> bool:
    """One passes on what the other says: both are sources of it on one side."""
    return any(
        not other.says and other is not own and _same(case, *pair)
        for own, others in ((b, case.frames[1]), (a, case.frames[0]))
        for other in others
        for pair in [(a, other) if own is b else (other, b)]
    )


def _between(case: _Case, a: Frame, b: Frame) -> list[Draft]:
    """A draft where one side passes on what another says, and the other side has only the first."""
    for side, frame in enumerate((a, b)):
        others = (case.frames[1], case.frames[0])[side]
        known = any(_same(case, *((frame, f) if not side else (f, frame))) for f in others)
        if frame.told and not known and case.links.share(side, frame.source) == 0:
            return [_one_sided(case.views, frame, side)]
    return []


def _alone(case: _Case, frame: Frame, side: int) -> bool:
    """The other side makes the statement, in nobody's name, and has nothing of this source."""
    links = case.links
    if not frame.told or frame.noun or len(frame.says) < _setting("least_words"):
        return False
    said = [links.of(side)[i] for i in frame.says if i in links.of(side)]
    if len(said) < max(_setting("least_words"), _setting("alone") * len(frame.says)):
        return False
    owned = {i for f in case.frames[1 - side] for i in f.says}
    if sum(i in owned for i in said) * 2 > len(said):
        return False
    if side and frame.stance.name in load("attribution")["contested"]["stances"]:
        # Somebody did it; now they only claim that they did.
        return True
    return links.share(side, frame.source) <= _setting("source_known")


def _one_sided(views: Views, frame: Frame, side: int) -> Draft:
    own = _span(views[side], frame.begin, frame.end)
    words = (("words", quoted(views[side].text[slice(*own)])),)
    why = Why("attribution.added" if side else "attribution.dropped", words)
    left, right = (None, own) if side else (own, None)
    contested = frame.stance.name in load("attribution")["contested"]["stances"]
    severity = _severity("contested" if contested else "added" if side else "dropped")
    return Draft(Kind.ATTRIBUTION, severity, left, right, why=why)


def _span(view: View, first: int, last: int) -> Range:
    return view.tokens[first].start, view.tokens[last - 1].end


def _words(view: View, frame: Frame) -> Range:
    """The source where it stands beside the cue, else the cue that has another subject."""
    if not frame.told:
        return _span(view, frame.first, frame.last)
    return _span(view, frame.source[0], frame.source[-1] + 1)
