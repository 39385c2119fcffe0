"""Compared stories made by hand from texts invented for these tests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from padan.model import (
    Article,
    Cell,
    ComparedStory,
    Comparison,
    Fault,
    FaultKind,
    Finding,
    Kind,
    Line,
    Role,
    Row,
    Sentence,
    Severity,
    Span,
    Story,
    Translation,
)

LineOf = tuple[Role, Sequence[str]]
"""A line: its role and its sentences."""


def make_article(lines: Iterable[LineOf], *, outlet: str, lang: str, **fields: object) -> Article:
    """An article whose text is the lines' sentences, with every offset counted."""
    text, made_lines, sentences = "", [], []
    for paragraph, (role, parts) in enumerate(lines):
        begin = len(text)
        for part in parts:
            start = len(text)
            text += part
            sentences.append(Sentence(len(sentences), start, len(text), part, paragraph, role))
            text += " "
        text = text[:-1]
        why = "stands under the header" if role is Role.BODY else f"reads like a {role.value}"
        made_lines.append(Line(begin, len(text), role, why, paragraph))
        text += "\n"
    key = hashlib.sha256(f"{text}|{outlet}|{fields.get('url')}".encode("utf-8", "replace"))
    return Article(
        id=key.hexdigest()[:16],
        text=text,
        lang=lang,
        lines=tuple(made_lines),
        sentences=tuple(sentences),
        outlet=outlet,
        **fields,  # type: ignore[arg-type]
    )


def span_of(article: Article, words: str) -> Span:
    """Where `words` stand in an article."""
    start = article.text.index(words)
    return Span(start, start + len(words))


def make_finding(
    kind: Kind,
    severity: Severity,
    reason: str,
    *,
    reference: Span | None = None,
    retelling: Span | None = None,
    english: Span | None = None,
    perhaps_ours: bool = False,
) -> Finding:
    """A finding; seen in our English where it has a place there or is perhaps ours."""
    basis = "en-mt" if english or perhaps_ours else "en-id"
    return Finding(kind, severity, reference, retelling, reason, basis, english, perhaps_ours)


def make_translation(source: str, text: str, *faults: str) -> Translation:
    return Translation(
        source, text, "id", "en", "test@1", tuple(Fault(FaultKind.SHORT, f) for f in faults)
    )


def make_story(
    title: str,
    articles: Sequence[Article],
    rows: Sequence[Row],
    *,
    english: Mapping[str, Mapping[int, Translation]] | None = None,
    reference: bool = True,
    versions: Mapping[str, str] | None = None,
) -> ComparedStory:
    key = "".join(article.id for article in articles)
    story = Story(
        id=hashlib.sha256(key.encode()).hexdigest()[:16],
        title=title,
        articles=tuple(articles),
        reference=articles[0].id if reference and articles else None,
        versions=versions or {},
    )
    signatures = {"align": "e5@0.3.0 n:m<=3", "translate": "gemma@1 greedy", "compare": "checks@1"}
    return ComparedStory(story, tuple(rows), english or {}, signatures)  # type: ignore[arg-type]


REFERENCE_LINES: list[LineOf] = [
    (Role.FURNITURE, ["Home | Harbour | Weather"]),
    (Role.HEADLINE, ["Night ferry runs aground off Morrow Point"]),
    (Role.BYLINE, ["By Ada Quill"]),
    (
        Role.BODY,
        [
            "The night ferry Saltmarsh ran aground off Morrow Point on Tuesday with 214 people on "
            "board, the coast guard said.",
            "Nobody was seriously hurt.",
        ],
    ),
    (
        Role.BODY,
        [
            "The harbour master of Eastwick, Jonas Thorne, said he did not believe that the crew "
            "was to blame.",
        ],
    ),
    (Role.BODY, ["Divers may inspect the hull on 9 March."]),
    (Role.BODY, ["The ferry line has been criticised for its old charts before."]),
    (Role.BODY, ["Passengers were taken to a school hall.", "They were given tea and blankets."]),
    (Role.CAPTION, ["The Saltmarsh at low tide."]),
    (Role.FURNITURE, ["Subscribe to our harbour letter"]),
]

RETELLING_LINES: list[LineOf] = [
    (Role.HEADLINE, ["Feri malam kandas di dekat Tanjung Morrow"]),
    (Role.DATELINE, ["EASTWICK, KABAR PELABUHAN -"]),
    (
        Role.BODY,
        [
            "Feri malam Saltmarsh kandas di dekat Tanjung Morrow pada hari Rabu dengan 241 orang "
            "di dalamnya.",
            "Demikian kata penjaga pantai.",
        ],
    ),
    (Role.FURNITURE, ["Baca juga: Harga ikan naik lagi"]),
    (
        Role.BODY,
        ["Kepala pelabuhan Westwick, Jonas Thorne, mengatakan ia yakin awak kapal bersalah."],
    ),
    (Role.BODY, ["Warga sekitar sudah lama mengeluhkan kabut di perairan itu."]),
    (Role.BODY, ["Para penumpang dibawa ke aula sekolah dan diberi teh serta selimut."]),
    (Role.BODY, ["Penyelam mungkin memeriksa lambung kapal pada 9 Maret."]),
    (Role.CAPTION, ["Kapal Saltmarsh saat air surut."]),
]

