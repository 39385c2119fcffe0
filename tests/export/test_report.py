import base64
import hashlib
import re
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

sys.path.insert(0, str(Path(__file__).parents[1]))

from export.factories import ferry_story, long_story, make_story, story_saying
from padan.errors import InputError
from padan.export import report
from padan.export.plain import visible
from padan.export.report import page_name, write_report

HOSTILE = (
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "{{ 7 * 7 }} {% raw %}",
    "javascript:alert(1)",
    "\x1b]0;title\x07\x00\x9b31m",
    "\u202egnp.exe\u202c",
    "&lt;b&gt; &amp; &#60;",
    "<!-- -->]]>",
)


def page_of(story, folder: Path):
    """The parsed page of a story."""
    pages = write_report([story], folder)
    return html.document_fromstring(pages[0].read_text("utf-8"))


def in_table(page, row: int):
    return page.get_element_by_id(f"row-{row}")


def words(element) -> str:
    return " ".join(element.text_content().split())


def test_each_story_has_its_page_and_the_index_leads_to_all(tmp_path: Path) -> None:
    stories = [ferry_story(), long_story(3, 2)]
    paths = write_report(stories, tmp_path / "new" / "folder")
    assert [p.name for p in paths] == [*map(page_name, stories), "index.html"]
    assert all(p.is_file() for p in paths)
    index = html.document_fromstring(paths[-1].read_text("utf-8"))
    assert {link.split("#")[0] for link in index.xpath("//a/@href")} == {p.name for p in paths[:-1]}
    assert sorted(p.name for p in paths[0].parent.iterdir()) == sorted(p.name for p in paths)


def test_the_page_names_are_the_same_in_every_run_and_say_what_the_story_is(tmp_path: Path) -> None:
    story = ferry_story()
    assert page_name(story) == f"night-ferry-runs-aground-off-morrow-point-{story.story.id}.html"
    untitled = replace(story, story=replace(story.story, title="Судно"))
    assert page_name(untitled) == f"story-{story.story.id}.html"
    odd = replace(story, story=replace(story.story, id="../../etc/x", title="a/../b"))
    assert re.fullmatch(r"a-b-[0-9a-f]{16}\.html", page_name(odd))
    first = [p.read_bytes() for p in write_report([story], tmp_path / "a")]
    assert first == [p.read_bytes() for p in write_report([story], tmp_path / "b")]


def test_every_cell_shows_its_text_and_its_findings_on_the_exact_words(tmp_path: Path) -> None:
    page = page_of(ferry_story(), tmp_path)
    reference, retelling, _ = in_table(page, 2).xpath(
        ".//div[contains(@class,'cell ')or @class='cell']"
    )
    said = retelling.xpath(".//p[@class='said']")[0]
    assert said.get("lang") == "id"
    assert said.get("dir") == "auto"
    assert [mark.text_content() for mark in said.xpath(".//mark")] == [
        "pada hari Rabu",
        "241 orang",
    ]
    assert [badge.get("data-no") for badge in said.xpath(".//i")] == ["D2", "#1"]
    marks = reference.xpath(".//p[@class='said']//mark")
    assert [mark.text_content() for mark in marks] == ["on Tuesday with ", "214", " people"]
    assert marks[1].get("class").split() == ["s-major", "k-number", "k-date"]
    english = retelling.xpath(".//p[@class='english']")[0]
    assert words(english).startswith("our English")
    assert [mark.text_content() for mark in english.xpath(".//mark")] == ["241 people"]
    reasons = [words(li) for li in in_table(page, 2).xpath(".//ul[@class='reasons']/li")]
    assert reasons == [
        "Kabar Pelabuhan, Major number seen in our English: "
        "The source says 214 people, the retelling 241.",
        "Kabar Pelabuhan, Minor date: The source says Tuesday, the retelling Wednesday.",
    ]


def test_moved_unsure_and_doubtful_cells_say_so_in_words(tmp_path: Path) -> None:
    page = page_of(ferry_story(), tmp_path)
    assert "moved: stands elsewhere in this text" in words(in_table(page, 5))
    assert "doubtful: the date of the original is missing" in words(in_table(page, 5))
    assert "perhaps ours" in words(in_table(page, 5))
    assert "unsure match" in words(in_table(page, 6))
    assert "Could not tell (kuestenblatt): names: no list of names for German" in words(
        in_table(page, 3)
    )
    assert "Left out" not in words(in_table(page, 1))
    assert "Major left out: The source says this" in words(in_table(page, 3))
    assert "no check says why" in words(in_table(page, 9))


