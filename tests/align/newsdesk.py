"""Invented articles with known stories, and stand-ins for the encoder and the aligner."""

from __future__ import annotations

import random
from hashlib import sha256

import numpy as np

from padan.align.candidates import candidate_pairs
from padan.align.content import flow, overlap
from padan.align.nearness import measure_nearness
from padan.align.stories import group
from padan.align.thresholds import thresholds
from padan.model import Article, Bead, Line, Role, Sentence

LINK = thresholds().link

# What the invented articles say: (story, statement) -> a sentence in each of two wordings.
OPENINGS = (
    "Warga {place} memprotes {thing} yang {fault}",
    "Protes atas {thing} yang {fault} datang dari warga {place}",
)
PLACES = ("Kampung Damar", "Lembah Suri", "Teluk Nipah", "Bukit Lontar", "Pulau Kerang")
THINGS = ("jembatan", "pasar", "sekolah", "terminal", "pelabuhan", "waduk", "klinik", "stadion")
FAULTS = ("rusak", "terlambat", "mahal", "sempit", "gelap", "bocor", "macet", "kotor", "sepi")


def sentence(event: int, statement: int, wording: int = 0) -> str:
    chance = random.Random(f"{event}.{statement}")
    words = OPENINGS[wording].format(
        place=chance.choice(PLACES), thing=chance.choice(THINGS), fault=chance.choice(FAULTS)
    )
    return f"{words}, dengan kerugian {100 + event * 1000 + statement} juta rupiah menurut data."


def article(sentences, *, lang="id", role=Role.BODY, **more) -> Article:
    spans, lines, text = [], [], ""
    for i, words in enumerate(sentences):
        start = len(text)
        text += words + "\n"
        spans.append(Sentence(i, start, start + len(words), words, paragraph=i, role=role))
        lines.append(Line(start, start + len(words), role, "test", i))
    name = sha256(f"{text}{more.get('outlet', '')}{lang}".encode()).hexdigest()[:16]
    return Article(name, text, lang, tuple(lines), tuple(spans), **more)


def told(event, statements, wording=0, **more) -> Article:
    return article([sentence(event, k, wording) for k in statements], **more)


def amount(text: str) -> str:
    """What a sentence is about, for the aligner of these tests."""
    found = [word for word in text.split() if word.isdigit()]
    return found[0] if found else text


def align(left: Article, right: Article) -> list[Bead]:
    """Ties sentences that are about the same amount; stands in for the aligner."""
    there = {amount(s.text): s.index for s in reversed(right.aligned)}
    beads, taken = [], set()
    for own in left.aligned:
        other = there.get(amount(own.text))
        if other is None or other in taken:
            beads.append(Bead((own.index,), (), 0.9))
        else:
            taken.add(other)
            beads.append(Bead((own.index,), (other,), 0.95))
    return beads + [Bead((), (s.index,), 0.9) for s in right.aligned if s.index not in taken]


def encode(texts):
    """A vector per amount, with some noise per wording."""
    rows = np.zeros((len(texts), 64), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        row += np.random.default_rng(
            abs(int(sha256(amount(text).encode()).hexdigest()[:8], 16))
        ).normal(size=64)
        row += 0.3 * np.random.default_rng(len(text)).normal(size=64)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def search(articles):
    vectors = [encode([s.text for s in flow(a)]) for a in articles]
    nearness = measure_nearness(articles, vectors, thresholds().search.sigmas)
    return candidate_pairs(articles, nearness, thresholds().search)


def sets(stories):
    return {frozenset(a.id for a in s.articles) for s in stories}


def grouped(*articles):
    return group(articles, encode, align)


def shared_of(articles):
    def shared(one, other):
        by_id = {a.id: a for a in articles}
        left, right = by_id[one], by_id[other]
        return overlap(left, right, align(left, right), least=LINK.bead, lead=LINK.lead)

    return shared
