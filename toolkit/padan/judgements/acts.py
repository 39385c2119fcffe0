"""What a judgement says, read from its JSON body and bounded: a typed value for each act.

| act | body |
|---|---|
| accept, reject, second-look, clear | `rows`: [place, …] |
| comment | `row`: place, `article`: id or "", `text` |
| settle | `comment`: id of the comment's judgement |
| accept-, dismiss-, reopen-finding | `findings`: [finding, …], `for_good`: true or false |
| change-finding | `finding`: as it was, `kind`, `severity` |
| add-finding | `finding` |
| edit-english | `article`, `sentence`, `before`, `after` |
| merge, split, move, link, detach, | `before`: [place, …], `after`: [{`at`, `place`}, …] |
| aside, back, realign | the same |
| assign | `rows`: [place, …] or [] for the story, `reviewers`: [name, …] |
| sample | `share`: 0..1, `seed` |
| undo, redo | `of`: id of the judgement |

A place is {article id: [sentence index, …]}; a finding as `padan.judgements.places.finding_json`
writes it. `at` is the number in `before` of the row whose place the new row takes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from padan.errors import InputError
from padan.judgements.places import Place, nodes, read_finding, read_place
from padan.model import Act, Finding, Kind, Severity
from padan.writable import is_writable

MAX_TEXT = 10_000
"""Characters of a comment or of an edited English sentence."""
MAX_ROWS = 20_000
MAX_NAME = 80
"""Characters of a reviewer's name."""


