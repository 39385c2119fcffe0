"""README.md and LICENSE of a dataset: what it is, what it was made of, and under which terms."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from padan.engines import registry
from padan.engines.languages import base_language
from padan.errors import InputError
from padan.export.croissant import write_croissant
from padan.export.folders import write_checksums
from padan.export.hf_features import ABOUT, DEFAULT, FIELDS, features
from padan.export.hf_shards import counted, present, present_splits, read_shards
from padan.export.policy import TextPolicy, snippet_bounds
from padan.export.splits import SPLITS
from padan.translate.memory import is_human
from padan.view.pages import padan_version
from padan.view.words import language

_SIZES: Final = (
    (1_000, "n<1K"),
    (10_000, "1K<n<10K"),
    (100_000, "10K<n<100K"),
    (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"),
    (100_000_000, "10M<n<100M"),
)
_LARGEST: Final = "100M<n<1B"
SETTINGS: Final = "padan.json"
"""What was said when the dataset was made, so that it can be described again."""
_DATA_LICENCE: Final = "CC-BY-4.0"
"""Of what the export adds: rows, scores, findings, judgements."""


@dataclass(frozen=True, slots=True)
class CardInfo:
    """What only the user can say about a dataset."""

    name: str = "padan rows"
    contact: str = ""
    """A person or an address: questions, and outlets who want a text taken out."""
    citation: str = ""


@dataclass(slots=True)
class _Outlet:
    articles: set[str] = field(default_factory=set)
    policies: set[str] = field(default_factory=set)
    is_open: bool = False


@dataclass(slots=True)
class Summary:
    """What the card tells, counted from records."""

    outlets: dict[tuple[str, str], _Outlet] = field(default_factory=dict)
    """(outlet, licence) -> what there is of it."""
    langs: set[str] = field(default_factory=set)
    engines: set[str] = field(default_factory=set)
    """Signatures of translations."""
    human: bool = False
    signatures: set[str] = field(default_factory=set)
    stories: dict[str, set[str]] = field(default_factory=dict)
    """Split -> ids of its stories."""
    rows: int = 0
    reviewed: int = 0
    first: str = ""
    last: str = ""
    """Days of publication."""

    @staticmethod
    def of(folder: Path) -> Summary:
        """Counted anew from the shards of a dataset."""
        summary = Summary()
        for path, record in read_shards(folder, "articles"):
            summary.article(record, path.name.partition("-")[0])
        for _, record in read_shards(folder, "stories"):
            summary.row(record)
        return summary

    def article(self, record: Mapping[str, Any], split: str) -> None:
        """Count an article."""
        key = (record["outlet"], record["licence"])
        outlet = self.outlets.setdefault(key, _Outlet())
        outlet.articles.add(record["article_id"])
        outlet.policies.add(record["text_policy"])
        outlet.is_open = bool(record["open_licence"])
        self.langs.add(base_language(record["lang"]))
        self.stories.setdefault(split, set()).add(record["story_id"])
        if record["published"]:
            day = record["published"].isoformat()
            self.first, self.last = min(self.first or day, day), max(self.last, day)

    def row(self, record: Mapping[str, Any]) -> None:
        """Count a row of `stories`."""
        self.rows += 1
        self.reviewed += record["status"] != "unreviewed"
        self.signatures.add(record["signature"])
        for cell in record["cells"]:
            for signature in (cell["english_by"] or "").split("; "):
                if is_human(signature):
                    self.human = True
                elif signature:
                    self.engines.add(signature)

    @property
    def beyond_licence(self) -> list[str]:
        """Outlets whose text is in the export though their licence is not known to allow it."""
        return sorted(
            {
                outlet or "unnamed"
                for (outlet, _), found in self.outlets.items()
                if found.policies != {TextPolicy.NONE.value} and not found.is_open
            }
        )


def describe(folder: Path, info: CardInfo, held: Mapping[str, str], summary: Summary) -> None:
    """Write all that describes the shards of a dataset: card, licence, `croissant.json`."""
    write_card(folder, info, summary, counted(folder), held)
    write_croissant(folder, info.name, info.citation, summary.rows, summary.last)
    settings = {"padan": padan_version(), "card": asdict(info), "held": dict(held)}
    _write(folder / SETTINGS, json.dumps(settings, ensure_ascii=False, indent=1) + "\n")


def describe_anew(folder: Path) -> None:
    """Describe a dataset again after its shards were changed, in the same words.

    Raises InputError where the folder is no dataset of padan.
    """
    try:
        known = json.loads((folder / SETTINGS).read_text("utf-8"))
        info, held = CardInfo(**known["card"]), dict(known["held"])
    except (OSError, ValueError, TypeError, KeyError) as problem:
        raise InputError("is no dataset of padan", where=str(folder)) from problem
    describe(folder, info, held, Summary.of(folder))
    write_checksums(folder)


def write_card(
    folder: Path,
    info: CardInfo,
    summary: Summary,
    counts: Mapping[tuple[str, str], int],
    held: Mapping[str, str],
) -> None:
    """Write README.md and LICENSE into the folder of a dataset whose shards are there."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    templates = Environment(  # noqa: S701  Markdown, no page
        loader=PackageLoader("padan.export"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    values = {
        "info": info,
        "summary": summary,
        "counts": counts,
        "held": held,
        "version": padan_version(),
        "about": ABOUT,
        "fields": FIELDS,
        "splits": [split for split in SPLITS if summary.stories.get(split)],
        "outlets": _outlets(summary),
        "languages": [language(code) for code in sorted(summary.langs)],
        "engines": [(s, engine_licence(s)) for s in sorted(summary.engines)],
        "snippet_bounds": snippet_bounds(),
        "data_licence": _DATA_LICENCE,
    }
    head = _head(folder, info, summary, counts)
    body = templates.get_template("dataset-card.md").render(values)
    _write(folder / "README.md", f"---\n{head}---\n\n{body}")
    _write(folder / "LICENSE", templates.get_template("dataset-licence.txt").render(values))


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8", newline="\n")


def _outlets(summary: Summary) -> list[dict[str, Any]]:
    return [
        {
            "name": _cell(outlet) or "unnamed",
            "licence": _cell(licence) or "none stated",
            "articles": len(found.articles),
            "text": ", ".join(sorted(found.policies)),
        }
        for (outlet, licence), found in sorted(summary.outlets.items())
    ]


def _cell(text: str) -> str:
    """A text of an outlet in a table: on one line, and no bar or tag in it."""
    line = " ".join(text.split())
    return line.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")


def engine_licence(signature: str) -> str:
    """The licence of the engine that a translation's signature names, as far as it is known."""
    name = signature.partition("@")[0].partition(":")[0].partition("/")[0]
    for engine in registry.list_engines():
        known = engine.spec.partition(":")[0].partition("[")[0]
        if engine.task == "translate" and known == name and engine.licence:
            return engine.licence
    return "unknown"


def _head(
    folder: Path, info: CardInfo, summary: Summary, counts: Mapping[tuple[str, str], int]
) -> str:
    """The card's YAML, with a configuration for each folder of shards."""
    from huggingface_hub import DatasetCardData

    langs = sorted(lang for lang in summary.langs | {"en"} if lang != "und")
    head: dict[str, Any] = {
        "language": langs,
        "license": "other",
        "license_name": "per-outlet",
        "license_link": "LICENSE",
        "pretty_name": info.name,
        "annotations_creators": [
            "machine-generated",
            *(["expert-generated"] * (summary.reviewed > 0)),
        ],
        "language_creators": ["found", *(["machine-generated"] * bool(summary.engines))],
        "multilinguality": ["translation" if len(langs) > 1 else "monolingual"],
        "size_categories": [_size(summary.rows)],
        "source_datasets": ["original"],
        "task_categories": ["translation", "text-classification", "sentence-similarity"],
        "tags": ["news", "sentence-alignment", "parallel-corpus", "fact-consistency", "padan"],
        "configs": [_config(folder, name) for name in present(folder)],
        "dataset_info": [_info(folder, name, counts) for name in present(folder)],
    }
    card: Any = DatasetCardData(**head)
    return f"{card.to_yaml()}\n"


def _size(rows: int) -> str:
    return next((name for most, name in _SIZES if rows < most), _LARGEST)


def _config(folder: Path, name: str) -> dict[str, Any]:
    shards = [{"split": s, "path": f"{name}/{s}-*.parquet"} for s in present_splits(folder, name)]
    default = {"default": True} if name == DEFAULT else {}
    return {"config_name": name, **default, "data_files": shards}


def _info(folder: Path, name: str, counts: Mapping[tuple[str, str], int]) -> dict[str, Any]:
    from datasets.info import DatasetInfo, DatasetInfosDict
    from huggingface_hub import DatasetCardData

    card: Any = DatasetCardData()
    made = DatasetInfo(features=features(name), config_name=name)
    DatasetInfosDict({name: made}).to_dataset_card_data(card)
    described: dict[str, Any] = card.to_dict()["dataset_info"]
    sizes = {
        split: sum(p.stat().st_size for p in (folder / name).glob(f"{split}-*.parquet"))
        for split in present_splits(folder, name)
    }
    return described | {
        "splits": [
            {"name": split, "num_bytes": size, "num_examples": counts.get((name, split), 0)}
            for split, size in sizes.items()
        ],
        "download_size": sum(sizes.values()),
        "dataset_size": sum(sizes.values()),
    }
