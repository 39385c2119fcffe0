"""The words people see: kinds, severities, outlets, languages and figures."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from padan.model import Article, Kind, Severity
from padan.view.texts import say


@dataclass(frozen=True, slots=True)
class Label:
    """How a kind or severity is shown: its name, a sign of one character, what it is about."""

    name: str
    sign: str = ""
    about: str = ""


@cache
def _labels() -> dict[str, dict[str, dict[str, Any]]]:
    return tomllib.loads(files("padan.view").joinpath("data/labels.toml").read_text("utf-8"))


def kind_label(kind: Kind, lang: str = "en") -> Label:
    """The label of a kind; one without an entry in the data file is named by its own value."""
    return _label("kinds", kind.value, lang)


def severity_label(severity: Severity, lang: str = "en") -> Label:
    """The label of a severity."""
    return _label("severities", severity.value, lang)


def _label(group: str, value: str, lang: str) -> Label:
    entry = _labels()[group].get(value)
    if entry is None:
        return Label(value.capitalize(), value[:1].upper())
    return Label(entry["label"][lang], entry.get("sign", ""), entry["about"][lang])


def percent(share: float | None) -> str:
    """`0.824` as `82 %`; empty where there is nothing to say.

    Rounded so that only the whole reads 100 and only nothing reads 0.
    """
    if share is None:
        return ""
    rounded = round(share * 100)
    if rounded == 100 and share < 1:
        rounded = 99
    if rounded == 0 and share > 0:
        return "<1 %"
    return f"{rounded} %"


def language(code: str, lang: str = "en") -> str:
    """The name of a language: `id` is Indonesian; the code itself where unknown."""
    from babel import Locale, UnknownLocaleError

    if code == "und":
        return say("language_unknown", lang)
    try:
        name = Locale.parse(code.replace("-", "_")).get_display_name(lang)
    except (UnknownLocaleError, ValueError):
        return code
    return str(name or code)


def day(when: date | None, lang: str = "en") -> str:
    """A date written out: 3 October 2025; empty where there is none."""
    if when is None:
        return ""
    from babel.dates import format_date

    return str(format_date(when, "d MMMM y", locale=lang))


def outlet_labels(articles: Sequence[Article]) -> dict[str, str]:
    """Article id -> what to call it: its outlet or file, told apart where two share a name."""
    names = {article.id: _name(article) for article in articles}
    shared = {name for name, count in Counter(names.values()).items() if count > 1}
    labels: dict[str, str] = {}
    taken = set(names.values()) - shared
    for article in articles:
        name = names[article.id]
        if name in shared:
            twins = [other for other in articles if names[other.id] == name]
            name = _unused(_told_apart(article, twins, name), taken)
            taken.add(name)
        labels[article.id] = name
    return labels


def _name(article: Article) -> str:
    return article.outlet.strip() or _stem(article) or urlsplit(article.url).netloc or "Text"


def _stem(article: Article) -> str:
    path = urlsplit(article.source).path if "://" in article.source else article.source
    return PurePosixPath(path.replace("\\", "/")).stem


def _told_apart(article: Article, twins: Sequence[Article], name: str) -> str:
    """`name` with the first feature in brackets that all articles of that name differ in."""
    features: list[Callable[[Article], str]] = [
        lambda a: "" if a.lang == "und" else language(a.lang),
        _stem,
        lambda a: day(a.published),
    ]
    for feature in features:
        values = [feature(twin) for twin in twins]
        if all(values) and len(set(values)) == len(values):
            return f"{name} ({feature(article)})"
    return f"{name} ({twins.index(article) + 1})"


def _unused(label: str, taken: set[str]) -> str:
    candidate, number = label, 2
    while candidate in taken:
        candidate, number = f"{label} {number}", number + 1
    return candidate
