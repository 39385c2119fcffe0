"""All that is said around the texts stands in both languages, with the same words put in."""

import re
from pathlib import Path
from string import Formatter

import pytest

from padan.export import report
from padan.model import Kind, Role, Severity
from padan.view import texts
from padan.view.texts import say
from padan.view.words import day, kind_label, language, severity_label

KEYS = sorted(texts._texts())


def put_in(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def forms(found) -> list[str]:
    return [found] if isinstance(found, str) else [found["one"], found["many"]]


@pytest.mark.parametrize("key", KEYS)
def test_a_text_stands_in_both_languages_with_the_same_words(key: str) -> None:
    found = texts._texts()[key]
    assert set(found) == {"en", "id"}
    english, indonesian = (set().union(*map(put_in, forms(found[lang]))) for lang in ("en", "id"))
    assert english == indonesian


def test_every_key_that_a_template_names_is_there_and_every_text_is_used() -> None:
    package = Path(report.__file__).parents[1]
    pages = [p.read_text("utf-8") for p in package.glob("*/templates/*.html")]
    parts = ("export", "view", "cli", "review")
    code = [p.read_text("utf-8") for part in parts for p in (package / part).glob("*.py")]
    code += [p.read_text("utf-8") for p in (package / "review/static").glob("*.js")]
    named = {key for page in pages for key in re.findall(r"\bt\(\"(\w+)\"[,)]", page)}
    assert named
    assert named <= set(KEYS)
    everything = "\n".join(pages + code)
    built = (
        "role_",
        "short_",
        "strip_whole_",
        "status_",
        "finding_",
        "level_",
        "history_",
        "review_",
    )
    unused = [
        key
        for key in KEYS
        if f'"{key}"' not in everything
        and f"'{key}'" not in everything
        and not key.startswith(built)
        and not (key.endswith("_means") and f'"{key.removesuffix("_means")}"' in everything)
    ]
    assert unused == []


def test_every_role_has_a_name() -> None:
    assert {f"role_{role.value}" for role in Role} <= set(KEYS)


def test_the_number_chooses_the_form() -> None:
    assert say("count_rows", n=1) == "1 row"
    assert say("count_rows", n=0) == "0 rows"
    assert say("count_rows", "id", n=1) == "1 baris"


def test_labels_languages_and_days_are_said_in_indonesian() -> None:
    from datetime import date

    assert kind_label(Kind.NEGATION, "id").name == "Penyangkalan"
    assert severity_label(Severity.MAJOR, "id").name == "Berat"
    assert language("en", "id") == "Inggris"
    assert day(date(2025, 10, 3), "id") == "3 Oktober 2025"
    for lang in ("en", "id"):
        labels = [kind_label(k, lang) for k in Kind] + [severity_label(s, lang) for s in Severity]
        assert all(label.name and label.about for label in labels)
        assert len({label.name for label in labels}) == len(labels)
