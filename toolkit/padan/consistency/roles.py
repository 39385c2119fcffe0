"""Who does what to whom: the facts of a text, as roles filled by words.

No parser: a verb's subject is the phrase before it, its object the phrase behind it, a
preposition names its own; di- with `oleh`, and the English passive, turn the two round.
`data/roles.toml` says which role each place fills, so that buying and selling are one act.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from padan.consistency.lexicon import Phrases, load
from padan.consistency.phrases import Phrase, is_verb, left_of, right_of, words
from padan.consistency.side import View
from padan.consistency.stems import is_irregular, stems, unprefixed
from padan.model import Severity

_MOST = 60
"""Facts of a side that are compared."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Two roles of one act and the words that fill them, as indices of tokens."""

    frame: str
    first: int
    last: int
    """The word that says it: tokens, half open."""
    roles: tuple[str, str]
    fillers: tuple[tuple[int, ...], tuple[int, ...]]
    severity: Severity
    generic: bool = False
    """The frame is the verb itself."""
    clause: bool = False
    """Whole clauses fill the roles."""


@dataclass(frozen=True, slots=True)
class _Use:
    """Which role each place of a word fills."""

    frame: str
    roles: tuple[str, str]
    slots: tuple[tuple[str, str], ...]
    severity: Severity

    def role(self, slot: str) -> str | None:
        """The role of a place; None where it fills none."""
        return dict(self.slots).get(slot)


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """Uses by the form of the word, and of phrases."""

    roots: dict[str, tuple[_Use, ...]]
    phrases: Phrases[tuple[_Use, ...]]


@lru_cache(maxsize=4)
def _lexicon(lang: str) -> _Lexicon:
    roots: dict[str, list[_Use]] = {}
    whole: dict[str, list[_Use]] = {}
    for frame in load("roles")["frame"]:
        for line in frame[lang]:
            slots, _, listed = line.partition("|")
            use = _Use(
                frame["name"],
                (frame["roles"][0], frame["roles"][1]),
                tuple((p[0], p[2]) for p in (s.partition("=") for s in slots.split())),
                Severity(frame["severity"]),
            )
            for word in listed.split():
                if word.startswith("=") or "_" in word:
                    whole.setdefault(word.removeprefix("=").replace("_", " "), []).append(use)
                else:
                    roots.setdefault(word, []).append(use)
    phrases: Phrases[tuple[_Use, ...]] = Phrases()
    for phrase, uses in whole.items():
        phrases.add(phrase, tuple(uses))
    return _Lexicon({root: tuple(uses) for root, uses in roots.items()}, phrases)


@dataclass(frozen=True, slots=True)
class _Verb:
    """A word that may say a fact: tokens `first` to `last` (half open)."""

    first: int
    last: int
    passive: bool
    uses: tuple[_Use, ...]
    name: str


def facts(view: View) -> tuple[Fact, ...]:
    """The facts of a text, in order."""
    found: list[Fact] = []
    for verb in _verbs(view):
        before, after = left_of(view, verb.first), right_of(view, verb.last)
        for use in verb.uses:
            fact = _fact(view, verb, use, before, after)
            if fact is not None:
                found.append(fact)
        if len(found) >= _MOST:
            break
    return tuple(found)


def doers(view: View) -> dict[int, tuple[int, ...]]:
    """The verbs of a text, by token, with the words for who does it, where the text says so."""
    found: dict[int, tuple[int, ...]] = {}
    for verb in islice(_verbs(view), _MOST):
        if verb.last != verb.first + 1:
            continue
        phrase = left_of(view, verb.first)
        if verb.passive:
            by = load("roles")["words"]["by"][view.lang]
            after = right_of(view, verb.last)
            bare = (p for p in after if not p.preposition and p.first == verb.last)
            named = (p for p in after if p.preposition in by)
            phrase = next(named, next(bare, None) if view.lang == "id" else None)
        if phrase is not None:
            found[verb.first] = phrase.content
    return found


def _verbs(view: View) -> Iterator[_Verb]:
    i = 0
    lexicon = _lexicon(view.lang)
    while i < len(view.tokens):
        phrase = lexicon.phrases.at(view.tokens, i)
        if phrase is not None:
            yield _Verb(i, phrase[1], False, phrase[0], "")
            i = phrase[1]
            continue
        verb = _verb(view, i, lexicon) if view.tokens[i].is_word else None
        if verb is not None:
            yield verb
        i += 1


