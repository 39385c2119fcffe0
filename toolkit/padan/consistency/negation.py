"""Negation: does one text deny what the other says? Compared within one language only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from padan.consistency.draft import Draft, Range, Report, place, quoted, softer
from padan.consistency.lexicon import LANGUAGES, load
from padan.consistency.links import Links, link
from padan.consistency.polarity import Cue, cues, keys
from padan.consistency.side import Pair, View
from padan.consistency.stems import stems
from padan.consistency.told_otherwise import aside, stands, told_otherwise, turned
from padan.consistency.words import is_content, key
from padan.model import Kind, Severity, Why

_SOME = 1.0
"""Words near two cues that must be the same for the cues to answer each other."""
_ANSWERS = 2.0
"""Words near a cue and near an answer that must be the same."""
_NO_DENIAL = frozenset({"answer", "idle"})
_MOST = 60
"""Cues of a side that are compared."""


@dataclass(frozen=True, slots=True)
class _Text:
    """One view with what the check needs of it."""

    view: View
    cues: tuple[Cue, ...]
    places: dict[str, list[int]]
    """Common form of a content word -> the tokens that have it."""
    under: frozenset[int]
    """Tokens in a clause that a grammatical negation may deny."""
    nearest: frozenset[int]
    """The first token with content that each cue may deny."""

    def of(self, cue: Cue) -> tuple[str, ...]:
        """Common forms of what the cue may deny, the nearest first."""
        if cue.denied:
            return (key(cue.denied, self.view.lang),)
        return keys(self.view.tokens, cue.reach, self.view.lang)

    def around(self, cue: Cue) -> tuple[str, ...]:
        """Common forms of the words before the cue and after it."""
        return self.of(cue) + keys(self.view.tokens, cue.before, self.view.lang)


def check(pair: Pair) -> Report:
    """Find statements that one side denies and the other makes."""
    views = pair.words
    if views is None or views[0].lang not in LANGUAGES:
        return Report(abstained=("Negation: the two sides share no language padan reads.",))
    texts = _text(views[0], views[1]), _text(views[1], views[0])
    left, right = _unanswered(*texts)
    links = link(*views)
    told = [
        [c for c in over if _says_contrary(texts, links, k, c)]
        for k, over in enumerate((left, right))
    ]
    kept = _not_shifted(links, told[0], told[1])
    drafts = [_draft(texts, cue, side, links) for side, own in enumerate(kept) for cue in own]
    return Report(place(pair, views, drafts))


def _says_contrary(texts: tuple[_Text, _Text], links: Links, side: int, cue: Cue) -> bool:
    """The text opposite `side` makes the statement that `cue` denies, in whatever words."""
    other = texts[1 - side]
    if _repeated(texts[side], cue, other):
        return False
    if _turned(links, side, cue, other):
        return True
    return _affirmed(texts[side], cue, other) and not told_otherwise(links, side, cue)


def _repeated(text: _Text, cue: Cue, other: _Text) -> bool:
    """The other side denies with the same word, in some form; here it stands once more."""
    if cue.strength != "lexical":
        return False
    there = {t.norm for c in _free(other) for t in other.view.tokens[c.first : c.last]}
    forms = {form for norm in there for form in stems(norm, other.view.lang)}
    own = text.view.tokens[cue.first : cue.last]
    return all(not forms.isdisjoint(stems(t.norm, text.view.lang)) for t in own)


def _turned(links: Links, side: int, cue: Cue, other: _Text) -> bool:
    return cue.strength == "lexical" and turned(links, side, cue, other.under)


def _not_shifted(links: Links, left: list[Cue], right: list[Cue]) -> tuple[list[Cue], list[Cue]]:
    """Without pairs of denials, one a side, of which one denies what the other side lacks: the
    same may be denied by way of another word."""
    left, right = list(left), list(right)
    for a in tuple(left):
        b = next((b for b in right if not (stands(links, 0, a) and stands(links, 1, b))), None)
        if b is not None:
            left.remove(a)
            right.remove(b)
    return left, right


def _text(view: View, other: View) -> _Text:
    norms = frozenset(t.norm for t in other.tokens if t.is_word)
    places: dict[str, list[int]] = {}
    for i, token in enumerate(view.tokens):
        if is_content(token, view.lang):
            places.setdefault(key(token.norm, view.lang), []).append(i)
    found = cues(view.tokens, view.lang, norms)
    under = frozenset(i for c in found if c.strength == "full" for i in range(c.last, c.extent))
    nearest = frozenset(i for c in found for i in c.reach[:1])
    return _Text(view, found, places, under, nearest)


def _unanswered(left: _Text, right: _Text) -> tuple[list[Cue], list[Cue]]:
    """The denials of each side that nothing on the other side answers.

    Cues with the same words around them answer each other first, then leftover denials in the
    order of the text, then words that say the same without denying (`far from`, `rarely`).
    """
    free = _free(left), _free(right)
    scored = sorted(
        (-_shared(left, a, right, b), abs(i - k), i, k)
        for i, a in enumerate(free[0])
        for k, b in enumerate(free[1])
    )
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    for negative, _, i, k in scored:
        if -negative >= _SOME and i not in taken_left and k not in taken_right:
            taken_left.add(i)
            taken_right.add(k)
    over_left = [c for i, c in enumerate(free[0]) if i not in taken_left]
    over_right = [c for k, c in enumerate(free[1]) if k not in taken_right]
    for a in list(over_left):
        b = next((b for b in over_right if _may_answer(left, a, right, b)), None)
        if b is not None:
            over_left.remove(a)
            over_right.remove(b)
    return _without_answers(left, over_left, right), _without_answers(right, over_right, left)


def _free(text: _Text) -> list[Cue]:
    """The denials of a text that count, at most as many as can be matched in good time."""
    return [c for c in text.cues if c.strength not in _NO_DENIAL][:_MOST]


def _without_answers(text: _Text, over: list[Cue], other: _Text) -> list[Cue]:
    """`over` less those that a word of the other text answers that is no denial itself."""
    own = {t.norm for t in text.view.tokens}
    answers = [
        c
        for c in other.cues
        if c.strength == "answer"
        and not {t.norm for t in other.view.tokens[c.first : c.last]} <= own
    ][:_MOST]
    kept = []
    for cue in over:
        found = next((a for a in answers if _shared(text, cue, other, a) >= _ANSWERS), None)
        if found is None:
            kept.append(cue)
        else:
            answers.remove(found)
    return kept


def _shared(left: _Text, a: Cue, right: _Text, b: Cue) -> float:
    """How many words near the two cues are the same; what they deny counts double, the cue half."""
    denied = set(left.of(a)) & set(right.of(b))
    near = set(left.around(a)) & set(right.around(b))
    words = [{t.norm for t in s.view.tokens[c.first : c.last]} for s, c in ((left, a), (right, b))]
    return 2.0 * len(denied) + len(near - denied) + 0.5 * (words[0] == words[1])


def _may_answer(left: _Text, a: Cue, right: _Text, b: Cue) -> bool:
    """Leftover cues say the same in other words, unless either is plainly affirmed."""
    sizes = max(1, len(left.view.tokens)), max(1, len(right.view.tokens))
    apart = abs(a.first / sizes[0] - b.first / sizes[1])
    near = apart <= float(load("negation")["settings"]["apart"])
    return near and not _both_affirmed(left, a, right, b)


def _both_affirmed(left: _Text, a: Cue, right: _Text, b: Cue) -> bool:
    """Each side says what the other denies: two turns, not one denial in other words."""
    return _affirmed(left, a, right, surely=True) and _affirmed(right, b, left, surely=True)


def _affirmed(text: _Text, cue: Cue, other: _Text, *, surely: bool = False) -> bool:
    """The other text says, undenied, what `cue` denies: enough of the words around it are there.

    `surely`: half of them, the denied word too; otherwise it is enough that the texts are alike.
    """
    settings = load("negation")["settings"]
    denied = other.nearest
    around = text.around(cue)
    wanted = text.of(cue)
    free = [form for form in wanted if _outside(other.places.get(form, ()), denied)]
    if cue.strength == "affix":
        return bool(free)
    share = _share(around, other)
    if cue.strength == "lexical":
        if not wanted:  # a passive at the end of its clause: parking there is forbidden
            wanted = around[:1]
            free = [form for form in wanted if form in other.places]
        return share >= float(settings["lexical_shared"]) and bool(free) and free[0] == wanted[0]
    if surely:
        free = [form for form in free if _outside(other.places[form], other.under)]
        return bool(free) and share >= float(settings["shared_alone"])
    as_long = len(other.places) >= float(settings["as_long"]) * len(text.places)
    if as_long and _share(tuple(text.places), other) >= settings["whole_shared"]:
        return True
    return share >= float(settings["shared" if free else "shared_alone"])


def _outside(places: Sequence[int], region: frozenset[int]) -> bool:
    """One of `places` lies outside `region`."""
    return any(i not in region for i in places)


def _share(forms: tuple[str, ...], other: _Text) -> float:
    """The share of `forms` that the other text has too."""
    return sum(form in other.places for form in forms) / len(forms) if forms else 0.0


def _draft(texts: tuple[_Text, _Text], cue: Cue, side: int, links: Links) -> Draft:
    text, other = texts[side], texts[1 - side]
    tokens = text.view.tokens
    where: Range = (tokens[cue.first].start, tokens[cue.last - 1].end)
    there = _answering(text, cue, other)
    severity = Severity(load("negation")["severity"][cue.strength])
    plain = _turned(links, side, cue, other) or _affirmed(text, cue, other, surely=True)
    if text.view.ours or other.view.ours or not plain:
        severity = softer(severity)
    if aside(links, side, cue) and not _turned(links, side, cue, other):
        severity = Severity.MINOR
    left, right = (where, there) if side == 0 else (there, where)
    why = _why(texts, cue, side, there)
    gloss = cue.gloss if side == 1 and text.view.lang != "en" else ""
    return Draft(Kind.NEGATION, severity, left, right, why=why, gloss=gloss)


def _why(texts: tuple[_Text, _Text], cue: Cue, side: int, there: Range | None) -> Why:
    """Which word denies, what it denies, and what the other side says in its place."""
    view, other = texts[side].view, texts[1 - side].view
    start, end = view.tokens[cue.first].start, view.tokens[cue.last - 1].end
    cue_words = quoted(view.text[start:end])
    passage = quoted(view.text[start : max(end, *(view.tokens[i].end for i in cue.reach[:2]), 0)])
    about = passage if passage != cue_words else ""
    words = [
        ("words", cue_words),
        ("words_en", f" ({cue.gloss})" if cue.gloss else ""),
        ("words_id", ""),
        ("about_en", f" in {about}" if about else ""),
        ("about_id", f" dalam {about}" if about else ""),
    ]
    case = "dropped" if side == 0 else "added"
    if there is None:
        return Why(f"negation.{case}", tuple(words))
    words.append(("said", quoted(other.text[slice(*there)])))
    return Why(f"negation.{case}_said", tuple(words))


def _answering(text: _Text, cue: Cue, other: _Text) -> Range | None:
    """Where the other text says what the cue denies: the words it has in common, if near."""
    forms = text.of(cue) or text.around(cue)
    places = sorted(min(other.places[f]) for f in forms if f in other.places)
    if not places:
        return None
    last = places[0]
    for i in places[1:]:
        if i - last <= 4:
            last = i
    tokens = other.view.tokens
    return tokens[places[0]].start, tokens[last].end
