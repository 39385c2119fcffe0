"""Quotation marks and brackets that a translation opens and does not close, or lost."""

from __future__ import annotations

import re

_DOUBLE = re.compile("[\"“”„‟«»″]|``|''")
_AFTER_DIGIT = re.compile('(?<=\\d)["″]')
_SINGLE = re.compile(r"(?<!\w)['‘‚‹]\w|\w[.,!?]?['’›](?!\w)")
_BRACKETS = (("(", ")"), ("[", "]"))


def unbalanced(source: str, text: str) -> str:
    """What is wrong with the marks of a translation, in plain words; empty where nothing is.

    Judged only where the source's own marks balance: a quotation may go on in the next sentence.
    """
    before, after = len(_DOUBLE.findall(source)), len(_DOUBLE.findall(text))
    if before % 2 == 0:
        # 5'10" and the like: with an odd number of marks one of them may stand for inches.
        if after % 2 and not _AFTER_DIGIT.search(text):
            return "the translation opens or closes a quotation without its counterpart"
        if before and not after and not _SINGLE.search(text):
            return "the translation lacks the quotation marks of the source"
    for opens, closes in _BRACKETS:
        if source.count(opens) == source.count(closes) and text.count(opens) != text.count(closes):
            return f"the translation has brackets without a counterpart: {opens} or {closes}"
    return ""