def _verb(view: View, i: int, lexicon: _Lexicon) -> _Verb | None:
    word = view.tokens[i].norm
    if view.lang == "id":
        # `dihapusnya ujian` names the act; what follows is no doer
        if not is_verb(view, i) or word.startswith("ber") or word.endswith("nya"):
            return None
        roots = unprefixed(word)
        passive = word.startswith("di") or _by_follows(view, i)
    else:
        if _in_name(view, i):
            return None
        roots = stems(word, "en")
        passive = _is_passive(view, i)
    uses = tuple(dict.fromkeys(u for r in sorted(roots) for u in lexicon.roots.get(r, ())))
    name = min(roots, key=lambda r: (len(r), r))
    if not uses and _acts(view, i, passive):
        uses = (_generic(name),)
    return _Verb(i, i + 1, passive, uses, name) if uses else None


def _acts(view: View, i: int, passive: bool) -> bool:
    """A word that the lexicon does not know is a verb with a doer."""
    word = view.tokens[i].norm
    if view.lang == "id":
        return passive or not word.startswith("ter")
    if passive or word.endswith("ed") or is_irregular(word):
        return True
    # `consults the abbess`: a third person, its object behind it, no article before it
    before = view.tokens[i - 1] if i else None
    behind = view.tokens[i + 1] if i + 1 < len(view.tokens) else None
    openers = words("openers", "en") | words("preps", "en")
    return (
        word.endswith("s")
        and before is not None
        and before.is_word
        and before.norm not in openers
        and behind is not None
        and (behind.norm in words("openers", "en") or behind.capital)
    )


def _in_name(view: View, i: int) -> bool:
    """A capital word next to another: Velmora Shipping ships nothing."""
    near = (k for k in (i - 1, i + 1) if 0 <= k < len(view.tokens))
    return view.tokens[i].capital and any(view.tokens[k].capital for k in near)


def _by_follows(view: View, i: int) -> bool:
    """A ter- word is a passive where `oleh` follows it."""
    behind = view.tokens[i + 1].norm if i + 1 < len(view.tokens) else ""
    return view.tokens[i].norm.startswith("ter") and behind == "oleh"


def _antecedent(view: View, subject: Phrase | None) -> Phrase | None:
    """What `which the firm owns` speaks of: the phrase before the relative before the subject."""
    if subject is None:
        return None
    openers, relatives = words("openers", view.lang), words("relatives", view.lang)
    i = subject.first - 1
    while i > 0 and view.tokens[i].norm in openers - relatives:
        i -= 1
    if view.lang != "en" or i <= 0 or view.tokens[i].norm not in relatives:
        return None
    return left_of(view, i + 1)


def _generic(name: str) -> _Use:
    return _Use(
        f"do {name}",
        ("agent", "patient"),
        (("subject", "agent"), ("object", "patient")),
        Severity.CRITICAL,
    )


def _is_passive(view: View, i: int) -> bool:
    """English: a participle behind a form of be, or before `by`."""
    word = view.tokens[i].norm
    if word.endswith("ing"):
        return False
    near = [t.norm for t in view.tokens[max(0, i - 3) : i]]
    behind = view.tokens[i + 1].norm if i + 1 < len(view.tokens) else ""
    forms = words("be", None)
    if any(w in forms for w in near[-1:]) or (
        len(near) > 1 and near[-2] in forms and near[-1].endswith("ly")
    ):
        return stems(word, "en") != {word}
    return behind == "by" and stems(word, "en") != {word}


def _fact(
    view: View, verb: _Verb, use: _Use, before: Phrase | None, after: tuple[Phrase, ...]
) -> Fact | None:
    """The roles that the places around a verb fill; None where they do not fill both."""
    filled: dict[str, tuple[int, ...]] = {}
    by = load("roles")["words"]["by"][view.lang]
    weak = frozenset(load("roles")["settings"]["weak"])
    bare = next((p for p in after if not p.preposition), None)
    subject, thing = use.role("subject"), use.role("object")
    marked = [(p.preposition, p) for p in after if p.preposition]

    def fill(role: str | None, phrase: Phrase | None) -> None:
        if role is not None and phrase is not None:
            filled.setdefault(role, phrase.content)

    for preposition, phrase in marked:
        if verb.passive and preposition in by:
            fill(subject, phrase)
        elif preposition not in weak:
            fill(use.role(preposition), phrase)
    if verb.passive:
        if view.lang == "id" and bare is not None and bare.first == verb.last:
            fill(subject, bare)
        fill(thing, before)
    else:
        fill(use.role("bare"), bare)
        fill(subject, before)
        fill(thing, bare or _antecedent(view, before))
    for preposition, phrase in marked:
        fill(use.role(preposition), phrase)
    first, second = (filled.get(role, ()) for role in use.roles)
    if not first or not second:
        return None
    generic = use.frame.startswith("do ")
    return Fact(use.frame, verb.first, verb.last, use.roles, (first, second), use.severity, generic)
