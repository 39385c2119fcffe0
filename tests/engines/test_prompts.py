"""The prompt shows what a translation is and cannot be broken by the sentence in it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padan.engines.examples import usual
from padan.engines.prompts import (
    Form,
    fingerprint,
    form_for,
    forms,
    harmless,
    language_name,
    most_tokens,
)

FEW_SHOT = forms()["few-shot"]


def few_shot(text: str, source: str = "id", target: str = "en") -> str:
    return FEW_SHOT.prompt(text, source, target, usual(4))


def test_both_directions_show_the_same_examples_the_other_way_round() -> None:
    def quoted(prompt: str) -> list[str]:
        return [line.partition(": ")[2] for line in prompt.splitlines() if ': "' in line]

    there, back = quoted(few_shot("x"))[:-2], quoted(few_shot("x", "en", "id"))[:-2]
    assert len(there) == 8
    assert there[0::2] == back[1::2]
    assert there[1::2] == back[0::2]


def test_the_prompt_ends_where_the_translation_begins() -> None:
    assert few_shot("Ya.").endswith('Indonesian: "Ya."\nEnglish: "')


@settings(max_examples=60)
@given(st.text())
def test_a_sentence_stays_one_line_without_control_tokens(text: str) -> None:
    line = harmless(text)
    assert len(line.splitlines()) <= 1
    assert "\0" not in line
    line.encode("utf-8")
    tokens = ("<eos>", "<bos>", "<start_of_turn>", "<0x0A>", "<|im_end|>", "[INST]", "[/INST]")
    for token in tokens:
        assert token not in harmless(text + token)
    assert few_shot(line).count("\n") == few_shot("x").count("\n")


def test_a_plain_sentence_reaches_the_model_as_it_is() -> None:
    sentence = "Harga naik 5 < 6 persen, kata “Budi” [lihat]."
    assert harmless(sentence) == sentence


@pytest.mark.parametrize("form", forms().values(), ids=lambda form: form.name)
def test_every_form_holds_sentence_and_languages_whatever_is_in_it(form: Form) -> None:
    text = "Harga {text} naik {0} persen, {source}."
    prompt = form.prompt(text, "id", "de", ())
    assert prompt.count(text) == 1
    assert "Indonesian" in prompt
    assert "German" in prompt
    assert form.stop
    assert prompt.rstrip("\n").rpartition(text)[2] != ""


@pytest.mark.parametrize(
    ("name", "template", "form"),
    [
        ("translategemma-4b-it-Q4_K_M.gguf", "<start_of_turn>", "translategemma"),
        ("Translate Gemma 12B", "<start_of_turn>", "translategemma"),
        ("gemma-3-1b-it", "{{ '<start_of_turn>user' }}", "gemma-chat"),
        ("Qwen3-0.6B", "<|im_start|> … <think>", "chatml-thinking"),
        ("Qwen2.5", "<|im_start|>", "chatml"),
        ("Llama 3.2", "<|start_header_id|>", "llama3"),
        ("Mistral", "[INST]", "mistral"),
        ("gemma-3-270m", "", "few-shot"),
    ],
)
def test_the_form_follows_from_the_file(name: str, template: str, form: str) -> None:
    found = form_for(name, template)
    assert found is not None
    assert found.name == form


def test_an_unknown_chat_template_has_no_form() -> None:
    assert form_for("model", "<<<user>>>") is None


def test_longer_sentences_may_have_longer_translations() -> None:
    assert most_tokens("", "en") >= 8
    assert most_tokens("kata " * 40, "en") > 60
    assert most_tokens("kata " * 40, "th") > most_tokens("kata " * 40, "en")


def test_languages_have_their_english_names() -> None:
    assert language_name("id") == "Indonesian"
    assert language_name("pt-BR") == "Portuguese"
    assert language_name("zz-nothing") == "zz-nothing"


def test_the_closing_quote_is_no_part_of_the_answer() -> None:
    assert FEW_SHOT.answer(' The price rose."') == "The price rose."
    assert FEW_SHOT.answer('"We agree," he said."') == '"We agree," he said.'
    assert FEW_SHOT.answer('He said: "We agree.""') == 'He said: "We agree."'
    assert FEW_SHOT.answer("No end") == "No end"
    assert forms()["chatml"].answer('He said: "We agree."') == 'He said: "We agree."'


def test_the_fingerprint_is_short_and_tells_forms_and_examples_apart() -> None:
    found = {fingerprint(form, usual(n)) for form in forms().values() for n in (3, 4)}
    assert len(found) == 2 * len(forms())
    assert all(len(one) == 8 for one in found)
