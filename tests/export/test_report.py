import base64
import hashlib
import re
import shutil
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from padan.consistency import Side, compare_texts
from padan.errors import InputError
from padan.export import report
from padan.export.report import page_name, write_report
from padan.model import Cell, Role, Row, Span
from padan.view.plain import visible
from view.factories import ferry_story, long_story, make_article, make_story, story_saying

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
    assert "perhaps our translation" in words(in_table(page, 5))
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
    marks = page.xpath("//section[contains(@class,'strip')]//svg//a")
    assert sorted((m.get("href"), m.get("data-col")) for m in marks) == sorted(
        (f"#row-{n}", col) for n in range(1, 201) for col in "12"
    )
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


def explained_story():
    """Ten short rows of two texts, compared in earnest: with reasons, glosses and what moved it."""
    pairs = [
        ("Sebanyak 40 perahu tiba.", "Sebanyak 90 perahu tiba."),
        ("Bupati menyetujui rencana pasar.", "Bupati tidak menyetujui rencana pasar."),
        ("Rapat digelar di Kenya.", "Rapat digelar di Belanda."),
        ("Harga turun.", "Harga turun."),
    ]
    articles = [
        make_article([(Role.BODY, [pair[n] for pair in pairs])], outlet=name, lang="id")
        for n, name in enumerate(("Acuan", "Versi Satu"))
    ]
    rows = []
    for n, (left, right) in enumerate(pairs):
        found = compare_texts(Side(left, "id"), Side(right, "id"))
        starts = [article.sentences[n].start for article in articles]
        findings = tuple(
            replace(
                f, reference=moved(f.reference, starts[0]), retelling=moved(f.retelling, starts[1])
            )
            for f in found.findings
        )
        cells = (
            Cell(articles[0].id, (n,)),
            Cell(articles[1].id, (n,), replace(found, findings=findings)),
        )
        rows.append(Row(n, cells, 0.9))
    return make_story("Pasar", articles, rows)


def moved(span: Span | None, by: int) -> Span | None:
    return Span(span.start + by, span.end + by) if span else None


def test_a_cell_says_what_lowered_its_figure_and_the_words_are_glossed(tmp_path: Path) -> None:
    page = page_of(explained_story(), tmp_path)
    (lowered,) = in_table(page, 2).xpath(".//details[@class='same']")
    assert words(lowered).startswith("says the same: ")
    assert "one side denies what the other says (−" in words(lowered)
    (reason,) = in_table(page, 3).xpath(".//ul[@class='reasons']/li")
    assert words(reason).endswith("(in English: Netherlands)")
    assert not in_table(page, 4).xpath(".//details")


def test_the_page_speaks_indonesian_around_the_texts_and_in_the_reasons(tmp_path: Path) -> None:
    story = explained_story()
    paths = write_report([story], tmp_path, lang="id")
    page, index = (html.document_fromstring(p.read_text("utf-8")) for p in paths)
    assert page.get("lang") == index.get("lang") == "id"
    assert words(page.get_element_by_id("h-rows")) == "Seluruh berita"
    assert "Acuan menulis '40 perahu'; versi ini menulis '90 perahu'." in words(page)
    assert "Kritis penyangkalan: Versi ini menyangkal dengan 'tidak'" in words(page)
    assert re.search(r"Baris \d, Versi Satu: (Versi|Acuan) ", words(index))
    english = words(page_of(story, tmp_path / "en"))
    for phrase in ("says the same", "The retelling", "Whole statements", "left out", "one side"):
        assert phrase in english
        assert phrase not in words(page)


def test_trivial_findings_are_folded_and_the_rest_is_not(tmp_path: Path) -> None:
    row = in_table(page_of(ferry_story(), tmp_path), 6)
    (folded,) = row.xpath(".//details[@class='trivia']")
    assert words(folded.xpath("./summary")[0]) == "1 trivial difference"
    assert folded.get("open") is None
    assert [li.get("data-s") for li in folded.xpath(".//li")] == ["trivial"]
    assert not row.xpath(".//div[@class='under']/div/ul")


def test_the_table_of_texts_names_each_against_each(tmp_path: Path) -> None:
    page = page_of(ferry_story(), tmp_path)
    lines = [[words(x) for x in tr] for tr in page.xpath("//table[@class='matrix']//tr")]
    assert lines[0] == ["", "The Harbour Post", "Kabar Pelabuhan", "kuestenblatt"]
    assert [line[0] for line in lines[1:]] == [f"{name} as the reference" for name in lines[0][1:]]
    assert all(lines[n][n] == "·" for n in (1, 2, 3))
    assert lines[1][3].endswith(" %")


