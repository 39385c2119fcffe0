"""Whether a stop ends its sentence: the rules, one small function per kind of stop."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

from padan.articles.abbreviations import Kind, SplitRules

WINDOW = 40
"""Characters looked at on either side of a stop; a longer word is no abbreviation."""
_LIST_WINDOW = 200
"""Characters in which the item before this one of a list is looked for."""
_SPEAKER_WORDS = 5
"""A speaker's name and title, before the verb."""

_GOES_ON = frozenset(",;:.?!…")
_IDEOGRAPHIC = frozenset("。！？｡")
_QUOTES = frozenset("\"'“”„‟«»‹›‘’‚‛「」『』")
_QUOTE_END = re.compile(r"[\"“”«»‹›」』][)\]]*$")
_PREFIX_END = re.compile(r"['’\-]")
_BLANK = re.compile(r"\s")
_DASH = re.compile(r"[-–]")
_JOINTS = re.compile(r"[,;/(\[\"“„«'‘]")
_NUMBER = re.compile(r"[^\w]*(\d+(?:[.,:]\d+)*)")
_DOTTED = re.compile(r"(?:[^\W\d_]+-)?(?:[^\W\d_]{1,4}\.)+[^\W\d_]{1,5}")
_HOST = re.compile(r"[\w\-.]+\.([^\W\d_]{2,6})")
_NO_VOWEL = re.compile(r"[A-Z][bcdfghjklmnpqrstvwxz]{1,3}")
_ITEM_ENDS = frozenset(".)")
_SMALL_ROMAN = re.compile(r"[ivx]{1,4}")
_ROMAN = re.compile(r"[IVXLCDM]+")
_PLAIN_WORD = re.compile(r"[^\W\d_]{3,}(?:-[^\W\d_]+)*")
_IN_PATH = re.compile(r"[./:@\\_][\w/]")
_PATH_SIGNS = re.compile(r"[/@\\_#]|www\.|:")


class Case(Enum):
    """How a word begins; letters without case count as UPPER, for they do not tell against it."""

    LOWER = "lower"
    UPPER = "upper"
    DIGIT = "digit"


class Word(NamedTuple):
    """The first word behind a stop."""

    start: int
    text: str
    case: Case
    dotted: bool
    """A full stop follows it at once."""


class Stop(NamedTuple):
    """A place where a sentence of `line` may end."""

    line: str
    sentence: int
    """Where the first letter or digit of its sentence stands."""
    start: int
    run_end: int
    """The stop itself is `line[start:run_end]`."""
    end: int
    """With the marks that close behind it: where the sentence would end."""
    word: Word
    held: int
    """Where the bracket or phrase closes that began inside this sentence and holds it; or -1."""

    @property
    def run(self) -> str:
        """The stop without blanks: `.`, `?!`, `...`."""
        return "".join(self.line[self.start : min(self.run_end, self.start + WINDOW)].split())

    @property
    def gap(self) -> str:
        """What stands between the stop and the word, at most a window of it."""
        return self.line[self.run_end : min(self.word.start, self.run_end + WINDOW)]

    @property
    def left(self) -> list[str]:
        """The words of the sentence before the stop that lie in the window."""
        return self.line[max(self.sentence, self.start - WINDOW) : self.start].split()

    @property
    def before(self) -> str:
        """The character before the stop."""
        return self.line[self.start - 1 : self.start]


def case_of(text: str, follows: str, rules: SplitRules) -> Case:
    """How the word `text` begins, seen as the first of a sentence; `follows` stands behind it."""
    first = text[0]
    if first.isdigit():
        return Case.DIGIT
    if not first.islower():
        return Case.UPPER
    if text in rules.lower_titles:  # dr. Ani
        proper = follows[:1] == "." and follows[1:].lstrip()[:1].isupper()
    elif text.islower():
        proper = False
    else:
        prefix, *rest = _PREFIX_END.split(text, maxsplit=1)
        proper = not rest or (prefix in rules.lower_prefixes and rest[0][0].isupper())
    return Case.UPPER if proper else Case.LOWER


