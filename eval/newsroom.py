"""Articles with known stories for `eval/stories.py`: invented ones, and some derived from NTREX."""

from __future__ import annotations

import json
import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from itertools import count, islice
from pathlib import Path

from padan.model import Article, Line, Role, Sentence

WORDS = Path(__file__).with_name("newsroom.toml")
Made = tuple[Article, str]
"""An article and the name of its story."""
OUTLETS = ("Arus", "Bahtera", "Cakra", "Duta", "Embun", "Fajar", "Garda", "Hulu")


def make_article(
    sentences: Sequence[str], *, lang: str = "id", outlet: str = "", published: date | None = None
) -> Article:
    """An article of body sentences, a line each."""
    text = "\n".join(sentences)
    found, lines, start = [], [], 0
    for i, sentence in enumerate(sentences):
        end = start + len(sentence)
        found.append(Sentence(i, start, end, sentence, paragraph=i))
        lines.append(Line(start, end, Role.BODY, "made so", i))
        start = end + 1
    name = sha256(f"{text}\0{outlet}".encode()).hexdigest()[:16]
    return Article(name, text, lang, tuple(lines), tuple(found), outlet=outlet, published=published)


# --- invented news -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that can be said in several wordings: one choice per slot, and a pattern family."""

    slots: Mapping[str, Sequence[str]]
    family: int


_PATTERNS = (
    (
        "{body} {does} {thing} di {place} {time} {reason}.",
        "{time}, {body} {does} {thing} di {place} {reason}.",
        "{reason}, {body} {does} {thing} di {place} pada {time}.",
    ),
    (
        "Sedikitnya {number} {measure} di {place} terdampak, kata {post} {person}.",
        "Menurut {post} {person}, ada {number} {measure} yang terdampak di {place}.",
        "{post} {person} menyebut {number} {measure} di {place} ikut terdampak.",
    ),
    (
        "“{thing} itu harus selesai {time},” ujar {person}, {post}, {reason}.",
        "{person} selaku {post} meminta {thing} selesai {time} {reason}.",
        "{post} {person} ingin urusan {thing} rampung {time}, {reason}.",
    ),
)


@dataclass(slots=True)
class Newsroom:
    """Invents beats (a cast of people, places and bodies) and stories on them."""

    chance: random.Random
    words: Mapping[str, Sequence[Sequence[str] | str]] = field(
        default_factory=lambda: tomllib.loads(WORDS.read_text(encoding="utf-8"))
    )

    def beat(self) -> dict[str, list[Sequence[str]]]:
        """The words that the stories of one beat draw on."""
        sizes = {"people": 3, "posts": 3, "places": 3, "bodies": 3, "things": 5}
        sizes |= {"does": 24, "reasons": 12, "times": 10, "measures": 9}
        return {
            key: [[w] if isinstance(w, str) else w for w in self.chance.sample(self.words[key], n)]
            for key, n in sizes.items()
        }

    def fact(self, beat: Mapping[str, Sequence[Sequence[str]]]) -> Fact:
        """A new fact about the cast of a beat."""
        names = {"person": "people", "post": "posts", "place": "places", "body": "bodies"}
        names |= {"does": "does", "thing": "things", "reason": "reasons"}
        names |= {"time": "times", "measure": "measures"}
        slots = {slot: self.chance.choice(beat[key]) for slot, key in names.items()}
        slots["number"] = [str(self.chance.randint(3, 9000))]
        return Fact(slots, self.chance.randrange(len(_PATTERNS)))

    def say(self, fact: Fact) -> str:
        """The fact in one of its wordings."""
        chosen = {slot: self.chance.choice(words) for slot, words in fact.slots.items()}
        said = self.chance.choice(_PATTERNS[fact.family]).format(**chosen)
        return said[0].upper() + said[1:]


def invent(number: int, seed: int) -> list[Made]:
    """So many articles with the names of their stories; the same for the same seed."""
    return list(islice(invented(seed), number))


