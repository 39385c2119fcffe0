"""The options by which every export chooses rows, and how much of their texts leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from padan.model import Kind, Status

if TYPE_CHECKING:
    from padan.export.filters import ChosenStory, Filter
    from padan.export.policy import Policy
    from padan.judgements.state import ReviewedStory
    from padan.store import Store

_Command = Callable[..., Any]
_SHARE = click.FloatRange(0, 1)
_DAY = click.DateTime(["%Y-%m-%d"])

_options = (
    click.option("--story", "stories", multiple=True, help="Its id or words of its title."),
    click.option("--outlet", "outlets", multiple=True, help="Retellings by this outlet."),
    click.option(
        "--language", "langs", multiple=True, metavar="CODE", help="Retellings in this language."
    ),
    click.option(
        "--status",
        "statuses",
        multiple=True,
        type=click.Choice([each.value for each in Status]),
        help="Rows so judged.",
    ),
    click.option(
        "--kind",
        "kinds",
        multiple=True,
        type=click.Choice([each.value for each in Kind]),
        help="Retellings with such a finding.",
    ),
    click.option("--min-confidence", type=_SHARE, default=0.0, help="Of rows and cells."),
    click.option("--min-consistency", type=_SHARE, default=0.0, help="Of retellings."),
    click.option("--max-consistency", type=_SHARE, default=1.0, help="Of retellings."),
    click.option("--since", type=_DAY, help="Retellings published on this day or later."),
    click.option("--until", type=_DAY, help="Retellings published on this day or before."),
    click.option("--limit", type=click.IntRange(min=0), help="At most so many rows."),
    click.option("--seed", type=int, help="With --limit: a sample instead of the first rows."),
    click.option(
        "--text",
        type=click.Choice(["full", "snippet", "none"]),
        help="How much of the texts leaves.  [default: full where the outlet's licence is open, "
        "else none: ids, offsets, hashes and scores]",
    ),
)


def filter_options(command: _Command) -> _Command:
    """The options of whatever exports; the command gets them as `chosen` and `policy`."""

    @wraps(command)
    def call(
        *arguments: object,
        stories: tuple[str, ...],
        outlets: tuple[str, ...],
        langs: tuple[str, ...],
        statuses: tuple[str, ...],
        kinds: tuple[str, ...],
        min_confidence: float,
        min_consistency: float,
        max_consistency: float,
        since: datetime | None,
        until: datetime | None,
        limit: int | None,
        seed: int | None,
        text: str | None,
        **more: object,
    ) -> object:
        from padan.export.filters import Filter
        from padan.export.policy import Policy, TextPolicy

        chosen = Filter(
            statuses=frozenset(map(Status, statuses)),
            min_confidence=min_confidence,
            min_consistency=min_consistency,
            max_consistency=max_consistency,
            kinds=frozenset(map(Kind, kinds)),
            outlets=outlets,
            stories=stories,
            since=since.date() if since else None,
            until=until.date() if until else None,
            langs=frozenset(langs),
            limit=limit,
            seed=seed,
        )
        policy = Policy(TextPolicy(text) if text else None)
        return command(*arguments, chosen=chosen, policy=policy, **more)

    described: _Command = call
    for option in reversed(_options):
        described = option(described)
    return described


class StoredStories:
    """The stories of a store as reviewers left them, as often as they are gone through; with `ids`
    those alone."""

    def __init__(self, store: Store, ids: Iterable[str] = ()) -> None:
        self._store = store
        self._ids = list(dict.fromkeys(ids))

    def __iter__(self) -> Iterator[ReviewedStory]:
        if not self._ids:
            return self._store.reviewed_stories()
        return (self._store.reviewed(story) for story in self._ids)


class Chosen:
    """What a filter leaves of the stories of a store; whose text stays behind is noted."""

    def __init__(self, store: Store, chosen: Filter, policy: Policy) -> None:
        self._chosen = by_id(chosen, store)
        self._stories = StoredStories(store, self._chosen.stories)
        self._policy = policy
        self.withheld: set[str] = set()
        """Names of outlets whose text does not leave."""
        self.rows = 0

    def __iter__(self) -> Iterator[ChosenStory]:
        from padan.export.policy import TextPolicy

        for story in self._chosen.cut(self._stories):
            self.rows += len(story.rows)
            for article in story.story.compared.story.articles:
                if self._policy.asked is None and self._policy.of(article) is TextPolicy.NONE:
                    self.withheld.add(article.outlet or article.source)
            yield story

    def tell_withheld(self) -> None:
        """Say whose text was left out, since no open licence is known."""
        if self.withheld:
            names = sorted(self.withheld)
            more = f" and {len(names) - 5} more" if len(names) > 5 else ""
            click.echo(
                f"Without text, since no open licence is known: {', '.join(names[:5])}{more}. "
                "If you may give it on: --text full.",
                err=True,
            )


def by_id(chosen: Filter, store: Store) -> Filter:
    """The filter with its stories by their ids. Raises StoreError where a name answers to none, or
    to several."""
    from dataclasses import replace

    return replace(chosen, stories=tuple(store.story(name).story.id for name in chosen.stories))