def ends_sentence(stop: Stop, rules: SplitRules) -> bool:
    """Whether the sentence ends at this stop."""
    if stop.held >= stop.end:
        return False
    run = stop.run
    if run[0] in _IDEOGRAPHIC:
        return True
    if stop.line[stop.end : stop.end + 1] in _GOES_ON:
        return False
    if stop.word.case is Case.LOWER and not _next_item(stop):
        return False
    if not _BLANK.search(stop.gap):
        return _ends_unspaced(stop, rules)
    if "?" in run or "!" in run or run[0] in "؟‽":
        return _ends_loud(stop, run, rules)
    if "…" in run or ".." in run:
        return _ends_ellipsis(stop, run, rules)
    return _ends_full_stop(stop, rules)


def _next_item(stop: Stop) -> bool:
    """Whether a small letter is the mark of a list item: (b), (ii), or b. where a. came before."""
    start, mark = stop.word.start, stop.word.text
    behind = stop.line[start + len(mark) : start + len(mark) + 1]
    if stop.line[start - 1] == "(" and behind == ")":
        return len(mark) == 1 or bool(_SMALL_ROMAN.fullmatch(mark))
    if len(mark) != 1 or behind not in _ITEM_ENDS:
        return False
    first, after = stop.line[stop.sentence], stop.line[stop.sentence + 1]
    return after in _ITEM_ENDS and ord(mark) == ord(first) + 1


def _opens(stop: Stop, rules: SplitRules) -> bool:
    """Whether the word behind the stop hardly ever stands elsewhere than first."""
    return not stop.word.dotted and rules.opens_sentence(stop.word.text)


def _ends_unspaced(stop: Stop, rules: SplitRules) -> bool:
    """No blank behind the stop: only strong signs tell a lost blank from a name or an address."""
    word, gap = stop.word, stop.gap
    token = stop.left[-1] if stop.left else ""
    if word.case is Case.DIGIT or _PATH_SIGNS.search(token):
        return False
    base = _base(token, rules)
    known = base in rules.kinds or len(base) < 2 or "." in base
    if gap:
        return set(gap) <= _QUOTES and not known
    end = word.start + len(word.text)
    if known or _IN_PATH.match(stop.line, end) or word.text.lower() in rules.domain_endings:
        return False
    if not (len(word.text) > 1 and word.text[1:].islower()):
        return False
    plain = _PLAIN_WORD.fullmatch(base.rstrip(")"))
    return bool(plain and base.islower()) or _opens(stop, rules)


def _ends_loud(stop: Stop, run: str, rules: SplitRules) -> bool:
    """A question or exclamation mark."""
    if stop.before in ("(", "["):  # a comment: "(?)", "[!]"
        return False
    if stop.held >= 0 or (
        run == "!" and stop.left and _base(stop.left[-1], rules) in rules.bang_names
    ):
        return _opens(stop, rules)
    quoted = any(char in _QUOTES for char in stop.line[stop.run_end : stop.end])
    return not (quoted and _speaker_follows(stop, rules))


def _speaker_follows(stop: Stop, rules: SplitRules) -> bool:
    """Whether a name with a verb of speech follows: “Benarkah?” Budi bertanya."""
    start = stop.word.start
    words = stop.line[start : start + 2 * WINDOW].split()[: _SPEAKER_WORDS + 1]
    if _opens(stop, rules):
        return False
    for place, word in enumerate(words):
        if place and word.rstrip(".,:") in rules.speech_verbs:
            return True
        if not word[0].isupper():
            return False
    return False


def _ends_ellipsis(stop: Stop, run: str, rules: SplitRules) -> bool:
    """Three dots: an end when they cling to a word, an omission when they stand apart."""
    if stop.before in ("(", "["):
        return False
    if any(char in _QUOTES for char in stop.line[stop.run_end : stop.end]):
        return True
    apart = stop.before.isspace() or " " in stop.line[stop.start : stop.run_end].strip()
    if apart or stop.held >= 0 or stop.word.case is Case.DIGIT:
        return _opens(stop, rules)
    return True


def _ends_full_stop(stop: Stop, rules: SplitRules) -> bool:
    if not stop.left:
        return True
    token = stop.left[-1]
    closing = stop.line[stop.run_end : stop.end]
    if _QUOTE_END.search(token) or any(char in _QUOTES for char in closing):
        return True
    number = _NUMBER.fullmatch(token)
    if number:
        return _ends_number(stop, number.group(1), rules)
    base = _base(token, rules)
    if len(base) == 1 and base.isalpha():
        verdict = _ends_letter(stop, base, rules)
    else:
        verdict = _ends_word(stop, token, base, rules)
    if verdict and stop.held >= 0 and _abbreviates(base, rules):
        return _opens(stop, rules)  # "(dll.) Budi": the stop belongs to the bracket
    return verdict