def test_the_figures_come_with_an_interval_and_moved_passages(tmp_path: Path) -> None:
    page = page_of(ferry_story(), tmp_path)
    figures = page.xpath("//table[@class='figures']//tbody/tr")[1]
    cells = [words(td) for td in figures.xpath("./td")]
    same = next(cell for cell in cells if "–" in cell and "%" in cell)
    mean, low, high = map(int, re.fullmatch(r"(\d+) %(\d+)–(\d+) %", same).groups())
    assert low < mean < high


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
    style = (Path(report.__file__).parents[1] / "view" / "templates" / "style.css").read_text(
        "utf-8"
    )
    light, dark, paper = (colours(part) for part in style.split(":root {")[1:4])
    colour = {"light": light, "dark": dark, "print": paper}[scheme]
    for text in ("ink", "soft", "link", "critical", "major", "minor", "trivial", "ours"):
        for ground in ("paper", "shade"):
            assert contrast(colour[text], colour[ground]) >= 4.5, (text, ground)
    for grade in ("critical", "major", "minor", "trivial"):
        assert contrast(colour["ink"], colour[f"{grade}-bg"]) >= 4.5, grade
    for shade in "abcde":
        assert contrast(colour["ink"], colour[f"far-{shade}"]) >= 4.5, shade
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


def driven(path: Path, clicks: str, profile: Path):
    """The page after a script of ours used it as a reader would; its policy is off for that."""
    text = re.sub(r"<meta http-equiv[^>]*>", "", path.read_text("utf-8"))
    page = path.with_name("driven.html")
    page.write_text(text.replace("</body>", f"<script>{clicks}</script></body>"), "utf-8")
    return rendered(page, profile)


@needs_chromium
def test_filters_hide_findings_and_sorting_puts_the_worst_first(tmp_path: Path) -> None:
    path = write_report([ferry_story()], tmp_path / "report")[0]
    clicks = """
      document.querySelector("a[data-order=worst]").click();
      document.querySelector("input[value=major]").click();
      document.querySelector("input[name=only]").click();
    """
    page = driven(path, clicks, tmp_path / "profile")
    rows = page.xpath("//div[@id='rows']//div[@class='row']")
    assert [row.get("data-row") for row in rows] == ["4", "2", "5", "9", "3", "7", "6", "1", "8"]
    shown = [row.get("data-row") for row in rows if row.get("hidden") is None]
    assert shown == ["4", "2", "7", "6"]
    assert words(page.get_element_by_id("shown")) == "4 of 9 rows shown"
    marks = {
        m.text_content(): m.get("class").split() for m in in_table(page, 2).xpath(".//p//mark")
    }
    assert "off" in marks["241 orang"]
    assert "off" not in marks["pada hari Rabu"]
    assert "s-minor" in marks["214"]  # its major finding is hidden, the minor one is not
    faint = page.xpath("//section[@id='strip']//a[@class='faint']/@href")
    assert sorted(set(faint)) == ["#row-3", "#row-5", "#row-6"]


@needs_chromium
def test_trivial_findings_show_only_when_they_are_asked_for(tmp_path: Path) -> None:
    path = write_report([ferry_story()], tmp_path / "report")[0]
    for clicks, off in (
        ("", True),
        ("document.querySelector('input[value=trivial]').click()", False),
    ):
        page = driven(path, clicks, tmp_path / "profile")
        (folded,) = in_table(page, 6).xpath(".//details[@class='trivia']")
        assert (folded.get("hidden") is not None) == off
        assert (folded.get("open") is None) == off
        (mark,) = [m for m in in_table(page, 6).xpath(".//mark") if m.text_content() == "mehrfach"]
        assert ("off" in mark.get("class").split()) == off


@needs_chromium
def test_no_kind_hides_every_mark_and_all_brings_them_back(tmp_path: Path) -> None:
    path = write_report([ferry_story()], tmp_path / "report")[0]
    clicks = "document.querySelector('button[data-none]').click();"
    for more, off in (("", True), ("document.querySelector('button[data-all]').click();", False)):
        page = driven(path, clicks + more, tmp_path / "profile")
        marks = in_table(page, 4).xpath(".//mark")
        assert marks
        assert all(("off" in mark.get("class").split()) == off for mark in marks)


@needs_chromium
def test_another_reference_gives_the_figures_and_the_strip_against_it(tmp_path: Path) -> None:
    story = explained_story()
    path = write_report([story], tmp_path / "report")[0]
    switch = "document.querySelectorAll('input[name=against]')[{}].click();"
    page = driven(path, switch.format(1), tmp_path / "profile")
    assert page.get("class") == "js switched"
    assert "against Versi Satu" in words(page.get_element_by_id("switched"))
    lines = page.xpath("//div[@id='rows']//p[contains(@class,'same-as')]")
    assert len(lines) == 4  # the reference's four cells now have a figure
    assert words(lines[-1]) == "says the same (Versi Satu): 100 %"
    silent = page.xpath("//section[@id='strip']//a/rect/@class")
    assert silent == ["silent"] * 4  # the retelling is not set against itself
    back = driven(path, switch.format(1) + switch.format(0), tmp_path / "profile")
    before = driven(path, "", tmp_path / "profile")
    assert back.get("class") == "js"
    assert not back.xpath("//p[contains(@class,'same-as')]")
    for attribute in ("class", "y", "height"):
        path_to = f"//section[@id='strip']//a/rect/@{attribute}"
        assert back.xpath(path_to) == before.xpath(path_to)
