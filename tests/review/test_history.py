"""Every act is told in words, and every reason for a refusal is known in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import padan
from padan.model import Act
from padan.review.history import plainly
from padan.view.texts import say

PACKAGE = Path(padan.__file__).parent


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("lang", ["en", "id"])
def test_every_act_has_its_words(act: Act, lang: str) -> None:
    words = dict.fromkeys(("text", "what", "now", "before", "after", "names", "share"), "x")
    assert say(f"history_{act.value}", lang, n=2, parts=2, **words)


def reasons() -> list[str]:
    found = [
        reason
        for name in ("judgements/desk.py", "store/reviewing.py")
        for reason in re.findall(r"Unfit\(\s*f?\"([^\"]+)\"", (PACKAGE / name).read_text("utf-8"))
    ]
    assert len(found) > 8
    return found


@pytest.mark.parametrize("reason", reasons())
def test_every_reason_is_said_in_indonesian_too(reason: str) -> None:
    spoken = re.sub(r"\{act[^}]*\}", "undo", reason)
    spoken = re.sub(r"\{[^}]*\}", "Rina", spoken)
    assert plainly(spoken, "en") == spoken
    assert plainly(spoken, "id") != spoken


def test_a_reason_that_is_not_known_is_said_as_it_is() -> None:
    assert plainly("something new", "id") == "something new"