def invented(seed: int) -> Iterator[Made]:
    """Articles without end, with the names of their stories; the same for the same seed."""
    chance = random.Random(seed)
    room = Newsroom(chance)
    beat, stock = room.beat(), dict[str, list[str]]()
    earlier: list[Fact] = []
    for story in count():
        if story % 6 == 0:
            beat, earlier = room.beat(), []
            stock = {o: [room.say(room.fact(beat)) for _ in range(2)] for o in OUTLETS}
        facts = [room.fact(beat) for _ in range(chance.randint(8, 14))]
        # Every fifth story follows up the one before it and quotes three of its facts.
        quoted = earlier[2:5] if story % 5 == 4 else []
        day = date(2024, 1, 1) + timedelta(days=chance.randint(0, 700))
        for outlet in chance.sample(OUTLETS, chance.choice((1, 1, 2, 3, 4, 5))):
            for sentences in _retell(room, beat, facts, quoted, stock[outlet]):
                yield make_article(sentences, outlet=outlet, published=day), f"s{story}"
        earlier = facts


def _retell(
    room: Newsroom,
    beat: Mapping[str, Sequence[Sequence[str]]],
    facts: Sequence[Fact],
    quoted: Sequence[Fact],
    stock: Sequence[str],
) -> Iterator[list[str]]:
    """One outlet's article, now and then also its first page."""
    chance = room.chance
    kept = list(facts) if chance.random() < 0.3 else [f for f in facts[2:] if chance.random() < 0.8]
    if len(kept) < len(facts):
        kept = [*facts[:2], *kept]
    if chance.random() < 0.15:
        kept = kept[:5]
    if len(kept) > 5 and chance.random() < 0.3:
        place = chance.randrange(2, len(kept) - 1)
        kept[place], kept[place + 1] = kept[place + 1], kept[place]
    sentences = [room.say(fact) for fact in kept]
    for _ in range(chance.randint(0, 3)):
        sentences.insert(chance.randint(2, len(sentences)), room.say(room.fact(beat)))
    sentences += [room.say(fact) for fact in quoted]
    if chance.random() < 0.3:
        sentences += stock
    yield sentences
    if chance.random() < 0.05:
        yield sentences[: max(3, len(sentences) // 2)]


# --- stories derived from NTREX ------------------------------------------------------------------


def derive(folder: Path, half: str, seed: int) -> list[Made]:
    """Articles made of the NTREX documents of one half (`fit`: even places, `report`: odd).

    Of every document of eight lines or more: both languages whole; the Indonesian first five
    lines; the English with three in ten lines lost and others' lines between, every third time
    two of them before all else (an opening of the outlet's own). Beside them, each a
    story of its own: Indonesian lines of a document used for nothing else, that go on with three
    lines of another (a follow-up). Both languages of every second document end with two lines
    that all documents of that outlet end with (a background paragraph).
    """
    chance = random.Random(seed)
    documents: dict[str, list[tuple[str, str]]] = {}
    with (folder / "ntrex" / "ntrex.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            documents.setdefault(row["document"], []).append((row["id"], row["en"]))
    mine = sorted(documents)[0 if half == "fit" else 1 :: 2]
    told = [name for name in mine if len(documents[name]) >= 8]
    spare = [name for name in mine if len(documents[name]) < 8]
    # Every fourth long document gives the lines that retellings add and follow-ups open with.
    spare += told[::4]
    told = [name for name in told if name not in spare]
    own = [pair for name in spare for pair in documents[name]]
    stock: dict[str, list[tuple[str, str]]] = {}
    made: list[Made] = []
    for place, name in enumerate(told):
        outlet, pairs = name.rsplit(".", 1)[0], list(documents[name])
        tail = stock.setdefault(outlet, pairs[-2:]) if place % 2 else []
        pairs += [pair for pair in tail if pair not in pairs]
        kept = [en for i, (_, en) in enumerate(pairs) if i < 1 or chance.random() < 0.7]
        for _ in range(len(kept) // 4):
            kept.insert(chance.randint(1, len(kept)), chance.choice(own)[1])
        if place % 3 == 0:
            kept[:0] = [en for _, en in chance.sample(own, 2)]
        body = [indonesian for indonesian, _ in pairs]
        made += [
            (make_article(body, outlet=outlet), name),
            (make_article([en for _, en in pairs], lang="en", outlet=f"{outlet} en"), name),
            (make_article(body[:5], outlet="agency"), name),
            (make_article(kept, lang="en", outlet="other"), name),
        ]
    for place, name in enumerate(spare):
        first = [indonesian for indonesian, _ in documents[name]][:8]
        quoted = [pair[0] for pair in documents[told[place % len(told)]][2:5]]
        made.append((make_article([*first, *quoted], outlet="follow-up"), f"follow-up {name}"))
    return made
