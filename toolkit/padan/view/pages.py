"""Templates of all pages: one environment, texts in two languages, style and script with hashes."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache, partial
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from padan.view.plain import visible
from padan.view.ranking import SEVERITIES
from padan.view.texts import template
from padan.view.words import day, percent, severity_label


@cache
def environment(package: str) -> Environment:
    """Templates of a package (`padan.export`, `padan.review`) and, beside them, those that all
    pages share. Everything put in is escaped; a name that is not known is an error."""
    made = Environment(
        loader=ChoiceLoader([PackageLoader(package), PackageLoader("padan.view")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {"percent": percent, "visible": visible, "upfirst": _upfirst}
    return made


def _upfirst(text: str) -> str:
    """`text` with a capital at its beginning and nothing else changed."""
    return text[:1].upper() + text[1:]


@cache
def padan_version() -> str:
    """The version of padan that makes the page."""
    try:
        return version("padan")
    except PackageNotFoundError:
        return "from source"


def spoken(lang: str) -> dict[str, Any]:
    """What puts words into the templates, in English (`en`) or Indonesian (`id`)."""
    return {
        "lang": lang,
        "t": partial(_text, lang),
        "day": partial(day, lang=lang),
        "severity_label": partial(severity_label, lang=lang),
        "severities": SEVERITIES,
        "version": padan_version(),
    }


def _text(lang: str, key: str, **words: object) -> Markup:
    """A text for a page, the words in it escaped unless they are markup of a template."""
    return Markup(escape(template(key, lang, words.get("n")))).format(**words)  # noqa: S704


def inline(package: str, name: str) -> Markup:
    """A style sheet or script of a package, to be put into a page as it is."""
    # Files of padan, not text of an outlet; they hold no closing style or script tag.
    return Markup(files(package).joinpath("templates", name).read_text("utf-8"))  # noqa: S704


def content_hash(inlined: str) -> str:
    """What a content security policy calls this style or script."""
    return "sha256-" + b64encode(hashlib.sha256(inlined.encode()).digest()).decode()
