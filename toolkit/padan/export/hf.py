"""A store as a Hugging Face dataset: parquet shards, card, licence, `croissant.json`, checksums.

Stories are gone through two to four times (splits, like sentences, benchmarks, writing), one at a
time. Equal stories and options give equal bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from padan.errors import InputError
from padan.export.filters import ChosenStory, Filter
from padan.export.folders import replacing_folder
from padan.export.hf_card import CardInfo, Summary, describe
from padan.export.hf_rows import Record, StoryRecords
from padan.export.hf_shards import Shards
from padan.export.leakage import Benchmark, Leak, across_splits, in_benchmarks, refuse
from padan.export.policy import Policy, TextPolicy
from padan.export.pseudonyms import Pseudonyms
from padan.export.splits import Splits, assign
from padan.judgements.standing import standing
from padan.judgements.state import ReviewedStory
from padan.model import Judgement
from padan.view.plain import json_line

SPLIT_LIST: Final = "splits.tsv"
"""Article, story and split, so that a later export moves nothing."""

JudgementsOf = Callable[[Sequence[str]], Iterable[Judgement]]
"""The judgements about any of these articles, in the order of the log."""


@dataclass(frozen=True, slots=True)
class HfOptions:
    """What the user may choose about a dataset."""

    chosen: Filter = field(default_factory=Filter)
    policy: Policy = field(default_factory=Policy)
    keep_splits: Path | None = None
    """An earlier export whose stories keep their splits."""
    exclude: tuple[Path, ...] = ()
    """Benchmarks that no row may overlap with."""
    drop_overlap: bool = False
    """Leave overlapping rows out; else the export fails and names them."""
    names: bool = False
    """Reviewers under their names instead of pseudonyms."""
    card: CardInfo = field(default_factory=CardInfo)


@dataclass(frozen=True, slots=True)
class HfResult:
    """What an export did."""

    counts: Mapping[tuple[str, str], int]
    """(configuration, split) -> records."""
    held: Mapping[str, str]
    """Story id -> why it is in no split."""
    dropped: tuple[Leak, ...]
    """Rows left out since their texts stand elsewhere."""


class _Chosen:
    """What the filter leaves, as often as it is asked for."""

    def __init__(self, stories: Iterable[ReviewedStory], chosen: Filter) -> None:
        self._stories, self._chosen = stories, chosen

    def __iter__(self) -> Iterator[ChosenStory]:
        return self._chosen.cut(self._stories)


def export_hf(
    stories: Iterable[ReviewedStory],
    folder: Path,
    *,
    judgements: JudgementsOf = lambda _articles: (),
    options: HfOptions | None = None,
    force: bool = False,
) -> HfResult:
    """Write a dataset into `folder`, which appears only when it is whole.

    `stories` must be such that it can be gone through several times. Raises InputError where the
    folder is there (unless it is an earlier export and `force` is given, which keeps its splits),
    where texts overlap between splits or with a benchmark, and where nothing is left to export.
    """
    options = options or HfOptions()
    if iter(stories) is stories:
        raise ValueError("the stories must be such that they can be gone through several times")
    chosen = _Chosen(stories, options.chosen)
    earlier = options.keep_splits or (folder if (folder / SPLIT_LIST).is_file() else None)
    splits = assign(chosen, read_splits(earlier) if earlier else None)
    if not splits.of:
        raise InputError("nothing is left to export", where="export", todo="ask for less")
    leaks = [*across_splits(splits), *_from_benchmarks(chosen, options)]
    if not options.drop_overlap:
        refuse(leaks)
    dropped = {(leak.story, leak.row) for leak in leaks}
    summary = Summary()
    with replacing_folder(folder, force=force) as fresh:
        with Shards(fresh) as shards:
            writing = _Writing(shards, splits, options, summary, judgements)
            for story in chosen:
                writing.story(_without(story, dropped))
        _write_splits(fresh / SPLIT_LIST, splits)
        describe(fresh, options.card, splits.held, summary)
    return HfResult(dict(shards.counts), splits.held, tuple(leaks))


def _from_benchmarks(chosen: _Chosen, options: HfOptions) -> Iterator[Leak]:
    yield from in_benchmarks(chosen, [Benchmark.read(path) for path in options.exclude])


def _without(story: ChosenStory, dropped: set[tuple[str, int]]) -> ChosenStory:
    if not dropped:
        return story
    name = story.story.compared.story.id
    rows = tuple(row for row in story.rows if (name, row.row.index) not in dropped)
    return ChosenStory(story.story, rows)


@dataclass(slots=True)
class _Writing:
    """Stories on their way into shards."""

    shards: Shards
    splits: Splits
    options: HfOptions
    summary: Summary
    judgements: JudgementsOf
    names: Pseudonyms = field(init=False)
    logged: set[int] = field(default_factory=set)
    """Places in the log of judgements that were written with a story before."""

    def __post_init__(self) -> None:
        self.names = Pseudonyms(keep=self.options.names)

    def story(self, chosen: ChosenStory) -> None:
        """Write all records of a story."""
        name = chosen.story.compared.story.id
        split = self.splits.of.get(name)
        if split is None or not chosen.rows:
            return
        records = StoryRecords(chosen, self.options.policy, self.names)
        articles = list(records.articles())
        for article in articles:
            self.summary.article(article, split)
        self.shards.write("articles", split, articles)
        for row in chosen.rows:
            made = records.of_row(row)
            self.summary.row(made["stories"][0])
            for config, some in made.items():
                self.shards.write(config, split, some)
        self.shards.write("judgements", split, self._judgements(chosen))

    def _judgements(self, chosen: ChosenStory) -> Iterator[Record]:
        story = chosen.story.compared.story
        articles = {article.id: article for article in story.articles}
        found = list(self.judgements(list(articles)))
        stands = {judgement.id for judgement in standing(found)}
        for judgement in found:
            if judgement.seq in self.logged:
                continue
            self.logged.add(judgement.seq)
            known = [articles[name] for name in judgement.articles if name in articles]
            whole = len(known) == len(judgement.articles)
            policy = self.options.policy.least(known) if whole else TextPolicy.NONE
            body = self.names.body(judgement.body, text=policy is TextPolicy.FULL)
            yield {
                "seq": judgement.seq,
                "judgement_id": judgement.id,
                "story_id": story.id,
                "reviewer": self.names.of(judgement.reviewer),
                "at": judgement.at,
                "act": judgement.act.value,
                "articles": list(judgement.articles),
                "body": json_line(body).rstrip("\n"),
                "stands": judgement.id in stands,
                "text_policy": policy.value,
            }


def _write_splits(path: Path, splits: Splits) -> None:
    with path.open("x", encoding="utf-8", newline="\n") as out:
        out.write("article_id\tstory_id\tsplit\n")
        out.writelines("\t".join(line) + "\n" for line in splits.lines())


def read_splits(folder: Path) -> dict[str, str]:
    """Article id -> split of an earlier export. Raises InputError where it has no such list."""
    path = folder / SPLIT_LIST
    try:
        lines = path.read_text("utf-8").splitlines()[1:]
        return {article: split for article, _, split in (line.split("\t") for line in lines)}
    except (OSError, ValueError) as problem:
        raise InputError(
            "holds no list of splits", where=str(path), todo="name a folder that padan wrote"
        ) from problem
