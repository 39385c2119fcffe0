from __future__ import annotations

from time import process_time

from padan.articles import build_article, label_repeated
from padan.model import Article, Role

WIDGET = "Kabar Pesisir Selalu Ada untuk Warga Tepi Laut"
SENTENCE = "Redaksi Kabar Pesisir mengucapkan selamat membaca kepada seluruh warga di tepi laut."


def article(topic: str, *extra: str, outlet: str = "Kabar Pesisir", rows: int = 5) -> Article:
    body = [
        f"Wali kota mengatakan {topic} nomor {i} ditutup karena retak pada tiga bagiannya."
        for i in range(rows)
    ]
    lines = [body[0], *extra, *body[1:]]
    return build_article("\n\n".join(lines), outlet=outlet, lang="id")


def role_of(found: Article, text: str) -> Role:
    return next(line.role for line in found.lines if found.text[line.start : line.end] == text)


def test_a_line_under_several_different_articles_is_furniture() -> None:
    before = [article(topic, WIDGET, SENTENCE) for topic in ("jembatan", "pasar", "sekolah")]
    assert role_of(before[0], SENTENCE) is Role.BODY
    after = label_repeated(before)
    for found in after:
        assert role_of(found, WIDGET) is Role.FURNITURE
        assert role_of(found, SENTENCE) is Role.FURNITURE
        assert {s.role for s in found.sentences if s.text == SENTENCE} == {Role.FURNITURE}
        assert sum(line.role is Role.BODY for line in found.lines) == 5
    assert [a.id for a in after] == [a.id for a in before]


def test_versions_of_one_article_keep_their_text() -> None:
    versions = [
        article("jembatan", f"Tambahan versi {i} tentang jembatan itu.", rows=6 + i)
        for i in range(5)
    ]
    assert label_repeated(versions) == versions


def test_two_articles_are_too_few_and_outlets_are_kept_apart() -> None:
    two = [article("jembatan", SENTENCE), article("pasar", SENTENCE)]
    assert label_repeated(two) == two
    three = [*two, article("sekolah", SENTENCE, outlet="Lain")]
    assert label_repeated(three) == three
    unnamed = [article(t, SENTENCE, outlet="") for t in ("jembatan", "pasar", "sekolah")]
    assert label_repeated(unnamed) == unnamed


def test_a_sentence_that_a_few_of_many_articles_share_is_no_furniture() -> None:
    shared = [article(t, SENTENCE) for t in ("jembatan", "pasar", "sekolah")]
    others = [article(f"gedung {chr(97 + i)}") for i in range(20)]
    after = label_repeated([*shared, *others])
    assert role_of(after[0], SENTENCE) is Role.BODY


def test_time_is_linear_in_the_articles() -> None:
    one = article("jembatan", WIDGET)
    few, many = [one] * 500, [one] * 5000

    def seconds(batch: list[Article]) -> float:
        begin = process_time()
        label_repeated(batch)
        return process_time() - begin

    seconds(few)
    assert seconds(many) < 40 * seconds(few) + 0.5
