import io
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

sys.path.insert(0, str(Path(__file__).parents[1]))

from padan.cli.render import print_sentences, print_story, print_summary
from padan.view.summary import summarise
from view.factories import ferry_story, long_story, make_story, story_saying, two_copies

STYLE_CODE = re.compile(r"\x1b\[[0-9;]*m")
CONTROLS = {*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), "\u2028", "\u2029", "\u202e"} - {
    "\n"
}


def piped(width: int = 80) -> Console:
    return Console(file=io.StringIO(), width=width, force_terminal=False)


def terminal() -> Console:
    return Console(
        file=io.StringIO(), width=80, force_terminal=True, color_system="standard", _environ={}
    )


def everything(console: Console, story) -> str:
    """All that the three faces print of a story."""
    print_story(console, story)
    print_summary(console, [summarise(story)])
    for article in story.story.articles:
        print_sentences(console, article)
    return console.file.getvalue()


def flat(text: str) -> str:
    return " ".join(text.split())


def test_piped_output_marks_the_exact_words_and_says_why() -> None:
    console = piped()
    print_story(console, ferry_story())
    text = flat(console.file.getvalue())
    assert "he «did not believe»[1] that the crew" in text
    assert "ia «yakin»[1] awak kapal" in text
    assert "Point «on Tuesday with «214»[2] people»[1] on board" in text
    assert "[1] Kabar Pelabuhan: critical, negation: “did not believe” became" in text
    assert "our English: The night ferry Saltmarsh" in text
    assert "doubtful: the date of the original is missing" in text
    assert "moved: stands elsewhere in this text" in text
    assert "unsure match" in text
    assert "could not tell (kuestenblatt): names: no list" in text
    assert "Row 9 of 9" in text


@pytest.mark.parametrize("width", [40, 80])
def test_piped_output_has_no_codes_no_boxes_and_keeps_to_its_width(width: int) -> None:
    text = everything(piped(width), ferry_story())
    assert not set(text) & CONTROLS
    assert not re.search("[\u2500-\u259f]", text)
    if width == 80:
        assert max(cell_len(line) for line in text.splitlines()) <= width


def test_a_terminal_underlines_the_words_instead_of_bracketing_them() -> None:
    console = terminal()
    print_story(console, ferry_story())
    text = console.file.getvalue()
    assert "«" not in STYLE_CODE.sub("", text).replace("„", "")
    assert re.search(r"\x1b\[[0-9;]*4[0-9;]*m241 orang\x1b\[0m", text)


@given(st.text(st.characters(exclude_categories=[]), min_size=1, max_size=40))
def test_nothing_in_a_text_reaches_the_terminal_raw(text: str) -> None:
    story = story_saying(text, title=text, outlet=text)
    assert not set(everything(piped(), story)) & CONTROLS
    assert not set(STYLE_CODE.sub("", everything(terminal(), story))) & CONTROLS


@pytest.mark.parametrize(
    "text", ["\x1b[2J\x1b]0;owned\x07", "\x9b31m", "\u202egnp.exe", "a\rb\x08"]
)
def test_escape_sequences_are_shown_not_obeyed(text: str) -> None:
    story = story_saying(text, title=text, outlet=text)
    piped_text, codes = everything(piped(), story), everything(terminal(), story)
    assert not set(piped_text) & CONTROLS
    assert not set(STYLE_CODE.sub("", codes)) & CONTROLS


def test_markup_of_the_terminal_library_in_a_text_is_text() -> None:
    out = everything(piped(), story_saying("[red]stop[/red] :smile: [link=x]y[/link]"))
    assert "[red]stop[/red] :smile: [link=x]y[/link]" in flat(out)


def rows_of(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"^Row (\d+) of", text, re.MULTILINE)]


def test_rows_come_as_told_or_worst_first_and_up_to_the_limit() -> None:
    told, worst, none = piped(), piped(), piped()
    print_story(told, ferry_story(), limit=3)
    print_story(worst, ferry_story(), worst_first=True)
    print_story(none, ferry_story(), limit=0)
    assert rows_of(told.file.getvalue()) == [1, 2, 3]
    assert "… and 6 more rows." in told.file.getvalue()
    assert rows_of(worst.file.getvalue()) == [4, 2, 5, 9, 3, 7, 6, 1, 8]
    assert "more row" not in worst.file.getvalue()
    assert "… and 9 more rows." in none.file.getvalue()


def test_the_summary_names_figures_and_what_to_look_at() -> None:
    console = piped()
    print_summary(console, [summarise(ferry_story())], top=1)
    lines = console.file.getvalue().splitlines()
    kabar = next(line for line in lines if line.startswith("Kabar Pelabuhan"))
    assert kabar.split()[3:] == ["79", "%", "15", "%", "51", "%", "1", "3", "1", "2"]
    text = flat(console.file.getvalue())
    assert text.count(" row ") == 1
    assert "row 4, Kabar Pelabuhan: critical, negation:" in text
    assert "here: Kepala pelabuhan Westwick" in text
    assert "1 translation of ours doubtful." in text


def test_the_summary_says_once_what_two_outlets_share() -> None:
    console = piped()
    print_summary(console, [summarise(two_copies())], top=5)
    text = flat(console.file.getvalue())
    assert text.count("Six became nine.") == 1
    assert "row 1, One, Two: major, number: Six became nine." in text


def test_the_summary_of_no_or_empty_stories_is_no_crash() -> None:
    print_summary(piped(), [])
    print_summary(piped(), [summarise(make_story("", [], [], reference=False))])
    print_summary(piped(), [summarise(long_story(1, 1))])


def test_sentences_come_with_role_number_and_reason() -> None:
    console = piped()
    retelling = ferry_story().story.articles[1]
    print_sentences(console, retelling)
    lines = console.file.getvalue().splitlines()
    assert lines[0] == "headline · reads like a headline"
    assert lines[1] == "   1  Feri malam kandas di dekat Tanjung Morrow"
    assert "furniture · reads like a furniture · takes no part" in lines
    numbers = [int(n) for line in lines for n in re.findall(r"^ {1,3}(\d+)  ", line)]
    assert numbers == list(range(1, len(retelling.sentences) + 1))
