"""Sentence splitting: exact spans, nothing lost, nothing invented.

A stop (`.`, `?`, `!`, `…`) with the marks that close behind it is a place where a sentence may end.
Whether it does is told by what stands before it (an abbreviation, an initial, a number), by what
follows (a small letter, a name, a word that opens sentences) and by what encloses it. Where the
signs are weak there is no boundary: two sentences in one can still be aligned, a torn one cannot.
The word lists are data (`data/abbreviations.toml`); a language without a list gets the same rules
with the common words. Every step looks at a bounded window, so time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from padan.articles.abbreviations import SplitRules, rules_for
from padan.articles.quoting import Marks, Side, find_marks
from padan.articles.stops import WINDOW, Case, Stop, Word, case_of, ends_sentence
from padan.model import Sentence

_STOP = re.compile(
    r"[.!?…‽؟۔।॥։]++(?:[ \t\u00a0]{1,3}+[.!?…]++(?![^\s\"'“”’»)\]]))*+(?![0-9a-z])"
    r"|[。！？｡]++"
)
"""A run of stops, blanks inside it included; one that runs on into a small letter or a digit (1.5,
detik.com) is none."""
_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_READABLE = re.compile(r"[^\W_]")
_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_NOTE_MARKS = re.compile(r"(?:\[\d{1,3}\])+|[¹²³⁰⁴-⁹]+")
_BLANKS = re.compile(r"\s{1,3}")
_DOUBLE_QUOTES = frozenset('"“”«»„')
_BRACKETS = frozenset("([")
_LEADS_TO_SPEECH = frozenset(",:")
_ITEM_MARK = 4
"""Characters; a bracket this short holds the mark of a list item or a gap: "(1)", "[…]"."""
_CREDIT = 60
"""Characters; a bracket this short, without a stop of its own, behind a sentence is its credit or
reference: "(Antara)", "(Bremer, 1998)"."""


def split_sentences(text: str, lang: str) -> list[Sentence]:
    """The sentences of `text`, in order; `lang` is a BCP 47 code.

    A line break always ends a sentence. `start` and `end` are offsets into `text` (Unicode code
    points, half open), `paragraph` counts the lines that are not blank, from 0. Every character
    that is not white space lies in exactly one sentence.
    """
    sentences: list[Sentence] = []
    paragraph = 0
    for line in _LINE.finditer(text):
        spans = split_spans(line.group(), lang)
        for start, end in spans:
            first, last = line.start() + start, line.start() + end
            sentences.append(Sentence(len(sentences), first, last, text[first:last], paragraph))
        paragraph += bool(spans)
    return sentences


def split_spans(text: str, lang: str) -> list[tuple[int, int]]:
    """The sentences of one line as (start, end) offsets into it, without outer white space."""
    spans: list[tuple[int, int]] = []
    begin = 0
    for cut in [*_cuts(text, rules_for(lang)), len(text)]:
        piece = text[begin:cut]
        body = piece.strip()
        if body:
            start = begin + len(piece) - len(piece.lstrip())
            spans.append((start, start + len(body)))
        begin = cut
    return spans


def _cuts(line: str, rules: SplitRules) -> Iterator[int]:
    """Where the sentences of `line` end, all but the last."""
    stops = _STOP.finditer(line)
    first_stop = next(stops, None)
    if first_stop is None:
        return
    scanner = _Scanner(line, rules)
    start = scanner.readable(0)
    match: re.Match[str] | None = first_stop
    while match is not None:
        if match.start() >= start:  # not a leading one, nor one in a credit that was passed
            stop = scanner.stop(match, start)
            if stop is None:
                return
            if ends_sentence(stop, rules):
                yield stop.end
                start = stop.word.start
        match = next(stops, None)


class _Scanner:
    """What is known of one line while its stops are looked at from left to right."""

    def __init__(self, line: str, rules: SplitRules) -> None:
        self._line = line
        self._rules = rules
        self._marks: Marks = find_marks(line)
        self._enclosures = iter([*self._holding(), (len(line), -1)])
        self._next_enclosure = next(self._enclosures)
        self._held = -1
        self._sentence = -1
        self._readable = 0

    def readable(self, start: int) -> int:
        """Where the next letter or digit stands, or the end; `start` must never go back."""
        if self._readable < start or start == 0:
            found = _READABLE.search(self._line, start)
            self._readable = found.start() if found else len(self._line)
        return self._readable

    def stop(self, match: re.Match[str], sentence: int) -> Stop | None:
        """The stop at `match` in the sentence that starts at `sentence`.

        None where nothing readable follows.
        """
        end = self._closed(match.end())
        word = self._word(self.readable(end))
        if word is None:
            return None
        credit = self._credit(end)
        if credit:
            after = self._word(self._after_credit(credit))
            if after is None:
                return None
            if after.case is not Case.LOWER:
                end, word = credit, after
        held = self._hold(match.start(), sentence)
        return Stop(self._line, sentence, match.start(), match.end(), end, word, held)

    def _word(self, start: int) -> Word | None:
        match = _WORD.match(self._line, start, start + WINDOW)
        if match is None:
            return None
        follows = self._line[match.end() : match.end() + 4]
        case = case_of(match.group(), follows, self._rules)
        return Word(start, match.group(), case, follows.startswith("."))

    def _closed(self, end: int) -> int:
        """Where the marks end that close behind a stop at `end`."""
        line, sides = self._line, self._marks.sides
        while end < len(line) and sides[end] == Side.CLOSES:
            end += 1
        notes = _NOTE_MARKS.match(line, end, end + WINDOW)
        if notes:
            return notes.end()
        blanks = _BLANKS.match(line, end)
        apart = blanks.end() if blanks else end
        if (
            end < apart < len(line)
            and sides[apart] == Side.CLOSES
            and line[apart] in _DOUBLE_QUOTES
        ):
            return apart + 1  # a blank on the wrong side: `total. ”Dia`
        return end

    def _credit(self, end: int) -> int:
        """Where a credit or reference in brackets ends that stands behind a stop; else 0."""
        blanks = _BLANKS.match(self._line, end)
        start = blanks.end() if blanks else end
        if not blanks or self._line[start : start + 1] not in _BRACKETS:
            return 0
        close = self._marks.brackets.get(start, 0)
        if not _ITEM_MARK <= close - start <= _CREDIT or _STOP.match(self._line, close - 1):
            return 0
        return (
            close + 1
            if self._line[close + 1 : close + 2].isspace() or close + 1 == len(self._line)
            else 0
        )

    def _after_credit(self, end: int) -> int:
        found = _READABLE.search(self._line, end)
        return found.start() if found else len(self._line)

    def _holding(self) -> Iterator[tuple[int, int]]:
        """Brackets, and short quotations in mid-sentence that are no speech."""
        line = self._line
        for start, close in self._marks.enclosures():
            goes_on = line[close + 1 : close + 4].lstrip()[:1].islower()
            led_to = line[max(0, start - 3) : start].rstrip()[-1:] in _LEADS_TO_SPEECH
            speech = led_to and line[close - 1] == ","
            if start in self._marks.brackets or (goes_on and not speech):
                yield start, close

    def _hold(self, at: int, sentence: int) -> int:
        """Where what began inside the sentence and reaches past `at` ends, or -1."""
        if sentence != self._sentence:
            self._sentence, self._held = sentence, -1
        while self._next_enclosure[0] < at:
            start, close = self._next_enclosure
            if start > sentence:
                self._held = max(self._held, close)
            self._next_enclosure = next(self._enclosures)
        return self._held if self._held >= at else -1
