"""Who says it, with what stance, in whose words: the source changed, left out, put in between."""

from __future__ import annotations

from collections.abc import Sequence

from padan.consistency.draft import Draft, Range, Report, place, quoted
from padan.consistency.frames import Frame, frames
from padan.consistency.lexicon import load
from padan.consistency.links import Links, link
from padan.consistency.quotes import quotations
from padan.consistency.side import Pair, View
from padan.model import Kind, Severity, Why

Views = tuple[View, View]


def check(pair: Pair) -> Report:
    """Find statements that one side gives to another source, to none, or in another spirit."""
    views = pair.words
    if views is None:
        return Report(abstained=("Attribution: the two sides share no language padan reads.",))
    links = link(*views)
    own = frames(views[0]), frames(views[1])
    pairs = _paired(own[0], own[1], links)
    drafts = [d for a, b in pairs for d in _stance(views, a, b)]
    taken = {id(f) for pair in pairs for f in pair}
    left = [f for f in own[0] if id(f) not in taken]
    right = [f for f in own[1] if id(f) not in taken]
    drafts += _unpaired(views, left, right, links)
    drafts += _quoted(views, links)
    return Report(place(pair, views, drafts))


def _setting(name: str) -> float:
    return float(load("attribution")["settings"][name])


def _paired(
    left: Sequence[Frame], right: Sequence[Frame], links: Links
) -> list[tuple[Frame, Frame]]:
    """Frames of one source, or of sources that cannot be told apart, nearest to each other."""
    scored = sorted(
        (-fit, abs(n - m), n, m)
        for n, a in enumerate(left)
        for m, b in enumerate(right)
        if (fit := _fit(a, b, links)) > 0
    )
    pairs = []
    taken: tuple[set[int], set[int]] = (set(), set())
    for _, _, n, m in scored:
        if n not in taken[0] and m not in taken[1]:
            taken[0].add(n)
            taken[1].add(m)
            pairs.append((left[n], right[m]))
    return pairs


def _fit(a: Frame, b: Frame, links: Links) -> float:
    """2 and more where the sources share words, less than 1 where one of them is not named."""
    same = sum(links.forward.get(i) in b.source for i in a.source)
    if same:
        return 2.0 + same / max(len(a.source), len(b.source)) + (a.stance.name == b.stance.name)
    if a.source and b.source:
        return 0.0
    return 0.5 + 0.4 * (a.stance.name == b.stance.name)


def _stance(views: Views, a: Frame, b: Frame) -> list[Draft]:
    """A draft where the same source says it in another spirit."""
    severity = _against(a.stance.name, b.stance.name)
    if severity is None:
        return []
    left, right = _cue(views[0], a), _cue(views[1], b)
    words = {
        "left": quoted(views[0].text[slice(*left)]),
        "left_en": a.stance.means("en"),
        "left_id": a.stance.means("id"),
        "right": quoted(views[1].text[slice(*right)]),
        "right_en": b.stance.means("en"),
        "right_id": b.stance.means("id"),
    }
    why = Why("attribution.stance", tuple(words.items()))
    return [Draft(Kind.ATTRIBUTION, severity, left, right, why=why, gloss=b.stance.means("en"))]


def _against(left: str, right: str) -> Severity | None:
    """How much it matters that one stance stands for another; None: not at all."""
    for entry in load("attribution")["against"]:
        if {left, right} == set(entry["stances"]) and left != right:
            return None if entry["severity"] == "none" else Severity(entry["severity"])
    return None


def _unpaired(views: Views, left: list[Frame], right: list[Frame], links: Links) -> list[Draft]:
    """Sources changed where two leftover frames face each other; else left out or put in."""
    drafts: list[Draft] = []
    over = list(right)
    for a in left:
        b = next((b for b in over if _faces(a, b, links)), None)
        if b is not None:
            over.remove(b)
            drafts.append(_changed(views, a, b))
        elif _alone(a, 0, links):
            drafts.append(_one_sided(views, a, 0))
    drafts += [_one_sided(views, b, 1) for b in over if _alone(b, 1, links)]
    return drafts


def _faces(a: Frame, b: Frame, links: Links) -> bool:
    """Both name a source, and the rest of the two texts is about the same."""
    if not a.source or not b.source:
        return False
    return min(_rest(a, 0, links), _rest(b, 1, links)) >= _setting("changed")


def _rest(frame: Frame, side: int, links: Links) -> float:
    """The share of the words outside the frame that the other side has too."""
    words = [i for i in links.content[side] if not frame.begin <= i < frame.end]
    return links.share(side, words) if len(words) >= _setting("least_words") else 0.0


def _alone(frame: Frame, side: int, links: Links) -> bool:
    """The other side makes the statement and has nothing of this source."""
    if not frame.source or _rest(frame, side, links) < _setting("alone"):
        return False
    return links.share(side, frame.source) <= _setting("source_known")


def _changed(views: Views, a: Frame, b: Frame) -> Draft:
    left, right = _source(views[0], a), _source(views[1], b)
    words = (
        ("left", quoted(views[0].text[slice(*left)])),
        ("right", quoted(views[1].text[slice(*right)])),
    )
    why = Why("attribution.changed", words)
    return Draft(Kind.ATTRIBUTION, Severity.CRITICAL, left, right, why=why)


def _one_sided(views: Views, frame: Frame, side: int) -> Draft:
    own = _whole(views[side], frame)
    words = (("words", quoted(views[side].text[slice(*own)])),)
    why = Why("attribution.added" if side else "attribution.dropped", words)
    left, right = (None, own) if side else (own, None)
    severity = Severity(load("attribution")["severity"]["added" if side else "dropped"])
    return Draft(Kind.ATTRIBUTION, severity, left, right, why=why)


def _quoted(views: Views, links: Links) -> list[Draft]:
    """Words that only the retelling gives as a quotation, or that it adds to one."""
    there = {i for q in quotations(views[0].tokens) for i in range(*q)}
    drafts = []
    for first, last in quotations(views[1].tokens):
        words = [i for i in links.content[1] if first <= i < last]
        linked = [i for i in words if i in links.back]
        if len(words) < _setting("quoted_words") or len(linked) < _setting("quoted") * len(words):
            continue
        outside = [i for i in linked if links.back[i] not in there]
        if len(outside) < max(_setting("quoted_words"), _setting("outside") * len(linked)):
            continue
        own = _span(views[1], outside[0], outside[-1] + 1)
        source = sorted(links.back[i] for i in outside)
        left = _span(views[0], source[0], source[-1] + 1)
        code = "attribution.quoted" if len(outside) == len(linked) else "attribution.quote_grown"
        why = Why(code, (("words", quoted(views[1].text[slice(*own)])),))
        severity = Severity(load("attribution")["severity"]["quoted"])
        drafts.append(Draft(Kind.ATTRIBUTION, severity, left, own, why=why))
    return drafts


def _span(view: View, first: int, last: int) -> Range:
    return view.tokens[first].start, view.tokens[last - 1].end


def _cue(view: View, frame: Frame) -> Range:
    return _span(view, frame.first, frame.last)


def _source(view: View, frame: Frame) -> Range:
    return _span(view, frame.source[0], frame.source[-1] + 1)


def _whole(view: View, frame: Frame) -> Range:
    return _span(view, frame.begin, frame.end)
