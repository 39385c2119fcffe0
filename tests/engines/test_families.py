"""Each family of models is told the languages in its own way."""

from __future__ import annotations

import pytest

from padan.engines.families import Direction, direction, families, family_of
from padan.errors import EngineError


class FakeTokenizer:
    """Knows some tokens; whatever else is unknown, number 0."""

    unk_token_id = 0

    def __init__(self, *tokens: str, source_lang: str = "", target_lang: str = "") -> None:
        self._ids = {token: number for number, token in enumerate(tokens, start=1)}
        if source_lang:
            self.source_lang, self.target_lang = source_lang, target_lang

    def convert_tokens_to_ids(self, token: str) -> int:
        return self._ids.get(token, 0)


class MarianTokenizer(FakeTokenizer):
    """Recognised by its name, as the real one."""


NLLB = FakeTokenizer("eng_Latn", "ind_Latn", "fra_Latn")
M2M = FakeTokenizer("__en__", "__id__")
MADLAD = FakeTokenizer("<2en>", "<2id>")
OPUS = MarianTokenizer(source_lang="id", target_lang="en")
OPUS_MANY = MarianTokenizer(">>eng<<", ">>fra<<", source_lang="ind", target_lang="mul")


@pytest.mark.parametrize(
    ("tokenizer", "key", "way"),
    [
        (NLLB, "nllb", Direction("ind_Latn", "eng_Latn", "")),
        (M2M, "m2m100", Direction("id", "__en__", "")),
        (MADLAD, "madlad", Direction("", "", "<2en> ")),
        (OPUS, "marian", Direction("", "", "")),
        (OPUS_MANY, "marian", Direction("", "", ">>eng<< ")),
    ],
)
def test_a_family_is_recognised_and_asked_in_its_way(
    tokenizer: FakeTokenizer, key: str, way: Direction
) -> None:
    family = family_of(tokenizer, engine="x")
    assert family.key == key
    assert direction(family, "id", "en", tokenizer, engine="x") == way
    assert direction(family, "in", "en-US", tokenizer, engine="x") == way


def test_an_unknown_family_is_refused_with_the_known_ones() -> None:
    with pytest.raises(EngineError, match=r"FakeTokenizer.*NLLB-200.*OPUS-MT"):
        family_of(FakeTokenizer("<s>"), engine="hf:x")


@pytest.mark.parametrize(
    ("tokenizer", "source", "target"),
    [
        (NLLB, "id", "de"),
        (NLLB, "de", "en"),
        (NLLB, "xx", "en"),
        (NLLB, "id", "xx"),
        (M2M, "fr", "en"),
        (M2M, "id", "fr"),
        (M2M, "xx", "en"),
        (MADLAD, "id", "fr"),
        (MADLAD, "id", "xx"),
        (OPUS, "en", "id"),
        (OPUS, "fr", "en"),
    ],
)
def test_languages_that_the_model_does_not_know_are_refused(
    tokenizer: FakeTokenizer, source: str, target: str
) -> None:
    family = family_of(tokenizer, engine="x")
    with pytest.raises(EngineError, match="cannot translate"):
        direction(family, source, target, tokenizer, engine="x")


def test_every_family_states_its_licence() -> None:
    licences = {family.key: family.licence for family in families()}
    assert licences["nllb"] == "CC-BY-NC-4.0"
    assert licences["madlad"] == "Apache-2.0"
    assert all(licences.values())
