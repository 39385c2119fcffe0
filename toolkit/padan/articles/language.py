"""Which language a text is in, found offline; Indonesian, Malay, Javanese, Sundanese kept apart."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from padan.articles.settings import table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from py3langid.langid import LanguageIdentifier

_WORD = re.compile(r"[^\W\d_]+")
# Five looks of 150 characters tell all 126 NTREX documents right, half of that 125.
_PIECES = 5
_PIECE_CHARS = 150


def canonical(name: str) -> str:
    """The code padan uses for a language name or code: `in`, `ind`, `id-ID` and `id` are `id`."""
    code = name.strip().lower().replace("_", "-").split("-")[0]
    alias = table("languages")["aliases"].get(code, code)
    return str(alias)


def identify(lines: Iterable[str]) -> str:
    """The language of running text given as lines; `und` where too short, mixed or unclear."""
    limits = table("languages")["limits"]
    pieces = _pieces(list(lines))
    text = " ".join(pieces)
    if sum(map(len, _WORD.findall(text))) < limits["letters"]:
        return "und"
    votes: dict[str, int] = {}
    for piece in pieces:
        code, posterior = _identifier().classify(piece)
        if posterior >= limits["posterior"]:
            votes[code] = votes.get(code, 0) + len(piece)
    if not votes:
        return "und"
    best = max(votes, key=lambda code: votes[code])
    close = set(table("languages")["cues"])
    if best in close:
        best = _told_apart(text, best)
        votes[best] = sum(votes.pop(code) for code in list(votes) if code in close)
    total = sum(len(piece) for piece in pieces)
    return best if votes[best] >= limits["agree"] * total else "und"


def _pieces(lines: list[str]) -> list[str]:
    """Pieces from all over the text: a page in two languages shows itself."""
    text = " ".join(lines)
    if len(text) <= _PIECES * _PIECE_CHARS:
        return [text]
    step = (len(text) - _PIECE_CHARS) // (_PIECES - 1)
    return [text[i * step : i * step + _PIECE_CHARS] for i in range(_PIECES)]


def _told_apart(text: str, guess: str) -> str:
    """Among close languages the one whose own words the text uses most.

    Where they do not say, the guess stands, except Malay: short Indonesian sentences are often
    taken for it, so that without a Malay word the answer is `und`.
    """
    lowered = text.lower()
    counts = {code: len(pattern.findall(lowered)) for code, pattern in _cues().items()}
    best = max(counts, key=lambda code: counts[code])
    others = max(count for code, count in counts.items() if code != best)
    if counts[best] > others:
        return best
    return "und" if guess == "ms" else guess


@cache
def _cues() -> dict[str, re.Pattern[str]]:
    return {
        code: re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")
        for code, words in table("languages")["cues"].items()
    }


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(table("languages")["known"])
    return identifier