ENGLISH = {
    0: "The night ferry ran aground near Cape Morrow",
    2: "The night ferry Saltmarsh ran aground near Cape Morrow on Wednesday with 241 people in it.",
    3: "So said the coast guard.",
    5: "The harbour chief of Westwick, Jonas Thorne, said he was sure the crew was guilty.",
    6: "Local people have long complained of fog in those waters.",
    7: "The passengers were taken to the school hall and given tea and blankets.",
    8: "Divers might check the hull.",
    9: "The ship Saltmarsh when the water was low.",
}

GERMAN_LINES: list[LineOf] = [
    (Role.HEADLINE, ["Nachtfähre vor Morrow Point auf Grund gelaufen"]),
    (
        Role.BODY,
        [
            "Die Nachtfähre „Saltmarsh“ ist am Dienstag vor Morrow Point mit 214 Menschen an Bord "
            "auf Grund gelaufen.",
            "Ernsthaft verletzt wurde niemand.",
        ],
    ),
    (Role.BODY, ["Die Reederei stand wegen alter Seekarten schon mehrfach in der Kritik."]),
]


def english_span(words: str, *sentences: int) -> Span:
    """Where `words` stand in the joined English of a cell."""
    start = " ".join(ENGLISH[index] for index in sentences).index(words)
    return Span(start, start + len(words))


def ferry_articles() -> tuple[Article, Article, Article]:
    reference = make_article(
        REFERENCE_LINES,
        outlet="The Harbour Post",
        lang="en",
        url="https://harbour.example/saltmarsh",
        published=date(2025, 3, 4),
        licence="CC BY 4.0",
    )
    retelling = make_article(
        RETELLING_LINES,
        outlet="Kabar Pelabuhan",
        lang="id",
        url="https://kabar.example/feri",
        published=date(2025, 3, 6),
    )
    german = make_article(GERMAN_LINES, outlet="", lang="de", source="texts/kuestenblatt.txt")
    return reference, retelling, german


def ferry_story() -> ComparedStory:
    """Three articles, nine rows, a finding of every kind, one moved and one unsure row."""
    en, idn, de = ferry_articles()
    number = make_finding(
        Kind.NUMBER,
        Severity.MAJOR,
        "The source says 214 people, the retelling 241.",
        reference=span_of(en, "214 people"),
        retelling=span_of(idn, "241 orang"),
        english=english_span("241 people", 2, 3),
    )
    when = make_finding(
        Kind.DATE,
        Severity.MINOR,
        "The source says Tuesday, the retelling Wednesday.",
        reference=span_of(en, "on Tuesday with 214"),
        retelling=span_of(idn, "pada hari Rabu"),
    )
    negation = make_finding(
        Kind.NEGATION,
        Severity.CRITICAL,
        "“did not believe” became “is sure”: the statement is turned round.",
        reference=span_of(en, "did not believe"),
        retelling=span_of(idn, "yakin"),
    )
    name = make_finding(
        Kind.NAME,
        Severity.MAJOR,
        "The source names Eastwick, the retelling Westwick.",
        reference=span_of(en, "Eastwick"),
        retelling=span_of(idn, "Westwick"),
    )
    missing_date = make_finding(
        Kind.DATE,
        Severity.MAJOR,
        "The source says 9 March, our English of the retelling has no date.",
        reference=span_of(en, "9 March"),
        perhaps_ours=True,
    )
    left_out = make_finding(
        Kind.OMISSION,
        Severity.MAJOR,
        "The source says this, the retelling does not.",
        reference=Span(en.sentences[4].start, en.sentences[4].end),
    )
    gone = make_finding(
        Kind.OMISSION,
        Severity.MINOR,
        "The source says this, the retelling does not.",
        reference=Span(en.sentences[7].start, en.sentences[7].end),
    )
    added = make_finding(
        Kind.ADDITION,
        Severity.MINOR,
        "The retelling says this, the source does not.",
        retelling=Span(idn.sentences[6].start, idn.sentences[6].end),
    )
    several = make_finding(
        Kind.ADDITION,
        Severity.TRIVIAL,
        "The retelling says “several times”, the source only “before”.",
        reference=span_of(en, "before"),
        retelling=span_of(de, "mehrfach"),
    )

    def row(index: int, confidence: float, *cells: Cell) -> Row:
        return Row(index, cells, confidence)

    def said(article: Article, *sentences: int) -> Cell:
        return Cell(article.id, sentences)

    def told(
        article: Article, sentences: Sequence[int], consistency: float | None, *findings: Finding
    ) -> Cell:
        return Cell(article.id, tuple(sentences), Comparison(consistency, findings))

    abstained = Comparison(0.88, (), ("names: no list of names for German",))
    rows = [
        row(0, 0.97, said(en, 1), told(idn, [0], 0.93), told(de, [0], 0.95)),
        row(1, 0.95, said(en, 3), told(idn, [2, 3], 0.31, number, when), told(de, [1], 0.96)),
        row(2, 0.9, said(en, 4), told(idn, [], None, left_out), Cell(de.id, (2,), abstained)),
        row(3, 0.93, said(en, 5), told(idn, [5], 0.06, negation, name), told(de, [], None)),
        row(4, 0.8, said(en, 6), Cell(idn.id, (8,), Comparison(0.41, (missing_date,)), True)),
        row(5, 0.42, said(en, 7), told(idn, [], None, gone), told(de, [3], 0.83, several)),
        row(6, 0.7, said(en), told(idn, [6], None, added), told(de, [], None)),
        row(7, 0.92, said(en, 8, 9), told(idn, [7], 0.9), told(de, [], None)),
        row(8, 0.96, said(en, 10), told(idn, [9], 0.44), told(de, [], None)),
    ]
    rows[4] = Row(4, (*rows[4].cells, told(de, [], None)), 0.8)
    english = {
        idn.id: {
            index: make_translation(idn.sentences[index].text, text)
            for index, text in ENGLISH.items()
        }
    }
    english[idn.id][8] = make_translation(
        idn.sentences[8].text, ENGLISH[8], "the date of the original is missing"
    )
    return make_story(
        "Night ferry runs aground off Morrow Point", (en, idn, de), rows, english=english
    )


