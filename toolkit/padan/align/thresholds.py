"""The numbers behind grouping and rows, read from `data/stories.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Search:
    """How articles worth aligning are found."""

    all_pairs_up_to: int
    shingle: int
    bands: int
    band_rows: int
    neighbours: int
    sigmas: float
    near_share: float
    resemblance: float
    cell: int
    probes: int
    keep: int
    align_up_to: int
    near: float
    no: float
    yes: float
    complete_up_to: int
    together_up_to: int
    sample: int
    days: int
    slab: int
    article_sigmas: float
    article_neighbours: int
    article_probes: int
    block: int


@dataclass(frozen=True, slots=True)
class LinkWeights:
    """What shared content is worth; characters and log-odds."""

    bead: float
    prior: int
    lead: int
    intercept: float
    share: float
    other_share: float
    both_leads: float
    one_lead: float
    days: int
    far: float
    limit: float


@dataclass(frozen=True, slots=True)
class Wording:
    """When one article is a version of another; shares 0..1."""

    identical: float
    ratio: float


@dataclass(frozen=True, slots=True)
class ReferenceChoice:
    """What a reference must be; share 0..1."""

    extent: float


@dataclass(frozen=True, slots=True)
class RowRules:
    """How beads make rows; confidences 0..1, counts."""

    bead: float
    absence: float
    cell: int
    all_pairs_up_to: int
    nearest: int


@dataclass(frozen=True, slots=True)
class Thresholds:
    """All of them."""

    search: Search
    link: LinkWeights
    version: Wording
    reference: ReferenceChoice
    rows: RowRules


@cache
def thresholds() -> Thresholds:
    """The packaged numbers; the file says where each comes from."""
    text = files("padan.align").joinpath("data/stories.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return Thresholds(
        search=Search(**data["search"]),
        link=LinkWeights(**data["link"]),
        version=Wording(**data["version"]),
        reference=ReferenceChoice(**data["reference"]),
        rows=RowRules(**data["rows"]),
    )