def _base(token: str, rules: SplitRules) -> str:
    """The part of a token that an abbreviation may be: behind commas, slashes, openers, dashes."""
    base = _JOINTS.split(token.rstrip("\"”’'"))[-1]
    last = _DASH.split(base)[-1]  # Jan.-Mar.
    return last if base not in rules.kinds and last in rules.kinds else base


def _abbreviates(base: str, rules: SplitRules) -> bool:
    return base in rules.kinds or bool(_DOTTED.fullmatch(base))


def _ends_number(stop: Stop, number: str, rules: SplitRules) -> bool:
    """A number before the stop: list marks and German ordinals go on, other numbers end."""
    if _marks_item(stop, number):
        return False
    if rules.ordinal_dot and number.isdigit() and len(number) <= 2:
        return _opens(stop, rules)
    next_digits = stop.word.text if stop.word.case is Case.DIGIT else ""
    return not (len(next_digits) == 3 and re.fullmatch(r"\d{1,3}(?:\.\d{3})*", number))


def _marks_item(stop: Stop, number: str) -> bool:
    """Whether the number is the mark of a list item: `1.`, `2.3.`, `: 1.`, or the next in a row."""
    left = stop.left
    if len(left) == 1 and stop.start - stop.sentence < WINDOW:
        return all(len(part) <= 2 for part in number.split(".")) or len(number) <= 3
    if not number.isdigit() or len(number) > 2:
        return False
    if len(left) > 1 and left[-2][-1] in ":;,":
        return True
    so_far = stop.line[max(stop.sentence, stop.start - _LIST_WINDOW) : stop.start]
    return bool(re.search(rf"(?:^|\s){int(number) - 1}[.)]\s", so_far))


def _ends_letter(stop: Stop, letter: str, rules: SplitRules) -> bool:
    """A single letter: an initial, a list mark, a unit (5 M), or a name's part (vitamin C)."""
    left, word = stop.left, stop.word
    if word.dotted and len(word.text) == 1:  # J. K., z. B.
        return False
    if len(left) == 1 and stop.start - stop.sentence < WINDOW:
        return False
    if len(left) > 1 and (left[-2].lower() in rules.letter_nouns or left[-2][-1].isdigit()):
        return True
    kind = rules.kinds.get(letter)
    if kind is not None:
        return _ends_known(stop, kind, rules)
    return _opens(stop, rules)


def _ends_word(stop: Stop, token: str, base: str, rules: SplitRules) -> bool:
    kind = rules.kinds.get(base)
    if kind is Kind.DEGREE:
        return _ends_degree(stop, token, base, rules)
    if kind is not None:
        return _ends_known(stop, kind, rules)
    host = _HOST.fullmatch(base)
    if host and host.group(1).lower() in rules.domain_endings:
        return True
    if token.lower() in rules.never_last:
        return False
    if _DOTTED.fullmatch(base) or _NO_VOWEL.fullmatch(base):
        return _opens(stop, rules)
    return True


def _ends_known(stop: Stop, kind: Kind, rules: SplitRules) -> bool:
    word = stop.word
    if kind is Kind.TITLE:
        return False
    if kind is Kind.NUMBERED:
        numeral = any(char.isdigit() for char in word.text) or _ROMAN.fullmatch(word.text)
        return not numeral
    if kind is Kind.WEAK:
        return _opens(stop, rules)
    if kind is Kind.HOUR:
        return word.text not in rules.after_hours
    return True


def _ends_degree(stop: Stop, token: str, base: str, rules: SplitRules) -> bool:
    """Behind a comma a degree is one and a sentence may end; else it may be someone's initials."""
    after = stop.line[stop.word.start : stop.word.start + WINDOW].split()[0].rstrip(".,;")
    if rules.kinds.get(after) is Kind.DEGREE:
        return False
    left = stop.left
    behind_comma = token[: -len(base)].endswith(",") or (len(left) > 1 and left[-2].endswith(","))
    behind_degree = (
        len(left) > 1 and rules.kinds.get(_base(left[-2].rstrip("."), rules)) is Kind.DEGREE
    )
    return behind_comma or behind_degree or _opens(stop, rules)
