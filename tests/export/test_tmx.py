"""What is written is TMX 1.4: valid, as readers expect it, and the same when read again."""

from __future__ import annotations

import io
import re
import time
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from padan.errors import InputError
from padan.export.tmx import TmxWriter, Unit, language_tag, text_of, tmx_date, write_tmx
from padan.export.tmx_reading import read_tmx

DTD = etree.DTD(str(Path(__file__).parent / "tmx14.dtd"))
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def written(units: Iterable[Unit], source_lang: str | None = "id") -> str:
    out = io.StringIO()
    write_tmx(units, out, source_lang)
    return out.getvalue()


def checked(text: str) -> etree._Element:
    """The file as a tree, after every rule of the DTD and those that the DTD cannot say."""
    root = etree.fromstring(text.encode())
    assert DTD.validate(root), DTD.error_log
    assert root.getroottree().docinfo.system_url == "tmx14.dtd"
    header = root.find("header").get("srclang")
    for unit in root.iter("tu"):
        langs = [variant.get(LANG) for variant in unit.findall("tuv")]
        bare = [lang.split("-")[0] for lang in langs]
        assert len(set(bare)) == len(bare) == 2
        source = unit.get("srclang") or header
        assert source == "*all*" or source in langs
        date = unit.get("creationdate")
        assert date is None or re.fullmatch(r"\d{8}T\d{6}Z", date)
        for segment in unit.iter("seg"):
            assert segment.text
            assert segment.text == segment.text.strip()
            assert unicodedata.is_normalized("NFC", segment.text)
    return root


def test_the_rules_refuse_what_other_writers_got_wrong() -> None:
    good = written([Unit("a", "b", "id", "en")])
    assert DTD.validate(etree.fromstring(good.encode()))
    for wrong in (
        good.replace('version="1.4">', 'version="1.4b">'),
        good.replace(' adminlang="en"', ""),
        good.replace('segtype="sentence"', 'segtype="line"'),
        good.replace("</tu>", "<note>late</note></tu>"),
        good.replace(' xml:lang="en"', ""),
    ):
        assert wrong != good
        assert not DTD.validate(etree.fromstring(wrong.encode()))


def test_an_empty_memory_is_a_valid_file() -> None:
    assert len(checked(written([])).find("body")) == 0


def test_a_unit_says_who_made_it_when_and_what_to_know_of_it() -> None:
    when = datetime(2024, 3, 5, 14, 0, 9, tzinfo=timezone(timedelta(hours=7)))
    unit = Unit(
        "Hujan & badai",
        "Rain <and> storm",
        "in",
        "en_gb",
        when,
        'Rina "R" S',
        ("so",),
        (("x-a", "1"),),
    )
    (tu,) = checked(written([unit])).iter("tu")
    assert dict(tu.attrib) == {"creationdate": "20240305T070009Z", "creationid": 'Rina "R" S'}
    assert [(e.tag, e.text) for e in tu[:2]] == [("note", "so"), ("prop", "1")]
    assert [v.get(LANG) for v in tu.findall("tuv")] == ["id", "en-GB"]
    assert [s.text for s in tu.iter("seg")] == ["Hujan & badai", "Rain <and> storm"]


def test_units_of_another_source_language_say_so() -> None:
    units = [Unit("a", "b", "id", "en"), Unit("c", "d", "ms", "en")]
    first, second = checked(written(units)).iter("tu")
    assert (first.get("srclang"), second.get("srclang")) == (None, "ms")
    root = checked(written(units, None))
    assert root.find("header").get("srclang") == "*all*"
    assert [tu.get("srclang") for tu in root.iter("tu")] == ["id", "ms"]


def test_a_unit_never_has_one_language_twice() -> None:
    with pytest.raises(InputError, match="unit 2: both sides are in 'en-GB'"):
        written([Unit("a", "b", "id", "en"), Unit("a", "b", "en-GB", "en-US")])


