"""What is taken down leaves no byte in the database's files, and does not come back."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from export.told_stories import texts_of, told
from padan.engines.vectors import vector_key
from padan.errors import StoreError
from padan.model import Act
from padan.store import Store

ENCODER = "e5@0.3.0/passage"


def keep(store: Store, story) -> None:
    """Put a story into a store as a run would."""
    compared = replace(
        story.compared,
        signatures={**story.compared.signatures, "align": f"padan 1, {ENCODER}"},
    )
    store.add_articles(compared.story.articles)
    caches = store.caches()
    for article in compared.story.articles:
        for sentence in article.sentences:
            caches.vectors[vector_key(ENCODER, sentence.text)] = np.ones(4, np.float32)
        for index, made in compared.english.get(article.id, {}).items():
            caches.translations[f"{article.id}-{index}"] = made
    store.stories[f"key of {compared.story.id}"] = compared


def bytes_of(folder: Path) -> bytes:
    return b"".join(p.read_bytes() for p in sorted(folder.iterdir()) if p.is_file())


@pytest.fixture
def store(tmp_path: Path):
    with Store(str(tmp_path / "a.db")) as opened:
        for number in range(4):
            keep(opened, told(number))
        yield opened


def comment(store: Store, story, text: str, number: int = 0) -> None:
    place = {article.id: [0] for article in story.compared.story.articles}
    desk = store.reviewing(story.compared.story.id)
    body = {"row": place, "article": "", "text": text}
    desk.act(f"comment-{number}-{story.compared.story.id}", "Rahayu", Act.COMMENT, body)
    desk.act(f"accept-{number}-{story.compared.story.id}", "Rahayu", Act.ACCEPT, {"rows": [place]})


def test_no_byte_of_an_outlets_text_remains(store: Store, tmp_path: Path) -> None:
    comment(store, told(1), "Perhaps a slip of theirs")
    gone = [
        text
        for number in range(4)
        for article in told(number).compared.story.articles
        if article.outlet == "Kabar Dermaga"
        for text in (article.title, *(s.text for s in article.sentences))
    ]
    before = bytes_of(tmp_path)
    assert all(text.encode() in before for text in gone)
    found = store.find_takedown("kabar dermaga")
    assert (found.kind, len(found.articles), len(found.stories)) == ("outlet", 4, 4)
    store.take_down(found)
    after = bytes_of(tmp_path)
    for text in [*gone, *found.texts, "Perhaps a slip of theirs"]:
        assert text.encode() not in after
    others = [a for a in store.articles() if a.outlet == "Suara Teluk"]
    assert len(others) == 4, "the other outlets stay"
    assert all(s.text.encode() in after for a in others for s in a.sentences)


def test_the_story_of_one_address_goes_and_the_others_stay(store: Store) -> None:
    found = store.find_takedown("http://www.NEWS.example/2/1#top")
    assert [article.url for article in found.articles] == ["https://news.example/2/1"]
    store.take_down(found)
    left = {story for story, _ in store.titles()}
    assert left == {told(n).compared.story.id for n in (0, 1, 3)}
    kept = store.caches()
    vectors = kept.vectors
    for number, there in ((1, True), (2, False)):
        text = told(number).compared.story.articles[1].sentences[0].text
        assert (vector_key(ENCODER, text) in vectors) is there
    assert len(list(store.articles())) == 11


def test_a_story_is_taken_down_by_its_id(store: Store, tmp_path: Path) -> None:
    story = told(3)
    store.take_down(store.find_takedown(story.compared.story.id))
    after = bytes_of(tmp_path)
    assert not [text for text in texts_of(story) if text.encode() in after]


def test_acts_without_words_stay_and_acts_with_words_go(store: Store) -> None:
    story = told(1)
    ids = [article.id for article in story.compared.story.articles]
    comment(store, story, "A word on this")
    assert [j.act for j in store.judgements(ids)] == [Act.COMMENT, Act.ACCEPT]
    store.take_down(store.find_takedown("https://news.example/1/1"))
    assert [j.act for j in store.judgements(ids)] == [Act.ACCEPT]


def test_what_was_taken_down_does_not_come_back(store: Store) -> None:
    story = told(2)
    article = story.compared.story.articles[1]
    store.take_down(store.find_takedown(article.url))
    elsewhere = replace(article, id="f" * 16, url="https://copy.example/", source="copy.txt")
    anew = replace(article, id="e" * 16, text="Lain sekali.", sentences=(), lines=())
    store.add_articles([article, elsewhere, anew])
    kept = {a.id for a in store.articles()}
    assert kept.isdisjoint({article.id, elsewhere.id, anew.id})
    skipped = "\n".join(store.skipped())
    assert "copy.txt: was taken down (text)" in skipped


def test_an_outlet_that_was_taken_down_stays_out(store: Store) -> None:
    store.take_down(store.find_takedown("Suara Teluk"))
    keep_out = told(9).compared.story.articles
    store.add_articles(keep_out)
    kept = {a.id for a in store.articles()}
    assert [a.id in kept for a in keep_out] == [True, True, False]


def test_earlier_texts_of_the_same_source_go_too(store: Store, tmp_path: Path) -> None:
    article = told(0).compared.story.articles[1]
    corrected = replace(
        article, id="d" * 16, text="Diralat kemudian oleh redaksi.", sentences=(), lines=()
    )
    store.add_articles([corrected])
    store.take_down(store.find_takedown(article.url))
    after = bytes_of(tmp_path)
    assert b"Diralat" not in after
    assert article.sentences[0].text.encode() not in after


def test_what_nothing_answers_to_is_one_clear_error(store: Store) -> None:
    for name in ("https://nowhere.example/", "nobody", "", " "):
        with pytest.raises(StoreError, match="answers to it"):
            store.find_takedown(name)


def test_a_takedown_can_be_done_again(store: Store) -> None:
    store.take_down(store.find_takedown("Kabar Dermaga"))
    again = store.find_takedown("Kabar Dermaga")
    assert again.kind == "again" and not again.articles
    store.take_down(again)


def test_tombstones_hold_no_text(store: Store) -> None:
    store.take_down(store.find_takedown("https://news.example/0/0"))
    found = store.tombstones()
    assert set(found) == {"article", "text", "url"}
    assert found["url"] == {"news.example/0/0"}
    assert all(len(value) in (16, 64) for kind in ("article", "text") for value in found[kind])