@dataclass(frozen=True, slots=True)
class Marking:
    """Rows get a status."""

    rows: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment on a row or, where `article` is not empty, on one of its cells."""

    row: Place
    article: str
    text: str


@dataclass(frozen=True, slots=True)
class Settling:
    """A comment is done with."""

    comment: str


@dataclass(frozen=True, slots=True)
class OnFindings:
    """Findings are accepted, dismissed or open again; each with its article."""

    findings: tuple[tuple[str, Finding], ...]
    for_good: bool = False
    """These words never make such a finding again."""


@dataclass(frozen=True, slots=True)
class Changing:
    """A finding gets another kind or severity."""

    article: str
    finding: Finding
    kind: Kind
    severity: Severity


@dataclass(frozen=True, slots=True)
class Adding:
    """A finding by a person."""

    article: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class English:
    """The English of a sentence is written anew."""

    article: str
    sentence: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Rearranging:
    """Rows give way to others with the same sentences; each new one takes the place of `at`."""

    before: tuple[Place, ...]
    after: tuple[tuple[int, Place], ...]


@dataclass(frozen=True, slots=True)
class Assigning:
    """Rows, or the whole story, are given to reviewers; to none takes them back."""

    rows: tuple[Place, ...]
    reviewers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sampling:
    """A share of the rows, drawn by `seed`, is to be judged by two."""

    share: float
    seed: int


@dataclass(frozen=True, slots=True)
class Turning:
    """A judgement is undone, or stands again."""

    of: str


Said = (
    Marking
    | Remark
    | Settling
    | OnFindings
    | Changing
    | Adding
    | English
    | Rearranging
    | Assigning
    | Sampling
    | Turning
)

MARKING = frozenset({Act.ACCEPT, Act.REJECT, Act.SECOND_LOOK, Act.CLEAR})
ON_FINDINGS = frozenset({Act.ACCEPT_FINDING, Act.DISMISS_FINDING, Act.REOPEN_FINDING})
REARRANGING = frozenset(
    {
        Act.MERGE,
        Act.SPLIT,
        Act.MOVE,
        Act.LINK,
        Act.DETACH,
        Act.ASIDE,
        Act.BACK,
        Act.REALIGN,
    }
)


def read_act(act: Act, body: Mapping[str, Any]) -> Said:
    """What a judgement says. Raises InputError where the body does not fit the act."""
    if not is_writable(body):
        raise InputError("holds a NUL or half a character", where=act.value)
    try:
        return _READERS[act](act, body)
    except KeyError as missing:
        raise InputError(f"lacks {missing}", where=act.value) from missing


def articles_of(said: Said) -> set[str]:
    """The articles that it is about; empty where it is about the whole story or another act."""
    match said:
        case Marking(rows=rows) | Assigning(rows=rows):
            return {article for row in rows for article in row}
        case Remark(row=row):
            return set(row)
        case OnFindings(findings=findings):
            return {article for article, _ in findings}
        case Changing(article=article) | Adding(article=article) | English(article=article):
            return {article}
        case Rearranging(before=before, after=after):
            places = [*before, *(place for _, place in after)]
            return {article for place in places for article in place}
        case _:
            return set()


def _places(found: object, *, some: bool = True) -> tuple[Place, ...]:
    if not isinstance(found, Sequence) or isinstance(found, str) or len(found) > MAX_ROWS:
        raise InputError("'rows' must be a list of rows", where="judgement")
    places = tuple(read_place(each) for each in found)
    if not all(places) or (some and not places):
        raise InputError("a row must hold a sentence", where="judgement")
    return places


def _text(body: Mapping[str, Any], name: str, *, most: int = MAX_TEXT) -> str:
    found = body[name]
    if not isinstance(found, str) or len(found) > most:
        raise InputError(f"'{name}' must be a text of at most {most} characters", where="judgement")
    return found


def _marking(_act: Act, body: Mapping[str, Any]) -> Said:
    return Marking(_places(body["rows"]))


def _remark(_act: Act, body: Mapping[str, Any]) -> Said:
    (row,) = _places([body["row"]])
    article, text = _text(body, "article", most=64), _text(body, "text").strip()
    if not text:
        raise InputError("a comment must say something", where="judgement")
    if article and article not in row:
        raise InputError("a comment must name an article of its row", where="judgement")
    return Remark(row, article, text)


def _settling(_act: Act, body: Mapping[str, Any]) -> Said:
    return Settling(_text(body, "comment", most=64))


def _on_findings(_act: Act, body: Mapping[str, Any]) -> Said:
    found = body["findings"]
    if not isinstance(found, list | tuple) or not 0 < len(found) <= MAX_ROWS:
        raise InputError("'findings' must be a list of findings", where="judgement")
    return OnFindings(tuple(map(read_finding, found)), body.get("for_good") is True)


def _changing(_act: Act, body: Mapping[str, Any]) -> Said:
    article, finding = read_finding(body["finding"])
    try:
        return Changing(article, finding, Kind(body["kind"]), Severity(body["severity"]))
    except ValueError as error:
        raise InputError(str(error), where="judgement") from error


def _adding(_act: Act, body: Mapping[str, Any]) -> Said:
    return Adding(*read_finding(body["finding"]))


def _english(_act: Act, body: Mapping[str, Any]) -> Said:
    article = _text(body, "article", most=64)
    place = read_place({article: [body["sentence"]]})
    after = " ".join(_text(body, "after").split())
    if not after:
        raise InputError("the English of a sentence must say something", where="judgement")
    return English(article, place[article][0], _text(body, "before"), after)


def _rearranging(act: Act, body: Mapping[str, Any]) -> Said:
    before = _places(body["before"])
    after: list[tuple[int, Place]] = []
    if not isinstance(body["after"], list | tuple) or len(body["after"]) > MAX_ROWS:
        raise InputError("'after' must be a list of rows", where="judgement")
    for each in body["after"]:
        at = each.get("at") if isinstance(each, Mapping) else None
        if not isinstance(at, int) or not 0 <= at < len(before):
            raise InputError("'at' must number a row of 'before'", where="judgement")
        after.append((at, _places([each["place"]])[0]))
    _check_whole(act, before, [place for _, place in after])
    return Rearranging(before, tuple(after))


def _check_whole(act: Act, before: Sequence[Place], after: Sequence[Place]) -> None:
    """No sentence twice, none lost but to the furniture, none new but from there."""
    held = [{node for place in places for node in nodes(place)} for places in (before, after)]
    counts = [sum(len(nodes(place)) for place in places) for places in (before, after)]
    if counts != [len(each) for each in held]:
        raise InputError("a sentence can stand in one row only", where=act.value)
    lost, new = held[0] - held[1], held[1] - held[0]
    if (lost and act is not Act.ASIDE) or (new and act is not Act.BACK):
        raise InputError("no sentence may be lost or added", where=act.value)


def _assigning(_act: Act, body: Mapping[str, Any]) -> Said:
    names = body["reviewers"]
    good = isinstance(names, list | tuple) and len(names) <= 20
    if not good or not all(isinstance(n, str) and 0 < len(n) <= MAX_NAME for n in names):
        raise InputError("'reviewers' must be a list of names", where="judgement")
    return Assigning(_places(body["rows"], some=False), tuple(names))


def _sampling(_act: Act, body: Mapping[str, Any]) -> Said:
    share, seed = body["share"], body.get("seed", 0)
    if not isinstance(share, int | float) or not 0 <= share <= 1 or not isinstance(seed, int):
        raise InputError("'share' must be a number from 0 to 1", where="judgement")
    return Sampling(float(share), seed)


def _turning(_act: Act, body: Mapping[str, Any]) -> Said:
    return Turning(_text(body, "of", most=64))


_READERS: Mapping[Act, Callable[[Act, Mapping[str, Any]], Said]] = {
    **dict.fromkeys(MARKING, _marking),
    **dict.fromkeys(ON_FINDINGS, _on_findings),
    **dict.fromkeys(REARRANGING, _rearranging),
    Act.COMMENT: _remark,
    Act.SETTLE: _settling,
    Act.CHANGE_FINDING: _changing,
    Act.ADD_FINDING: _adding,
    Act.EDIT_ENGLISH: _english,
    Act.ASSIGN: _assigning,
    Act.SAMPLE: _sampling,
    Act.UNDO: _turning,
    Act.REDO: _turning,
}