@pytest.mark.parametrize("code", ["", "i", "*all*", 'en"', "en GB", "123"])
def test_what_is_no_language_code_is_refused(code: str) -> None:
    with pytest.raises(InputError, match="no language code"):
        written([Unit("a", "b", "id", code)])


def test_language_codes_are_written_in_their_canonical_form() -> None:
    assert [language_tag(c) for c in ("in", "EN_us", "zh-hant-TW", "id-x-kompas")] == [
        "id",
        "en-US",
        "zh-Hant-TW",
        "id-x-kompas",
    ]


def test_a_side_without_text_makes_no_unit() -> None:
    assert "<tu>" not in written([Unit("a", " \x0b ", "id", "en"), Unit("", "b", "id", "en")])


def test_a_time_without_zone_is_taken_for_utc_and_early_years_have_four_digits() -> None:
    assert tmx_date(datetime(2024, 1, 2, 3, 4, 5)) == "20240102T030405Z"
    assert tmx_date(datetime(24, 1, 2, tzinfo=UTC)) == "00240102T000000Z"


def test_a_file_whose_making_breaks_off_can_be_read_as_far_as_it_got() -> None:
    out = io.StringIO()
    with pytest.raises(RuntimeError, match="engine"), TmxWriter(out, "id") as writer:
        writer.write(Unit("a", "b", "id", "en"))
        raise RuntimeError("engine failed")
    assert len(list(checked(out.getvalue()).iter("tu"))) == 1


anything = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\x00\x0b\x1f\ud800\udfff\ufffe\uffff\r\n\t&<>\"']\u202e\u0301e\x85"),
    ),
    max_size=40,
)
when = st.none() | st.datetimes(timezones=st.just(UTC)).map(lambda d: d.replace(microsecond=0))
units = st.builds(
    Unit,
    anything,
    anything | st.just("]]>"),
    st.just("id"),
    st.sampled_from(["en", "en-GB"]),
    when,
    anything,
    st.lists(anything, max_size=2).map(tuple),
    st.lists(st.tuples(st.sampled_from(["x-a", "x-b"]), anything), max_size=2).map(tuple),
)


def as_read(unit: Unit) -> Unit:
    """What a reader makes of a unit: forbidden characters are gone, blanks are single."""
    return Unit(
        " ".join(text_of(unit.source).split()),
        " ".join(text_of(unit.target).split()),
        unit.source_lang,
        "en",
        unit.made,
        text_of(unit.author),
        tuple(text for note in unit.notes if (text := text_of(note))),
        tuple((kind, text_of(value)) for kind, value in unit.props),
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(units, max_size=8))
def test_any_units_make_a_valid_file_and_are_read_back_equal(
    tmp_path_factory: pytest.TempPathFactory, given_units: list[Unit]
) -> None:
    text = written(given_units)
    checked(text)
    path = tmp_path_factory.mktemp("tmx") / "a.tmx"
    path.write_bytes(text.encode())
    expected = [as_read(unit) for unit in given_units]
    skipped: list[int] = []
    found = list(read_tmx(path, "id", "en", on_skip=lambda number, _: skipped.append(number)))
    assert found == [unit for unit in expected if unit.source and unit.target]
    assert skipped == []


def test_twenty_thousand_units_a_second_and_none_is_held() -> None:
    held: list[int] = []

    class Sink(io.TextIOBase):
        def write(self, text: str) -> int:
            held.append(len(text))
            return len(text)

    unit = Unit(
        "Kapal “Sinar” & <awak>nya selamat.", "The “Sinar” & its crew are safe.", "id", "en"
    )
    begun = time.process_time()
    write_tmx((unit for _ in range(20_000)), Sink(), "id")  # type: ignore[arg-type]
    assert len(held) == 20_002, "each unit is written at once"
    assert time.process_time() - begun < 4, "well under 1 s on an idle core; catches gross faults"
