"""One form for all texts: mojibake repaired, NFC, line ends, nothing invisible."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from padan.articles.settings import layout

if TYPE_CHECKING:
    from ftfy import TextFixerConfig

_LINE_END = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
_ENTITY = re.compile(r"&(?:#\d{2,6}|#x[0-9a-fA-F]{2,5}|[A-Za-z][A-Za-z0-9]{1,7});")
# Soft hyphen, zero-width space, word joiner, stray byte order mark, and the marks that reverse
# the direction of what follows. Joiners stay: Persian and Indic scripts need them.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def normalise(text: str) -> tuple[str, list[str]]:
    """The text as it is stored, and what was changed, one plain line each.

    Encoding damage is repaired (ftfy), quotes, widths and ligatures are left as written.
    """
    repairs: list[str] = []
    text = _counted(_SURROGATE, "\ufffd", text, "half characters replaced", repairs)
    text = _entities(text, repairs)
    text = _mojibake(text, repairs)
    text = _LINE_END.sub("\n", text)
    text = _counted(_CONTROL, "", text, "control characters removed", repairs)
    text = _counted(_INVISIBLE, "", text, "invisible characters removed", repairs)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
        repairs.append("characters composed (NFC)")
    if lost := text.count("\ufffd"):
        repairs.append(f"{_number(lost, 'characters were')} lost before reading (U+FFFD)")
    return text, repairs


def unwrap(text: str) -> tuple[str, list[str]]:
    """Join the lines of a text that was wrapped at a fixed width, where that is plain to see."""
    numbers = layout("wrapped")
    blocks = [block.split("\n") for block in re.split(r"\n[^\S\n]*\n", text)]
    pairs = [(a, b) for block in blocks for a, b in pairwise(block)]
    filled = [(a, b) for a, b in pairs if numbers["width"] <= len(a) <= numbers["max_width"]]
    going_on = [b for a, b in filled if b[:1].islower() and a.rstrip()[-1:] not in ".!?:"]
    if len(pairs) < numbers["lines"] or len(going_on) < numbers["share"] * len(pairs):
        return text, []
    joined = "\n\n".join(" ".join(part.strip() for part in block) for block in blocks)
    return joined, ["hard-wrapped lines joined into paragraphs"]


def _counted(pattern: re.Pattern[str], by: str, text: str, what: str, out: list[str]) -> str:
    text, count = pattern.subn(by, text)
    if count:
        out.append(_number(count, what))
    return text


def _number(count: int, what: str) -> str:
    """`1 control character removed`, `2 control characters removed`."""
    if count == 1:
        what = re.sub(r"characters were\b", "character was", what)
        what = re.sub(r"\b(character|place|line|entitie)s\b", r"\1", what).replace(
            "entitie", "entity"
        )
    return f"{count} {what}"


def _entities(text: str, repairs: list[str]) -> str:
    """HTML entities that a scraper left in plain text."""
    if "&" not in text:
        return text
    count = 0

    def plain(match: re.Match[str]) -> str:
        nonlocal count
        decoded = html.unescape(match.group())
        count += decoded != match.group()
        return decoded

    text = _ENTITY.sub(plain, text)
    if count:
        repairs.append(_number(count, "HTML entities decoded"))
    return text


def _mojibake(text: str, repairs: list[str]) -> str:
    """Text that was read in the wrong encoding once, line by line so that clean lines stay."""
    if text.isascii():
        return text
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    config = _ftfy_config()
    places = 0
    lines = text.split("\n")
    for i, line in enumerate(lines):
        if line.isascii() or not is_bad(line):
            continue
        fixed = fix_encoding(line, config)
        if fixed != line:
            places += 1
            lines[i] = fixed
    if places:
        repairs.append(f"mojibake repaired in {_number(places, 'lines')}")
    return "\n".join(lines)


@cache
def _ftfy_config() -> TextFixerConfig:
    """Encoding repairs only; ftfy's other fixes would change how the author wrote."""
    from ftfy import TextFixerConfig

    return TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
        explain=False,
    )
