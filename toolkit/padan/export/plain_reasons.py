"""What a schema's validator says, in plain words."""

from __future__ import annotations

import re
from typing import Final

_NAMESPACE: Final = re.compile(r"\{[^{}\s]*\}")
_OTHER: Final = re.compile(r"##other\S*")
_EXPECTED: Final = re.compile(r"\( (.*?),? ?\)")
"""What the validator lists: `( note, prop, tuv )`."""
_RULES: Final = [
    (
        re.compile(r"Element '(.+?)': This element is not expected\. Expected is (?:one of )?(.+)"),
        r"'\1' stands where \2 may stand",
    ),
    (
        re.compile(r"Element '(.+?)': This element is not expected"),
        r"'\1' must not stand here",
    ),
    (
        re.compile(r"Element '(.+?)': Missing child element\(s\)\. Expected is (?:one of )?(.+)"),
        r"'\1' lacks \2",
    ),
    (
        re.compile(r"Element '(.+?)': The attribute '(.+?)' is required but missing"),
        r"'\1' lacks the attribute '\2'",
    ),
    (
        re.compile(r"Element '(.+?)', attribute '(.+?)': The attribute '.+?' is not allowed"),
        r"'\1' has no attribute '\2'",
    ),
    (
        re.compile(
            r"Element '(.+?)', attribute '(.+?)': \[facet '\w+'\] The value '(.*?)' is not an"
            r" element of the set \{(.+)\}"
        ),
        r"the attribute '\2' of '\1' is '\3' and must be one of \4",
    ),
    (
        re.compile(
            r"Element '(.+?)', attribute '(.+?)': (?:\[facet '\w+'\] The value )?'(.*?)' is not"
            r" .*"
        ),
        r"the attribute '\2' of '\1' cannot be '\3'",
    ),
    (
        re.compile(
            r"Element '(.+?)': Character content (?:other than whitespace )?is not allowed.*"
        ),
        r"'\1' must not hold text of its own",
    ),
    (
        re.compile(r"Element '(.+?)': Element content is not allowed.*"),
        r"'\1' must not hold elements",
    ),
]
_LONGEST: Final = 300
"""Characters of a reason: some values are whole texts."""


def plain(message: str) -> str:
    """A message of libxml2's schema validator as a reason that people can act on; one that is not
    known stays as it is, without the namespaces."""
    short = _NAMESPACE.sub("", message)
    short = _EXPECTED.sub(r"\1", _OTHER.sub("", short)).rstrip(". ,")
    for pattern, words in _RULES:
        if pattern.match(short):
            short = pattern.sub(words, short)
            break
    short = " ".join(short.split())
    return short if len(short) <= _LONGEST else f"{short[:_LONGEST]}…"