def test_the_worst_rows_come_first_and_lead_to_their_place(tmp_path: Path) -> None:
    page = page_of(ferry_story(), tmp_path)
    look = page.xpath("//section[@class='look']//div[contains(@class,'row')]/@id")
    assert look == ["look-4", "look-2", "look-5", "look-9", "look-3", "look-7", "look-6"]
    order = page.xpath("//div[@id='rows']//div[@class='row']/@data-row")
    assert order == [str(n) for n in range(1, 10)]
    first = page.get_element_by_id("look-4")
    assert first.xpath(".//a/@href") == ["#row-4"]
    assert [words(p) for p in first.xpath(".//p[@class='who']")] == [
        "The Harbour Post source",
        "Kabar Pelabuhan",
    ]


def test_lines_that_take_no_part_are_folded_but_there_with_the_reason(tmp_path: Path) -> None:
    page = page_of(ferry_story(), tmp_path)
    folded = page.xpath("//details[@class='aside']")
    assert [words(fold.xpath("./summary")[0]) for fold in folded] == [
        "The Harbour Post: 3 lines",
        "Kabar Pelabuhan: 2 lines",
    ]
    lines = [[words(td) for td in tr.xpath("./td")] for tr in folded[1].xpath(".//tbody/tr")]
    assert ["furniture", "Baca juga: Harga ikan naik lagi", "reads like a furniture"] in lines


def test_no_sentence_of_an_article_is_missing_from_its_page(tmp_path: Path) -> None:
    story = ferry_story()
    without_row = replace(story, rows=story.rows[:4])
    text = words(page_of(without_row, tmp_path))
    for article in story.story.articles:
        for sentence in article.sentences:
            assert " ".join(sentence.text.split()) in text


def test_the_strip_has_a_mark_for_each_row_and_retelling_that_leads_there(tmp_path: Path) -> None:
    page = page_of(long_story(200, 3), tmp_path)
    marks = page.xpath("//section[contains(@class,'strip')]/svg//a")
    assert sorted(m.get("href") for m in marks) == sorted([f"#row-{n}" for n in range(1, 201)] * 2)
    assert all(mark.xpath("./title")[0].text_content().startswith("Row ") for mark in marks)
    stops = [m for m in marks if m.get("tabindex") is None]
    assert stops
    assert {m.xpath("./rect/@class")[0] for m in stops} == {"s-critical", "s-major"}


def test_links_stay_inside_the_report_or_go_to_web_addresses_of_the_outlets(tmp_path: Path) -> None:
    page = page_of(ferry_story(), tmp_path)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    outside = set()
    for link in page.xpath("//@href"):
        if link.startswith("#"):
            assert link[1:] in ids
        elif link != "index.html":
            outside.add(link)
    assert outside == {"https://harbour.example/saltmarsh", "https://kabar.example/feri"}
    assert not page.xpath("//@src | //link | //img | //iframe | //object | //form | //@style")


@pytest.mark.parametrize("name", ["story", "index"])
def test_the_policy_lets_only_our_own_inline_style_and_script_run(
    tmp_path: Path, name: str
) -> None:
    paths = write_report([ferry_story()], tmp_path)
    text = paths[0 if name == "story" else -1].read_text("utf-8")
    page = html.document_fromstring(text)
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "http" not in policy
    for tag in ("style", "script"):
        inline = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert len(inline) == 1
        digest = base64.b64encode(hashlib.sha256(inline[0].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=[]), min_size=1, max_size=30))
def test_any_text_comes_out_as_it_was_put_in(tmp_path: Path, text: str) -> None:
    check_text(tmp_path, text)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text(tmp_path: Path, text: str) -> None:
    check_text(tmp_path, text)


def check_text(folder: Path, text: str) -> None:
    story = story_saying(text, title=text, outlet=text)
    plain = story_saying("plain", title="plain", outlet="plain")
    paths = write_report([story], folder / "hostile")
    written = paths[0].read_bytes().decode("utf-8")  # strict: it can be written and read
    assert not set(written) & {*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0))} - {"\n", "\t"}
    page = html.document_fromstring(written)
    harmless = page_of(plain, folder / "plain")
    assert [e.tag for e in page.iter()] == [e.tag for e in harmless.iter()]
    said = page.xpath("//div[@id='row-1']//p[@class='said']")[1]
    assert said.text_content() == visible(text)
    assert not [link for link in page.xpath("//@href") if link[:1] not in ("#", "i")]
    shutil.rmtree(folder / "hostile")


def test_a_page_of_an_earlier_title_is_replaced_and_nothing_else(tmp_path: Path) -> None:
    story = ferry_story()
    older = replace(story, story=replace(story.story, title="First reports"))
    other = long_story(2, 2)
    write_report([older, other], tmp_path)
    note = tmp_path / f"my-notes-{story.story.id}.html"
    note.write_text("mine", "utf-8")
    write_report([story], tmp_path)
    assert {p.name for p in tmp_path.iterdir()} == {
        page_name(story),
        page_name(other),
        "index.html",
        note.name,
    }