def long_story(rows: int, outlets: int) -> ComparedStory:
    """A story of many plain rows; every seventh cell of a retelling has a finding."""
    articles = [
        make_article(
            [(Role.BODY, [f"Buoy {n} off Morrow Point was seen by {place}."]) for n in range(rows)],
            outlet=f"Outlet {place}",
            lang="en",
        )
        for place in range(outlets)
    ]
    kinds, severities = list(Kind), list(Severity)

    def cell(index: int, place: int) -> Cell:
        article = articles[place]
        if place == 0:
            return Cell(article.id, (index,))
        findings = ()
        if (index + place) % 7 == 0:
            start = article.sentences[index].start
            findings = (
                make_finding(
                    kinds[index % len(kinds)],
                    severities[index % len(severities)],
                    f"Buoy {index} is told differently.",
                    retelling=Span(start, start + 4),
                ),
            )
        return Cell(article.id, (index,), Comparison(0.5 + (index % 50) / 100, findings))

    made = [Row(n, tuple(cell(n, p) for p in range(outlets)), 0.9) for n in range(rows)]
    return make_story(f"Buoys of {outlets} outlets", articles, made)


def story_saying(text: str, *, title: str = "A story", outlet: str = "Outlet") -> ComparedStory:
    """A story in which everything an outlet can supply is `text`."""
    source = make_article([(Role.BODY, ["The lamp was lit."])], outlet="Source", lang="en")
    told = make_article(
        [(Role.FURNITURE, [text]), (Role.BODY, [text])],
        outlet=outlet,
        lang="und",
        url=text,
        licence=text,
        title=text,
    )
    finding = make_finding(
        Kind.NAME,
        Severity.MAJOR,
        f"The retelling says {text}",
        retelling=Span(told.sentences[1].start, told.sentences[1].end),
    )
    comparison = Comparison(0.2, (finding,), (f"names: {text}",))
    rows = [Row(0, (Cell(source.id, (0,)), Cell(told.id, (1,), comparison)), 0.9)]
    english = {told.id: {1: make_translation(text, text, text)}}
    return make_story(title, (source, told), rows, english=english)


def two_copies(*abstained: str) -> ComparedStory:
    """A source and two outlets that copied each other's error, in two rows."""
    source = make_article(
        [(Role.BODY, ["Six boats sank.", "Five were raised."])], outlet="Source", lang="en"
    )
    told = [
        make_article(
            [(Role.BODY, ["Nine boats sank.", "Five were raised."])], outlet=name, lang="en"
        )
        for name in ("One", "Two")
    ]

    def cell(article: Article, index: int, *findings: Finding) -> Cell:
        return Cell(article.id, (index,), Comparison(0.5, findings, abstained))

    findings = [
        make_finding(
            Kind.NUMBER,
            Severity.MAJOR,
            "Six became nine.",
            reference=span_of(source, "Six"),
            retelling=span_of(article, "Nine"),
        )
        for article in told
    ]
    rows = [
        Row(0, (Cell(source.id, (0,)), *map(cell, told, [0, 0], findings)), 0.9),
        Row(1, (Cell(source.id, (1,)), *map(cell, told, [1, 1])), 0.9),
    ]
    return make_story("Boats", [source, *told], rows)
