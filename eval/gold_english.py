"""Puts the Indonesian sentences of the gold stories with an English reference into English, once.

    python eval/gold_english.py     write eval/gold_english.jsonl with the embedded translator

So that eval/consistency.py compares these stories as `padan run` would, without an engine. A line
per sentence: the source, our English, its faults, its confidence, and what made it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from gold import GoldStory, load_story
from padan.api import translate
from padan.model import Fault, FaultKind, Translation

HERE = Path(__file__).parent
STORED = HERE / "gold_english.jsonl"
CORPORA = HERE.parent / "corpora"


def stories(folder: Path = CORPORA) -> list[GoldStory]:
    """The gold stories, in the order of their folders."""
    return [load_story(path.parent) for path in sorted(folder.glob("*/story.toml"))]


def load(path: Path = STORED) -> dict[str, Translation]:
    """Source sentence -> our English; empty where none were stored."""
    if not path.is_file():
        return {}
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return {line["source"]: _translation(line) for line in lines}


def _translation(line: Mapping[str, object]) -> Translation:
    faults = line["faults"]
    assert isinstance(faults, list)
    confidence = line["confidence"]
    return Translation(
        source=str(line["source"]),
        text=str(line["text"]),
        source_lang="id",
        target_lang="en",
        signature=str(line["signature"]),
        faults=tuple(Fault(FaultKind(kind), reason) for kind, reason in faults),
        confidence=confidence if isinstance(confidence, float) else None,
    )


def _wanted(story: GoldStory) -> Iterator[str]:
    if story.languages[story.reference] != "en":
        return
    for row in story.rows:
        if not row.cells[story.reference]:
            continue
        for file, ids in row.cells.items():
            if story.languages[file] == "id":
                known = {s.id: s.text for s in story.articles[file].sentences}
                yield from (known[i] for i in ids)


def main() -> int:
    """Write the file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--translator", default="gemma")
    options = parser.parse_args()
    texts = list(dict.fromkeys(text for story in stories() for text in _wanted(story)))
    print(f"{len(texts)} sentences", file=sys.stderr)
    made = translate(
        texts,
        translator=options.translator,
        on_done=lambda n: print(f"\r{n}", end="", file=sys.stderr),
    )
    lines = [
        json.dumps(
            {
                "source": done.source,
                "text": done.text,
                "faults": [[f.kind.value, f.reason] for f in done.faults],
                "signature": done.signature,
                "confidence": done.confidence and round(done.confidence, 3),
            },
            ensure_ascii=False,
        )
        for done in made
        if done is not None
    ]
    STORED.write_text("\n".join(lines) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
