"""Text leaves only as far as an outlet's licence allows."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from padan.export.policy import Policy, TextPolicy, open_licence, snippet, snippet_bounds
from padan.model import Article


@pytest.mark.parametrize(
    ("stated", "known"),
    [
        ("CC BY 4.0", "CC-BY-4.0"),
        ("CC-BY-4.0", "CC-BY-4.0"),
        ("cc-by", "CC-BY"),
        ("Creative Commons Attribution 4.0 International License", "CC-BY-4.0"),
        ("https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"),
        ("http://creativecommons.org/licenses/by/3.0/id/deed.id", "CC-BY-3.0"),
        ("CC BY-SA 3.0", "CC-BY-SA-3.0"),
        ("Creative Commons Attribution-ShareAlike 3.0 Unported", "CC-BY-SA-3.0"),
        ("https://creativecommons.org/licenses/by-sa/4.0/legalcode", "CC-BY-SA-4.0"),
        ("CC0", "CC0"),
        ("CC0 1.0 Universal", "CC0-1.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        ("Public Domain", "public-domain"),
        ("public domain mark 1.0", "public-domain-1.0"),
        ("Apache-2.0", "Apache-2.0"),
        ("Open Government Licence v3.0", "OGL-UK-3.0"),
        ("own text", "own"),
        ("karya sendiri", "own"),
        ("CC BY-NC 4.0", None),
        ("CC BY-NC-SA 4.0", None),
        ("CC BY-ND 4.0", None),
        ("https://creativecommons.org/licenses/by-nc/4.0/", None),
        ("CC BY 4.0 for the pictures only", None),
        ("not CC BY", None),
        ("all rights reserved", None),
        ("© 2025 Kabar Pelabuhan", None),
        ("licensed by", None),
        ("domain", None),
        ("CC BY 4.0 International Public License", "CC-BY-4.0"),
        ("4.0", None),
        ("the licence", None),
        ("", None),
    ],
)
def test_a_licence_is_open_where_the_whole_of_what_is_stated_is_one(stated, known) -> None:
    assert open_licence(stated) == known


def test_each_article_follows_its_licence_unless_something_is_asked(
    make_article: Callable[..., Article],
) -> None:
    free = make_article("a" * 16, "Bebas.", licence="CC BY 4.0")
    bound = make_article("b" * 16, "Terikat.", licence="all rights reserved")
    policy = Policy()
    assert (policy.text(free, "x y"), policy.text(bound, "x y")) == ("x y", None)
    assert policy.least([free, bound]) is TextPolicy.NONE
    assert policy.least([free]) is TextPolicy.FULL
    for asked in TextPolicy:
        assert {Policy(asked).of(article) for article in (free, bound)} == {asked}


@given(st.text(max_size=400))
def test_a_snippet_keeps_its_bounds(text: str) -> None:
    found = snippet(text)
    words = found.removesuffix(" …").split()
    assert len(words) <= 6
    assert len(words) <= len(text.split()) / 4
    assert len(found.removesuffix(" …")) <= 48
    assert text.split()[: len(words)] == words


def test_a_snippet_of_a_sentence_is_its_first_words() -> None:
    text = (
        "Kapal itu tiba di dermaga barat pada Kamis malam dengan dua ratus penumpang di dalamnya."
    )
    assert snippet(text) == "Kapal itu tiba …"
    assert snippet("Tiga kata saja.") == ""
    assert all(figure in snippet_bounds() for figure in ("6 words", "48 characters", "25%"))
