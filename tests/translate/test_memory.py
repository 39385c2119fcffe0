"""Keys tell engines, languages and terms apart, and a person's entry from every engine's."""

from __future__ import annotations

from padan.model import Term, Translation
from padan.translate import clean, memory_key
from padan.translate.memory import human_key, human_signature, human_translations, is_human

US = Term("AS", "US")


def test_terms_change_the_key_of_their_sentence_and_no_other() -> None:
    plain = memory_key("Sikap AS berubah.", "id", "en", "a@1")
    assert memory_key("Sikap AS berubah.", "id", "en", "a@1", ()) == plain
    keys = {
        plain,
        memory_key("Sikap AS berubah.", "id", "en", "a@1", (US,)),
        memory_key("Sikap AS berubah.", "id", "en", "a@1", (Term("AS", "America"),)),
        memory_key("Sikap AS berubah.", "id", "en", "a@1", (Term("AS", "US", ("America",)),)),
    }
    assert len(keys) == 4


def test_the_order_of_terms_does_not_matter() -> None:
    other = Term("Kupang", "Kupang")
    assert memory_key("x", "id", "en", "a", (US, other)) == memory_key(
        "x", "id", "en", "a", (other, US)
    )


def test_a_persons_key_knows_no_engine_and_no_region() -> None:
    key = human_key("Hujan turun.", "id", "en")
    assert key == human_key("Hujan turun.", "in", "en-GB")
    assert key != memory_key("Hujan turun.", "id", "en", "")
    assert key != human_key("Hujan turun.", "en", "id")


def test_a_persons_signature_is_known_by_how_it_begins() -> None:
    assert human_signature("Rina\n Sasmita") == "human: Rina Sasmita"
    assert is_human(human_signature(""))
    assert not is_human("gemma@1, human: no")


def test_only_what_people_made_of_these_sentences_is_found() -> None:
    line = clean("“Hujan”  turun.")
    made = Translation("“Hujan” turun.", "It rains.", "id", "en", "human: Rina")
    memory = {human_key(line, "id", "en"): made, memory_key(line, "id", "en", "a@1"): made}
    assert list(human_translations([line, line, "lain"], "id", "en", memory).values()) == [made]
