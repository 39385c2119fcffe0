"""What reviewers said of a row in the words of XLIFF, and back.

XLIFF knows no rejection and no second look: version 2 says them in `subState`, 1.2 in states that
ask for work. Back, a state counts only where it is not the one that was exported.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from padan.export.xmltext import digest
from padan.model import Status

SUB: Final = "padan:"
"""What our sub-states begin with."""
_EMPTY: Final = digest("")


@dataclass(frozen=True, slots=True)
class State:
    """How far a unit is, as a file says it."""

    state: str
    """`state` of the segment (2.x) or the target (1.2); empty where the file says nothing."""
    more: str = ""
    """`subState` (2.x) or `state-qualifier` (1.2)."""
    approved: bool = False
    """1.2 only."""


_STATES_2: Final = {
    Status.UNREVIEWED: State("translated"),
    Status.ACCEPTED: State("final"),
    Status.REJECTED: State("initial", SUB + Status.REJECTED.value),
    Status.SECOND_LOOK: State("translated", SUB + Status.SECOND_LOOK.value),
}
_STATES_12: Final = {
    Status.UNREVIEWED: State("translated"),
    Status.ACCEPTED: State("final", "", True),
    Status.REJECTED: State("needs-translation"),
    Status.SECOND_LOOK: State("needs-review-translation"),
}
_MACHINE_12: Final = State("needs-review-translation", "leveraged-mt")
_DONE: Final = frozenset({"reviewed", "final", "signed-off"})


def state_2(status: Status, *, empty: bool) -> State:
    """The state of a segment in XLIFF 2; `empty` where its target is blank."""
    if empty:
        more = "" if status is Status.UNREVIEWED else SUB + status.value
        return State("initial", more)
    return _STATES_2[status]


def state_12(status: Status, *, empty: bool, machine: bool) -> State:
    """The state of a target in XLIFF 1.2. A `machine` target that nobody reviewed says so."""
    if empty:
        return State("", "", status is Status.ACCEPTED)
    if machine and status is Status.UNREVIEWED:
        return _MACHINE_12
    return _STATES_12[status]


def status_said(found: State, version: str, status: Status, was: str, *, machine: bool) -> Status:
    """The status that a unit has now, of one exported with `status`.

    `was` is the digest of the target as exported, `machine` whether an engine had made it.
    """
    empty = was == _EMPTY
    if version.startswith("1"):
        before = state_12(status, empty=empty, machine=machine)
    else:
        before = state_2(status, empty=empty)
    if found == before or not (found.state or found.approved):
        return status
    if found.more.startswith(SUB) and found.more != before.more:
        try:
            return Status(found.more.removeprefix(SUB))
        except ValueError:
            return status
    if found.state == before.state and found.approved == before.approved:
        return status  # the tool dropped or put its own word in `more`
    return _status(found, status)


def _status(found: State, status: Status) -> Status:
    if found.approved or found.state in _DONE:
        return Status.ACCEPTED
    if found.state == "translated" or found.more == _MACHINE_12.more:
        # A tool says so of whatever was filled in: that takes an approval back, and nothing else.
        return Status.UNREVIEWED if status is Status.ACCEPTED else status
    return Status.SECOND_LOOK