def test_a_file_that_is_not_ours_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<h1>My site</h1>", "utf-8")
    with pytest.raises(InputError, match="not a page of a padan report"):
        write_report([ferry_story()], tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["index.html"]
    assert (tmp_path / "index.html").read_text("utf-8") == "<h1>My site</h1>"


def test_a_folder_that_cannot_be_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(InputError, match="file: is no folder to write a report to"):
        write_report([], tmp_path / "file")


def test_a_page_that_fails_halfway_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = ferry_story()
    path = write_report([story], tmp_path)[0]
    before = path.read_bytes()

    def broken(*_: object) -> object:
        yield next(iter(report_rows))
        raise RuntimeError("power cut")

    report_rows = list(
        report.row_views(
            report.Reading(story),
            report.columns(report.Reading(story)),
            {},
            story.rows,
        )
    )
    monkeypatch.setattr(report, "row_views", broken)
    monkeypatch.setattr(report, "_worst", lambda *_: [])
    with pytest.raises(RuntimeError, match="power cut"):
        write_report([story], tmp_path)
    assert path.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([path.name, "index.html"])


@pytest.mark.parametrize("articles", [0, 1, 2])
def test_a_story_without_reference_or_rows_still_has_a_page(tmp_path: Path, articles: int) -> None:
    parts = ferry_story().story.articles[:articles]
    page = page_of(make_story("", parts, [], reference=False), tmp_path)
    assert words(page.xpath("//h1")[0]) == "Untitled story"
    assert "No source is named" in words(page)


def test_no_stories_make_an_empty_index(tmp_path: Path) -> None:
    (index,) = write_report([], tmp_path)
    assert "0 stories" in index.read_text("utf-8")


def test_two_thousand_rows_are_written_in_seconds(tmp_path: Path) -> None:
    story = long_story(2000, 5)
    begun = time.perf_counter()
    path = write_report([story], tmp_path)[0]
    assert time.perf_counter() - begun < 30
    assert path.read_text("utf-8").count('role="rowgroup"') == 2001
    assert path.stat().st_size < 12_000_000


def colours(part: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", part))


def contrast(one: str, other: str) -> float:
    """Contrast of two colours as WCAG 2 defines it."""

    def luminance(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
        parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_text_stands_out_from_its_ground(scheme: str) -> None:
    style = (Path(report.__file__).parent / "templates" / "style.css").read_text("utf-8")
    light, dark, paper = (colours(part) for part in style.split(":root {")[1:4])
    colour = {"light": light, "dark": dark, "print": paper}[scheme]
    for text in ("ink", "soft", "link", "critical", "major", "minor", "trivial", "ours"):
        for ground in ("paper", "shade"):
            assert contrast(colour[text], colour[ground]) >= 4.5, (text, ground)
    for grade in ("critical", "major", "minor", "trivial"):
        assert contrast(colour["ink"], colour[f"{grade}-bg"]) >= 4.5, grade
    for mark in ("critical", "major", "minor", "low", "added"):
        assert contrast(colour[mark], colour["paper"]) >= 3, mark


chromium = shutil.which("chromium")
needs_chromium = pytest.mark.skipif(not chromium, reason="chromium is not installed")


def rendered(path: Path, profile: Path):
    """The page as it stands after its script ran in a browser."""
    command = [
        str(chromium),
        *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
        *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
        f"--user-data-dir={profile}",
        "--virtual-time-budget=2000",
        "--dump-dom",
        path.as_uri(),
    ]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    return html.document_fromstring(done.stdout.decode("utf-8"))


@needs_chromium
def test_the_script_runs_under_the_policy(tmp_path: Path) -> None:
    path = write_report([ferry_story()], tmp_path / "report")[0]
    assert rendered(path, tmp_path / "profile").get("class") == "js"


@needs_chromium
def test_filters_hide_findings_and_sorting_puts_the_worst_first(tmp_path: Path) -> None:
    path = write_report([ferry_story()], tmp_path / "report")[0]
    clicks = """
      document.querySelector("a[data-order=worst]").click();
      document.querySelector("input[value=major]").click();
      document.querySelector("input[name=only]").click();
    """
    text = re.sub(r"<meta http-equiv[^>]*>", "", path.read_text("utf-8"))
    driven = path.with_name("driven.html")
    driven.write_text(text.replace("</body>", f"<script>{clicks}</script></body>"), "utf-8")
    page = rendered(driven, tmp_path / "profile")
    rows = page.xpath("//div[@id='rows']//div[@class='row']")
    assert [row.get("data-row") for row in rows] == ["4", "2", "5", "9", "3", "7", "6", "1", "8"]
    assert [row.get("data-row") for row in rows if row.get("hidden") is None] == [
        "4",
        "2",
        "7",
        "6",
    ]
    assert words(page.get_element_by_id("shown")) == "4 of 9 rows shown"
    shown = {
        m.text_content(): m.get("class").split() for m in in_table(page, 2).xpath(".//p//mark")
    }
    assert "off" in shown["241 orang"]
    assert "off" not in shown["pada hari Rabu"]
    assert "s-minor" in shown["214"]  # its major finding is hidden, the minor one is not
