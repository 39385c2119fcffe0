"""The prompt shows what a translation is and cannot be broken by the sentence in it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from padan.engines.prompts import answer, fingerprint, harmless, prompts

ID_EN = ("id", "en")


def test_both_directions_show_the_same_examples_the_other_way_round() -> None:
    there, back = prompts()[ID_EN], prompts()["en", "id"]

    def quoted(text: str) -> list[str]:
        lines = [line for line in text.splitlines() if ': "' in line]
        return [line.partition(": ")[2] for line in lines]

    ours, theirs = quoted(there.before)[:-1], quoted(back.before)[:-1]
    assert len(ours) == 8
    assert ours[0::2] == theirs[1::2]
    assert ours[1::2] == theirs[0::2]


def test_the_prompt_ends_where_the_translation_begins() -> None:
    assert prompts()[ID_EN].around("Ya.").endswith('Indonesian: "Ya."\nEnglish: "')


@settings(max_examples=60)
@given(st.text())
def test_a_sentence_stays_one_line_without_control_tokens(text: str) -> None:
    line = harmless(text)
    assert len(line.splitlines()) <= 1
    assert "\0" not in line
    line.encode("utf-8")
    for token in ("<eos>", "<bos>", "<start_of_turn>", "<0x0A>", "<|im_end|>"):
        assert token not in harmless(text + token)
    prompt = prompts()[ID_EN]
    assert prompt.around(line).count("\n") == prompt.around("x").count("\n")


def test_a_plain_sentence_reaches_the_model_as_it_is() -> None:
    sentence = "Harga naik 5 < 6 persen, kata “Budi” <3."
    assert harmless(sentence) == "Harga naik 5 < 6 persen, kata “Budi” < 3."


def test_longer_sentences_may_have_longer_translations() -> None:
    prompt = prompts()[ID_EN]
    assert prompt.most_tokens("") >= 8
    assert prompt.most_tokens("kata " * 40) > 60


def test_the_closing_quote_is_no_part_of_the_answer() -> None:
    assert answer(' The price rose."') == "The price rose."
    assert answer('"We agree," he said."') == '"We agree," he said.'
    assert answer('He said: "We agree.""') == 'He said: "We agree."'
    assert answer("No end") == "No end"


def test_the_fingerprint_is_short_and_the_same_each_time() -> None:
    first = fingerprint()
    fingerprint.cache_clear()
    prompts.cache_clear()
    assert fingerprint() == first
    assert len(first) == 8
