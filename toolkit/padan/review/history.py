"""What was done to a row, and what could not be done, in plain words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from padan.errors import InputError
from padan.judgements.acts import (
    Adding,
    Assigning,
    Changing,
    English,
    Marking,
    OnFindings,
    Rearranging,
    Remark,
    Said,
    Sampling,
    Settling,
    read_act,
)
from padan.judgements.places import Node
from padan.model import Act, Finding, Judgement
from padan.review.about import about
from padan.review.sheet import Sheet
from padan.view.plain import visible
from padan.view.texts import say
from padan.view.words import kind_label, percent, severity_label

_LONGEST = 300
"""Characters of a text that is told again."""


def history_of(sheet: Sheet, key: str, lang: str) -> list[dict[str, Any]]:
    """What was done to the sentences that stand in the row with this key, the first first."""
    wanted = _nodes_of(key)
    story = sheet.reviewing.compared.story
    judgements = sheet.reviewing.judgements()
    by_id = {judgement.id: judgement for judgement in judgements}
    return [
        _told(judgement, by_id, lang) | {"seq": judgement.seq}
        for judgement in judgements
        if about(judgement, story, by_id).nodes & wanted
    ]


def conflict_lines(sheet: Sheet, lang: str) -> list[dict[str, Any]]:
    """Judgements that no longer fit what stands, each with the reason."""
    by_id = {judgement.id: judgement for judgement in sheet.reviewing.judgements()}
    return [
        _told(conflict.judgement, by_id, lang) | {"reason": plainly(conflict.reason, lang)}
        for conflict in sheet.conflicts()
    ]


def plainly(reason: str, lang: str) -> str:
    """A reason why something does not fit, in the reader's language where it is known."""
    for pattern, told in _reasons(lang):
        found = pattern.fullmatch(reason)
        if found:
            return told.format(**found.groupdict())
    return visible(reason)


@cache
def _reasons(lang: str) -> list[tuple[re.Pattern[str], str]]:
    found = tomllib.loads(files("padan.review").joinpath("data/reasons.toml").read_text("utf-8"))
    return [
        (re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", re.escape(each["en"]))), each[lang])
        for each in found["reason"]
    ]


def _nodes_of(key: str) -> set[Node]:
    """The sentences that a row's key tells. Raises InputError."""
    found: set[Node] = set()
    for part in key.split("|"):
        article, _, indices = part.rpartition(":")
        if not article or not re.fullmatch(r"[0-9]{1,7}(,[0-9]{1,7})*", indices):
            raise InputError("must be the key of a row", where="row")
        found |= {(article, int(index)) for index in indices.split(",")}
    return found


def _told(judgement: Judgement, by_id: Mapping[str, Judgement], lang: str) -> dict[str, Any]:
    return {
        "at": judgement.at.isoformat(),
        "reviewer": visible(judgement.reviewer),
        "act": judgement.act.value,
        "text": in_words(judgement, by_id, lang),
    }


def in_words(judgement: Judgement, by_id: Mapping[str, Judgement], lang: str) -> str:
    """What a judgement did, as one plain line."""
    act = judgement.act
    if act in (Act.UNDO, Act.REDO):
        other = by_id.get(str(judgement.body.get("of")))
        what = in_words(other, {}, lang) if other else "?"
        return say(f"history_{act.value}", lang, what=what)
    try:
        said = read_act(act, judgement.body)
    except InputError:
        return act.value
    return say(_key(act, said), lang, **_words(said, by_id, lang))


def _key(act: Act, said: Said) -> str:
    if isinstance(said, OnFindings) and said.for_good:
        return f"history_{act.value}-for-good"
    if isinstance(said, Assigning) and not said.reviewers:
        return "history_unassign"
    return f"history_{act.value}"


def _words(said: Said, by_id: Mapping[str, Judgement], lang: str) -> dict[str, object]:
    """What is put into the line on an act; all of it cut and safe to show."""
    match said:
        case Marking(rows=rows):
            return {"n": len(rows)}
        case Remark(text=text):
            return {"text": _cut(text)}
        case Settling(comment=comment):
            other = by_id.get(comment)
            return {"text": _cut(str(other.body.get("text", ""))) if other else "?"}
        case OnFindings(findings=findings):
            what = _finding(findings[0][1], lang)
            return {"what": what + (f" (+{len(findings) - 1})" if len(findings) > 1 else "")}
        case Changing(finding=finding, kind=kind, severity=severity):
            now = f"{severity_label(severity, lang).name} {kind_label(kind, lang).name.lower()}"
            return {"what": _finding(finding, lang), "now": now}
        case Adding(finding=finding):
            return {"what": _finding(finding, lang)}
        case English(before=before, after=after):
            return {"before": _cut(before), "after": _cut(after)}
        case Rearranging(before=before, after=after):
            held = sum(len(i) for p in before for i in p.values())
            left = sum(len(i) for _, p in after for i in p.values())
            return {"n": abs(held - left) or len(before), "parts": len(after)}
        case Assigning(reviewers=reviewers, rows=rows):
            return {"names": _cut(", ".join(reviewers)), "n": len(rows)}
        case Sampling(share=share):
            return {"share": percent(share)}
        case _:
            return {}


def _finding(finding: Finding, lang: str) -> str:
    name = severity_label(finding.severity, lang).name
    kind = kind_label(finding.kind, lang).name.lower()
    return f"{name} {kind}" + (f": {_cut(finding.reason)}" if finding.reason else "")


def _cut(text: str) -> str:
    line = visible(" ".join(text.split()))
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
