"""What is edited elsewhere comes back as judgements; what does not fit is kept and told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from padan.cli import main
from padan.errors import InputError
from padan.export.ces import write_ces_folder
from padan.export.filters import ChosenStory, Filter
from padan.export.importing import Imported
from padan.export.importing_files import StoreFinder, import_file, write_conflicts
from padan.export.intertext import write_intertext_folder
from padan.export.memory import import_tmx
from padan.export.policy import Policy, TextPolicy
from padan.export.sheets import write_csv, write_tsv, write_xlsx
from padan.export.tmx_rows import write_tmx_folder
from padan.export.xliff import write_xliff_folder
from padan.judgements import ReviewedStory
from padan.judgements.places import place_of
from padan.model import Act, ComparedStory, Status
from padan.store import Store
from view.factories import ferry_story

FULL = Policy(TextPolicy.FULL)
OLD = "Local people have long complained of fog in those waters."
NEW = "People there have complained of fog for years."


@pytest.fixture
def ferry() -> ComparedStory:
    return ferry_story()


@pytest.fixture
def store(tmp_path: Path, ferry: ComparedStory) -> Iterator[Store]:
    with Store(str(tmp_path / "news.db")) as opened:
        opened.add_articles(list(ferry.story.articles))
        opened.stories["k" * 64] = ferry
        yield opened


def chosen(store: Store) -> list[ChosenStory]:
    return list(Filter().cut(list(store.reviewed_stories())))


def xliff(store: Store, folder: Path, version: str = "2.1") -> Path:
    folder.mkdir()
    write_xliff_folder(chosen(store), folder, FULL, xliff=version)  # type: ignore[arg-type]
    return folder / "kabar-pelabuhan.id-en.xlf"


def tmx(store: Store, folder: Path) -> Path:
    folder.mkdir()
    write_tmx_folder(chosen(store), folder, FULL)
    return folder / "kabar-pelabuhan.id-en.tmx"


def change(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


def bring(store: Store, path: Path, by: str = "Ayu") -> Imported:
    return import_file(path, StoreFinder(store), by)


def now(store: Store) -> ReviewedStory:
    (story,) = store.reviewed_stories()
    return story


def log(store: Store) -> list[tuple[Act, str]]:
    articles = [a.id for a in now(store).compared.story.articles]
    return [(j.act, j.reviewer) for j in store.judgements(articles)]


def outlet(story: ReviewedStory, number: int = 1) -> str:
    return story.compared.story.articles[number].id


def unit(path: Path, words: str) -> str:
    """The line of a file with these words: our writers give each unit one."""
    (line,) = (line for line in path.read_text("utf-8").splitlines() if words in line)
    return line


FILES: dict[str, Callable[[Store, Path], Path]] = {
    "tmx": tmx,
    "xliff 2.1": xliff,
    "xliff 1.2": lambda store, folder: xliff(store, folder, "1.2"),
}


@pytest.mark.parametrize("form", FILES)
def test_edited_english_becomes_a_judgement_by_the_reviewer_and_twice_adds_nothing(
    store: Store, tmp_path: Path, form: str
) -> None:
    path = FILES[form](store, tmp_path / "out")
    change(path, (OLD, NEW))
    done = bring(store, path)
    assert (done.english, done.judgements, done.kept) == (1, 1, [])
    story = now(store)
    made = story.compared.english[outlet(story)][6]
    assert (made.text, made.signature) == (NEW, "human: Ayu")
    again = bring(store, path)
    assert (again.judgements, again.kept) == (0, [])
    assert log(store) == [(Act.EDIT_ENGLISH, "Ayu")]


@pytest.mark.parametrize("form", FILES)
def test_a_file_that_nobody_edited_brings_nothing_though_the_store_went_on(
    store: Store, tmp_path: Path, form: str
) -> None:
    path = FILES[form](store, tmp_path / "out")
    reviewing = store.reviewing("ferry")
    place = {a: list(s) for a, s in place_of(reviewing.compared.rows[0]).items()}
    reviewing.act("1", "Budi", Act.ACCEPT, {"rows": [place]})
    article = outlet(now(store))
    edit = {"article": article, "sentence": 6, "before": OLD, "after": NEW}
    reviewing.act("2", "Budi", Act.EDIT_ENGLISH, edit)
    done = bring(store, path)
    assert (done.judgements, done.kept) == (0, [])


@pytest.mark.parametrize("form", FILES)
def test_what_was_edited_on_both_sides_is_a_conflict_and_stays_as_the_store_has_it(
    store: Store, tmp_path: Path, form: str
) -> None:
    path = FILES[form](store, tmp_path / "out")
    change(path, (OLD, NEW))
    edit = {"article": outlet(now(store)), "sentence": 6, "before": OLD, "after": "Fog, always."}
    store.reviewing("ferry").act("1", "Budi", Act.EDIT_ENGLISH, edit)
    done = bring(store, path)
    assert done.judgements == 0
    (kept,) = done.kept
    assert "in the meantime" in kept.reason
    assert "Fog, always." in kept.reason
    assert kept.shown[1] == NEW
    listed = write_conflicts(path, done.kept)
    assert listed is not None
    assert NEW in listed.read_text("utf-8")
    assert write_conflicts(path, []) is None
    assert not listed.exists()


@pytest.mark.parametrize("form", FILES)
def test_new_notes_become_comments_and_ours_do_not_come_back(
    store: Store, tmp_path: Path, form: str
) -> None:
    path = FILES[form](store, tmp_path / "out")
    assert "<note" in path.read_text("utf-8")
    line = unit(path, OLD)
    start = {"tmx": "<prop", "xliff 2.1": "<segment", "xliff 1.2": "</trans-unit>"}[form]
    note = "<note>Fog, or smoke?</note>"
    put = f"<notes>{note}</notes>" if form == "xliff 2.1" else note
    change(path, (line, line.replace(start, put + start, 1)))
    assert bring(store, path).comments == 1
    assert bring(store, path).judgements == 0
    said = [c for review in now(store).reviews for c in review.comments]
    assert [(c.reviewer, c.text) for c in said] == [("Ayu", "Fog, or smoke?")]


STATES = {
    "xliff 2.1": ('state="translated"', 'state="final"'),
    "xliff 1.2": (' state="needs-review-translation" state-qualifier="leveraged-mt"', ""),
}


@pytest.mark.parametrize("form", STATES)
def test_a_row_is_accepted_when_all_its_sentences_are_final(
    store: Store, tmp_path: Path, form: str
) -> None:
    path = FILES[form](store, tmp_path / "out")
    old, new = STATES[form]
    one, two = unit(path, "with 241 people in it"), unit(path, "So said the coast guard")

    def final(line: str) -> str:
        done = line.replace(old, new)
        return done.replace("<trans-unit ", '<trans-unit approved="yes" ')

    change(path, (one, final(one)))
    done = bring(store, path)
    assert done.marks == 0
    assert "only 1 of the 2 sentences" in done.kept[0].reason
    change(path, (two, final(two)))
    done = bring(store, path)
    assert (done.marks, done.kept) == (1, [])
    reviews = now(store).reviews
    assert [r.status for r in reviews].count(Status.ACCEPTED) == 1
    assert (reviews[1].status, reviews[1].by) == (Status.ACCEPTED, "Ayu")


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ('state="translated" subState="padan:rejected"', Status.REJECTED),
        ('state="initial" subState="padan:second-look"', Status.SECOND_LOOK),
        ('state="initial"', Status.SECOND_LOOK),
        ('state="reviewed"', Status.ACCEPTED),
        ('state="translated" subState="tool:fuzzy"', Status.UNREVIEWED),
    ],
)
def test_states_say_what_became_of_a_row(
    store: Store, tmp_path: Path, state: str, status: Status
) -> None:
    path = xliff(store, tmp_path / "out")
    line = unit(path, OLD)
    change(path, (line, line.replace('state="translated"', state)))
    done = bring(store, path)
    assert done.marks == (status is not Status.UNREVIEWED)
    assert now(store).reviews[6].status is status


def test_a_status_given_in_the_meantime_stands(store: Store, tmp_path: Path) -> None:
    path = xliff(store, tmp_path / "out")
    line = unit(path, OLD)
    change(path, (line, line.replace('state="translated"', 'state="final"')))
    reviewing = store.reviewing("ferry")
    place = {a: list(s) for a, s in place_of(reviewing.compared.rows[6]).items()}
    reviewing.act("1", "Budi", Act.REJECT, {"rows": [place]})
    done = bring(store, path)
    assert "judged in the meantime: rejected" in done.kept[0].reason
    assert now(store).reviews[6].status is Status.REJECTED


def test_every_status_survives_the_way_out_and_back(store: Store, tmp_path: Path) -> None:
    reviewing = store.reviewing("ferry")
    acts = [Act.ACCEPT, Act.REJECT, Act.SECOND_LOOK]
    for number, act in enumerate(acts):
        place = {a: list(s) for a, s in place_of(reviewing.compared.rows[number]).items()}
        reviewing.act(str(number), "Budi", act, {"rows": [place]})
    before = now(store)
    for form, write in FILES.items():
        done = bring(store, write(store, tmp_path / form.replace(" ", "")))
        assert (done.judgements, done.kept) == (0, [])
    assert now(store) == before


def test_changed_words_of_an_outlet_and_unknown_units_are_kept_apart(
    store: Store, tmp_path: Path
) -> None:
    path = xliff(store, tmp_path / "out")
    source = "Warga sekitar sudah lama mengeluhkan kabut di perairan itu."
    article = outlet(now(store))
    change(
        path,
        (source, "Warga lain mengeluh."),
        (OLD, NEW),
        (f'"{article}.7"', '"feedfeedfeedfeed.7"'),
        (f'"{article}.8"', '"from-elsewhere"'),
    )
    done = bring(store, path)
    reasons = sorted(kept.reason for kept in done.kept)
    assert done.judgements == 0
    assert [reason.split(",")[0] for reason in reasons] == [
        "its id is not one that padan gave",
        "no article of the store has this id",
        "the words of an outlet were changed",
    ]
    assert [kept.line > 1 for kept in done.kept] == [True] * 3


def test_a_file_that_breaks_off_brings_nothing(store: Store, tmp_path: Path) -> None:
    path = xliff(store, tmp_path / "out")
    change(path, (OLD, NEW), ("</xliff>", ""))
    with pytest.raises(InputError, match="not well-formed"):
        bring(store, path)
    assert log(store) == []


@pytest.mark.parametrize("words", ["", "\0\0\0", "<html/>", "PK\x03\x04nothing", "no table\n1\n"])
def test_what_is_no_such_file_is_said_in_one_line(store: Store, tmp_path: Path, words: str) -> None:
    path = tmp_path / "file"
    path.write_text(words, "utf-8")
    with pytest.raises(InputError) as error:
        bring(store, path)
    assert "\n" not in str(error.value)


def write_sheet(store: Store, path: Path) -> Path:
    if path.suffix == ".xlsx":
        write_xlsx(chosen(store), path, FULL)
        return path
    with path.open("w", encoding="utf-8", newline="") as out:
        (write_tsv if path.suffix == ".tsv" else write_csv)(chosen(store), out, FULL)
    return path


def fill_in(path: Path, row: int, outlet_name: str, **cells: str) -> None:
    """Write into a line of a sheet, as a spreadsheet program saves it."""
    if path.suffix == ".xlsx":
        from openpyxl import load_workbook

        book = load_workbook(path)
        table = [[cell.value for cell in line] for line in book.worksheets[0].iter_rows()]
        at = find(table, row, outlet_name)
        for name, value in cells.items():
            book.worksheets[0].cell(at + 1, table[0].index(name) + 1, value)
        book.save(path)
        return
    import csv

    head = path.read_text("utf-8-sig").partition("\n")[0]
    delimiter = max("\t,;", key=head.count)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        table = list(csv.reader(stream, delimiter=delimiter))
    at = find(table, row, outlet_name)
    for name, value in cells.items():
        table[at][table[0].index(name)] = value
    # As Excel does where a comma is the decimal sign.
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out, delimiter="\t" if path.suffix == ".tsv" else ";").writerows(table)


def find(table: list[list[object]], row: int, outlet_name: str) -> int:
    columns = table[0].index("row"), table[0].index("outlet")
    return next(
        number
        for number, line in enumerate(table)
        if (str(line[columns[0]]), line[columns[1]]) == (str(row), outlet_name)
    )


SHEETS = ["rows.tsv", "rows.csv", "rows.xlsx"]


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_that_was_filled_in_comes_back(store: Store, tmp_path: Path, name: str) -> None:
    path = write_sheet(store, tmp_path / name)
    cells = {"english_edited": NEW, "new_comment": "fog - really?", "status": "Accepted"}
    fill_in(path, 7, "Kabar Pelabuhan", **cells)
    first = "The ferry Saltmarsh ran aground on Wednesday. ¶ So said the coast guard."
    fill_in(path, 2, "Kabar Pelabuhan", english_edited=first, status="second look")
    fill_in(path, 4, "Kabar Pelabuhan", status="rejected")
    done = bring(store, path)
    assert (done.kept, done.english, done.comments, done.marks) == ([], 2, 1, 3)
    story = now(store)
    english = story.compared.english[outlet(story)]
    assert english[6].text == NEW
    assert english[2].text == "The ferry Saltmarsh ran aground on Wednesday."
    assert english[3].signature == "test@1"
    assert [story.reviews[n].status for n in (6, 1, 3)] == [
        Status.ACCEPTED,
        Status.SECOND_LOOK,
        Status.REJECTED,
    ]
    assert [c.text for c in story.reviews[6].comments] == ["fog - really?"]
    again = bring(store, path)
    assert (again.judgements, again.kept) == (0, [])


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_that_nobody_touched_brings_nothing(
    store: Store, tmp_path: Path, name: str
) -> None:
    reviewing = store.reviewing("ferry")
    place = {a: list(s) for a, s in place_of(reviewing.compared.rows[0]).items()}
    reviewing.act("1", "Budi", Act.ACCEPT, {"rows": [place]})
    edit = {"article": outlet(now(store)), "sentence": 6, "before": OLD, "after": NEW}
    reviewing.act("2", "Budi", Act.EDIT_ENGLISH, edit)
    path = write_sheet(store, tmp_path / name)
    reviewing.act("3", "Citra", Act.REJECT, {"rows": [place]})
    done = bring(store, path)
    assert (done.judgements, done.kept) == (0, [])


def test_parts_that_do_not_fit_the_sentences_are_kept_and_the_rest_comes_in(
    store: Store, tmp_path: Path
) -> None:
    path = write_sheet(store, tmp_path / "rows.tsv")
    fill_in(path, 2, "Kabar Pelabuhan", english_edited="All in one.", status="accepted")
    fill_in(path, 4, "Kabar Pelabuhan", status="maybe")
    done = bring(store, path)
    assert (done.english, done.marks) == (0, 1)
    assert "1 parts for 2 sentences" in done.kept[0].reason
    assert "the status 'maybe' is not known" in done.kept[1].reason


def test_two_lines_that_say_different_things_of_a_row_are_told(
    store: Store, tmp_path: Path
) -> None:
    path = write_sheet(store, tmp_path / "rows.tsv")
    fill_in(path, 2, "Kabar Pelabuhan", status="accepted")
    fill_in(path, 2, "kuestenblatt", status="rejected")
    done = bring(store, path)
    assert done.marks == 1
    assert "elsewhere in the file" in done.kept[0].reason


def links(store: Store, folder: Path, form: str, number: int = 1) -> Path:
    folder.mkdir()
    story = now(store).compared.story
    left, right = story.articles[0].id, story.articles[number].id
    if form == "ces":
        write_ces_folder(chosen(store), folder, FULL)
        return folder / story.id / f"{left}-{right}.xml"
    write_intertext_folder(chosen(store), folder, FULL)
    return folder / f"{story.id}.{left}.{right}.xml"


@pytest.mark.parametrize("form", ["ces", "intertext"])
@pytest.mark.parametrize("number", [1, 2])
def test_links_that_nobody_touched_change_nothing(
    store: Store, tmp_path: Path, form: str, number: int
) -> None:
    done = bring(store, links(store, tmp_path / "out", form, number))
    assert done.units > 5
    assert (done.links, done.kept) == (0, [])


RELINKED = {
    # The third sentence of the source's text (row 3) with the retelling's seventh (row 7).
    "ces": [('xtargets="s5;"', 'xtargets="s5;s7"'), ('xtargets=";s7"', 'xtargets=";"')],
    # The side of toDoc, the retelling, comes first.
    "intertext": [
        ('type="0-1" xtargets=";4:2"', 'type="1-1" xtargets="6:1;4:2"'),
        ('    <link type="1-0" xtargets="6:1;" status="auto"/>\n', ""),
    ],
}


@pytest.mark.parametrize("form", RELINKED)
def test_a_link_made_elsewhere_joins_the_rows_and_others_stay_where_they_are(
    store: Store, tmp_path: Path, form: str
) -> None:
    before = now(store)
    a, b, c = (article.id for article in before.compared.story.articles)
    assert [place_of(before.compared.rows[n]) for n in (2, 6)] == [{a: (4,), c: (2,)}, {b: (6,)}]
    path = links(store, tmp_path / "out", form)
    changes = [(old.lstrip(), new) for old, new in RELINKED[form]]
    change(path, *changes)
    done = bring(store, path)
    assert (done.links, done.kept) == (1, [])
    rows = [place_of(row) for row in now(store).compared.rows]
    assert rows[2] == {a: (4,), b: (6,), c: (2,)}
    assert len(rows) == len(before.compared.rows) - 1
    assert log(store) == [(Act.LINK, "Ayu")]
    again = bring(store, path)
    assert (again.links, again.kept) == (0, [])


def test_a_link_cut_apart_keeps_every_sentence(store: Store, tmp_path: Path) -> None:
    story = now(store)
    a, b, c = (article.id for article in story.compared.story.articles)
    path = links(store, tmp_path / "out", "ces")
    change(path, ('xtargets="s4;s3 s4"', 'xtargets="s4;s3"/><link xtargets=";s4"'))
    assert bring(store, path).links == 1
    rows = [place_of(row) for row in now(store).compared.rows]
    assert {a: (3,), b: (2,), c: (1,)} in rows
    assert {b: (3,)} in rows


def test_the_sides_of_the_two_formats_are_not_mixed_up(store: Store, tmp_path: Path) -> None:
    """InterText names toDoc first, cesAlign fromDoc: the sides must differ in length to tell."""
    ces, intertext = (links(store, tmp_path / form, form) for form in ("ces", "intertext"))
    left, right = pair(store)
    assert f'fromDoc="{left}.xml" toDoc="{right}.xml"' in ces.read_text("utf-8")
    assert 'xtargets="s4;s3 s4"' in ces.read_text("utf-8")
    head = intertext.read_text("utf-8").splitlines()[1]
    assert head.index(right) < head.index(left)
    assert 'type="2-1" xtargets="3:1 3:2;4:1"' in intertext.read_text("utf-8")
    change(ces, ('xtargets="s4;s3 s4"', 'xtargets="s3 s4;s4"'))
    done = bring(store, ces)
    assert done.kept, "the sides were swapped, and nobody noticed"


def pair(store: Store) -> tuple[str, str]:
    story = now(store)
    return outlet(story, 0), outlet(story, 1)


def test_links_on_furniture_unknown_ids_and_sentences_named_twice_are_kept(
    store: Store, tmp_path: Path
) -> None:
    path = links(store, tmp_path / "out", "ces")
    change(
        path,
        ('xtargets="s2;s1"', 'xtargets="s2;s999"'),
        ('xtargets="s5;"', 'xtargets="s5;s5"'),
        ('xtargets="s6;s6"', 'xtargets="s6 s4;s6"'),
    )
    done = bring(store, path)
    reasons = sorted(kept.reason for kept in done.kept)
    assert [reason.split(":")[0] for reason in reasons] == [
        "a sentence of it stands in an earlier link",
        "no sentence has the id s999",
        "sentences that stand in no row cannot be linked",
    ]
    assert done.links == 0


def test_links_between_texts_that_the_store_does_not_have_are_told(
    store: Store, tmp_path: Path
) -> None:
    path = links(store, tmp_path / "out", "ces")
    change(path, (f'toDoc="{pair(store)[1]}.xml"', 'toDoc="en/1.xml.gz"'))
    done = bring(store, path)
    assert "no story of the store has both" in done.kept[0].reason


def test_row_files_brought_into_the_memory_make_no_human_translation_of_machines_or_outlets(
    store: Store, tmp_path: Path
) -> None:
    path = tmx(store, tmp_path / "out")
    change(path, (OLD, NEW))
    done = import_tmx(store, path)
    assert (done.brought.added, done.machine) == (1, 7)
    pair = path.with_name("the-harbour-post--kabar-pelabuhan.en-id.tmx")
    done = import_tmx(store, pair)
    assert (done.brought.added, done.retellings) == (0, 6)


def test_the_command_says_what_came_in_and_lists_what_did_not(store: Store, tmp_path: Path) -> None:
    path = xliff(store, tmp_path / "out")
    article = outlet(now(store))
    change(path, (OLD, NEW), (f'"{article}.8"', '"from-elsewhere"'))
    arguments = ["import", str(path), "--store", store.url, "--by", "Ayu"]
    run = CliRunner().invoke(main, arguments)
    assert run.exit_code == 1
    assert f"{path}: 8 read; brought in 1 English sentence." in run.output
    assert "cannot take in 1: its id is not one that padan gave" in run.output
    listed = Path(f"{path}.conflicts.tsv").read_text("utf-8").splitlines()
    assert len(listed) == 2
    assert "from-elsewhere" in listed[1]
    broken = tmp_path / "broken.xlf"
    broken.write_text(path.read_text("utf-8")[:-20], "utf-8")
    run = CliRunner().invoke(main, [*arguments[:2], str(broken), *arguments[2:]])
    assert run.exit_code == 2
    assert "brought in nothing new" in run.output
    assert "not well-formed" in run.output
