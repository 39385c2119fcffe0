"""Which judgements stand: those that nobody undid, or that were done again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from padan.model import Act, Judgement

TURNING = frozenset({Act.UNDO, Act.REDO})


def standing(judgements: Iterable[Judgement]) -> list[Judgement]:
    """The judgements that count, in the order of the log; undo and redo themselves are not among
    them."""
    acts: dict[str, Judgement] = {}
    undone: set[str] = set()
    for judgement in judgements:
        if judgement.act is Act.UNDO:
            undone.add(str(judgement.body["of"]))
        elif judgement.act is Act.REDO:
            undone.discard(str(judgement.body["of"]))
        else:
            acts.setdefault(judgement.id, judgement)
    return [judgement for name, judgement in acts.items() if name not in undone]


def next_undo(judgements: Sequence[Judgement], reviewer: str) -> Judgement | None:
    """What undo takes back for this reviewer: the last of their acts that stands."""
    own = [j for j in standing(judgements) if j.reviewer == reviewer]
    return own[-1] if own else None


def next_redo(judgements: Sequence[Judgement], reviewer: str) -> Judgement | None:
    """What redo brings back for this reviewer: the act last undone, if nothing was done since."""
    waiting: list[str] = []
    by_id: dict[str, Judgement] = {}
    for judgement in judgements:
        if judgement.reviewer != reviewer:
            continue
        if judgement.act is Act.UNDO:
            waiting.append(str(judgement.body["of"]))
        elif judgement.act is Act.REDO:
            waiting = [name for name in waiting if name != judgement.body["of"]]
        else:
            by_id[judgement.id] = judgement
            waiting.clear()
    return by_id.get(waiting[-1]) if waiting else None
