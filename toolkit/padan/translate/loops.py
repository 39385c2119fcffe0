"""Phrases that repeat without end, as translation models produce when they lose the thread."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from padan.translate.settings import bounds

_WORD = re.compile(r"\w+")
_MOST_WORDS = 600
"""Words looked at: a loop that starts later has been seen by the length check."""


def loop(text: str) -> str:
    """The word, phrase or run of letters that repeats; empty where nothing does."""
    tokens = _WORD.findall(text.lower())[:_MOST_WORDS]
    return _in_a_row(tokens) or _scattered(tokens) or _characters(text)


def _in_a_row(tokens: list[str]) -> str:
    data = bounds("repetition")
    for size in range(1, min(data["longest_phrase_words"], len(tokens) // 2) + 1):
        times = _times(size, data)
        same = 0
        for at in range(size, len(tokens)):
            same = same + 1 if tokens[at] == tokens[at - size] else 0
            # n times in a row: n - 1 times `size` words equal to the ones before.
            if same >= size * (times - 1):
                return " ".join(tokens[at - size + 1 : at + 1])
    return ""


def _times(size: int, data: dict[str, int]) -> int:
    if size == 1:
        return data["word_times"]
    return data["long_phrase_times" if size >= data["long_phrase_words"] else "phrase_times"]


def _scattered(tokens: list[str]) -> str:
    data = bounds("repetition")
    size = data["scattered_words"]
    phrases = Counter(tuple(tokens[at : at + size]) for at in range(len(tokens) - size + 1))
    for phrase, count in phrases.most_common(1):
        if count >= data["scattered_times"]:
            return " ".join(phrase)
    return ""


def _characters(text: str) -> str:
    found = _same_characters().search(text)
    return found.group(1) if found else ""


@cache
def _same_characters() -> re.Pattern[str]:
    times = bounds("repetition")["same_characters"]
    return re.compile(rf"([^\W\d_]{{1,4}}?)\1{{{times - 1},}}")
