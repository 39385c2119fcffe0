"""Bytes to text: which encoding, and is it text at all."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator

from padan.errors import InputError

# First bytes of files that people rename to .txt.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"RIFF", "a sound, video or WebP file"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound or video file"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_TEXT_TODO = "save it as plain text in UTF-8"
# What Western news in a single-byte encoding holds beside ASCII.
_LATIN = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿœšžßÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝŒŠŽ")
_MARKS = frozenset("‘’‚“”„–—…•«»¡¿€£§©®°²³½·™ªº\xa0×")
# Letters plus punctuation outside of which a decoded file is not text (share of characters).
_ODD_SHARE = 0.02
# Above this share of high bytes a single-byte Western reading is not tried: French has 5 %.
_LATIN_SHARE = 0.12


def decode(data: bytes, where: str) -> tuple[str, list[str]]:
    """Text of `data`, and what had to be assumed, one line each.

    Raises InputError, naming the byte where that helps, for empty and binary data and for bytes
    that are text in no encoding.
    """
    if not data.strip():
        raise InputError("the file is empty", where=where)
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            raise InputError(f"this is {name}, not text", where=where, todo=_TEXT_TODO)
    text, repairs = _unmarked(data, where) if _bom(data) is None else _marked(data, where)
    _require_text(text, where)
    return text, repairs


def _bom(data: bytes) -> tuple[bytes, str] | None:
    return next(((bom, name) for bom, name in _BOMS if data.startswith(bom)), None)


def _marked(data: bytes, where: str) -> tuple[str, list[str]]:
    """Data that begins with a byte order mark."""
    bom, name = _bom(data) or (b"", "utf-8")
    try:
        text = data[len(bom) :].decode(name)
    except UnicodeDecodeError as err:
        position = err.start + len(bom)
        raise InputError(
            f"invalid {name} at byte {position}", where=where, todo=_TEXT_TODO
        ) from err
    return text, [] if name == "utf-8" else [f"read as {name}"]


def _unmarked(data: bytes, where: str) -> tuple[str, list[str]]:
    if b"\0" in data:
        return _with_nul(data, where)
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as err:
        position = err.start
    text, name = _single_byte(data)
    if text is None:
        raise InputError(
            f"invalid UTF-8 at byte {position}, and no other encoding fits",
            where=where,
            todo="save it again as UTF-8",
        )
    return text, [f"read as {name}"]


def _with_nul(data: bytes, where: str) -> tuple[str, list[str]]:
    """NUL bytes: UTF-16 that lost its mark, or no text."""
    for name, offset in (("utf-16-le", 1), ("utf-16-be", 0)):
        high = data[offset::2]
        # Nearly every second byte of Latin text in UTF-16 is NUL, and none of the others.
        if high.count(0) > 0.8 * len(high) and 0 not in data[1 - offset :: 2]:
            try:
                return data.decode(name), [f"read as {name}"]
            except UnicodeDecodeError:
                break
    position = data.index(0)
    raise InputError(f"NUL byte at byte {position}: not text", where=where, todo=_TEXT_TODO)


def _single_byte(data: bytes) -> tuple[str | None, str]:
    """The text in the one other encoding that fits, or None."""
    high = sum(1 for byte in data if byte > 0x7F)
    if high <= _LATIN_SHARE * len(data):
        if _has_utf8(data):
            return None, ""
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            return None, ""
        return (text, "windows-1252") if _plausible_latin(text) else (None, "")
    return _other_script(data)


def _has_utf8(data: bytes) -> bool:
    """Holds a well-formed multi-byte sequence: a UTF-8 text with damage, not another encoding."""
    return (
        re.search(rb"[\xc3-\xdf][\x80-\xbf](?![\x80-\xbf])|[\xe1-\xef][\x80-\xbf]{2}", data)
        is not None
    )


def _plausible_latin(text: str) -> bool:
    """Every character beyond ASCII stands where a Western text would have it."""
    strays = [i for i in _beyond_ascii(text) if not _in_place(text, i)]
    if not strays:
        return True
    # "à", "é", "ó" are words of their own, where other words have such letters too.
    words = all(
        text[i] in "àáéóèÀÁÉÓÈ" and text[max(i - 1, 0) : i + 2].strip() == text[i] for i in strays
    )
    inside = sum(text[i] in _LATIN for i in _beyond_ascii(text)) - len(strays)
    return words and inside >= 2


def _beyond_ascii(text: str) -> Iterator[int]:
    return (match.start() for match in re.finditer(r"[^\x00-\x7f]", text))


def _in_place(text: str, i: int) -> bool:
    before = text[i - 1] if i else " "
    after = text[i + 1] if i + 1 < len(text) else " "
    if text[i] in _LATIN:
        lower_neighbour = any(c.isascii() and c.isalpha() for c in (before, after))
        # No word is all accents, and capitals do not end one unless all of it is capitals.
        return lower_neighbour and not (text[i].isupper() and before.islower())
    if text[i] in _MARKS:
        inside_word = before.isalpha() and after.isalpha()
        return not inside_word or text[i] in "’‘–—…·\xa0"
    return False


def _other_script(data: bytes) -> tuple[str | None, str]:
    """Cyrillic, Chinese, Arabic and so on in their old encodings."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:100_000]).best()
    # Coherence is charset-normalizer's measure of "letters as frequent as in a real language".
    if best is None or best.percent_coherence < 40 or best.percent_chaos > 10:
        return None, ""
    try:
        return data.decode(best.encoding), best.encoding
    except (UnicodeDecodeError, LookupError):
        return None, ""


def _require_text(text: str, where: str) -> None:
    """Refuse what decodes but is not writing: control characters, unassigned, no letters."""
    sample = text[:200_000]
    odd = sum(1 for c in sample if _is_odd(c))
    if odd > max(3, _ODD_SHARE * len(sample)):
        first = next(i for i, c in enumerate(sample) if _is_odd(c))
        raise InputError(
            f"mostly not text (first stray character at position {first})",
            where=where,
            todo=_TEXT_TODO,
        )
    if not any(c.isalpha() for c in sample) and not any(c.isalpha() for c in text):
        raise InputError("holds no words", where=where)


def _is_odd(char: str) -> bool:
    # Most characters are ASCII: a comparison is much cheaper than a category.
    if " " <= char <= "~" or char in "\n\r\t\f":
        return False
    return unicodedata.category(char) in {"Cc", "Cn", "Co", "Cs"}
