"""Markdown to plain lines: the marks go, headings and pictures become roles."""

from __future__ import annotations

import re

from padan.articles.dates import parse_date
from padan.articles.draft import Draft
from padan.model import Role

_FRONT = re.compile(r"\A---[ \t]*\n(?P<body>(?:[^\n]*\n){0,60}?)---[ \t]*(?:\n|\Z)")
_HEADING = re.compile(r"(?P<marks>#{1,6})[ \t]+(?P<text>.*?)[ \t#]*$")
_UNDERLINE = re.compile(r"(?:={3,}|-{3,})[ \t]*$")
_IMAGE = re.compile(r"!\[(?P<alt>[^\]\n]{0,500})\]\([^)\n]{0,2000}\)")
_LINK = re.compile(r"\[(?P<text>[^\]\n]{0,500})\]\((?!\s)[^)\n]{0,2000}\)")
_REFERENCE = re.compile(r"\[(?P<text>[^\]\n]{1,500})\]\[[^\]\n]{0,100}\]")
_AUTOLINK = re.compile(r"<(?P<url>https?://[^>\s]{1,2000})>")
_STRONG = re.compile(
    r"(?<![\w*_])(?P<m>\*{1,3}|_{1,3})(?=\S)(?P<text>[^\n*]{1,2000}?)(?<=\S)(?P=m)(?![\w*])"
)
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,500}>")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>|~])")
_QUOTE = re.compile(r"(?:>[ \t]?)+")
_BULLET = re.compile(r"[*+][ \t]+")
_KEYS = {
    "title": "title",
    "author": "author",
    "authors": "author",
    "outlet": "outlet",
    "site": "outlet",
    "sitename": "outlet",
    "url": "url",
    "source": "url",
    "lang": "lang",
    "language": "lang",
    "licence": "licence",
    "license": "licence",
}


def read_markdown(text: str, source: str) -> Draft:
    """The draft of a Markdown file; front matter (`key: value` lines) becomes metadata."""
    text = text.replace("\r\n", "\n")
    front = _FRONT.match(text)
    fields = _front_matter(front["body"]) if front else {}
    lines: list[str] = []
    hints: dict[int, Role] = {}
    for raw in _paragraph_lines(text[front.end() :] if front else text):
        plain, role = _plain(raw, first_heading=Role.HEADLINE not in hints.values())
        if role is not None and plain:
            hints[len(lines)] = role
        lines.append(plain)
    return Draft(
        "\n".join(lines),
        source,
        outlet=fields.get("outlet", ""),
        url=fields.get("url", ""),
        title=fields.get("title", ""),
        author=fields.get("author", ""),
        published=parse_date(fields.get("date", "")),
        lang=fields.get("lang", ""),
        licence=fields.get("licence", ""),
        hints=hints,
    )


def _front_matter(body: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in body.split("\n"):
        key, colon, value = line.partition(":")
        key, value = key.strip().lower(), value.strip().strip("\"'[]")
        if colon and value and key in {"date", "published"}:
            fields["date"] = value
        elif colon and value and key in _KEYS:
            is_url = value.startswith(("http://", "https://"))
            if _KEYS[key] != "url" or is_url:
                fields.setdefault(_KEYS[key], value)
    return fields


def _paragraph_lines(text: str) -> list[str]:
    """Lines, with headings under a rule turned into marked ones and wrapped text joined."""
    lines: list[str] = []
    for line in text.split("\n"):
        above = lines[-1] if lines else ""
        if _UNDERLINE.match(line):
            if above.strip() and not _HEADING.match(above):
                level = "#" if line.startswith("=") else "##"
                lines[-1] = f"{level} {above.strip()}"
            continue
        if _goes_on(above, line):
            lines[-1] = f"{above.rstrip()} {line.strip()}"
        else:
            lines.append(line)
    return lines


def _goes_on(above: str, line: str) -> bool:
    """A wrapped paragraph goes on: no blank line, no stop, no hard break, no mark of its own."""
    if not above.strip() or not line.strip() or above.endswith(("  ", "\\")):
        return False
    if _HEADING.match(above) or re.match(r"[ \t]*(?:[#>|*+\-!]|\d{1,3}[.)]\s)", line):
        return False
    filled = len(above) >= 45 and above.rstrip()[-1] not in '.!?:"”'
    return line.lstrip()[:1].islower() or filled


def _plain(raw: str, *, first_heading: bool) -> tuple[str, Role | None]:
    line = raw.strip()
    role: Role | None = None
    if heading := _HEADING.match(line):
        top = first_heading and len(heading["marks"]) == 1
        line, role = heading["text"], Role.HEADLINE if top else Role.SUBHEAD
    elif image := _IMAGE.fullmatch(line):
        return _inline(image["alt"]), Role.CAPTION
    elif quote := _QUOTE.match(line):
        line = line[quote.end() :]
    elif bullet := _BULLET.match(line):
        line = f"- {line[bullet.end() :]}"
    return _inline(line), role


def _inline(line: str) -> str:
    line = _IMAGE.sub(lambda m: m["alt"], line)
    line = _LINK.sub(lambda m: m["text"], line)
    line = _REFERENCE.sub(lambda m: m["text"], line)
    line = _AUTOLINK.sub(lambda m: m["url"], line)
    for _ in range(2):
        line = _STRONG.sub(lambda m: m["text"], line)
    line = _TAG.sub("", line)
    return _ESCAPE.sub(r"\1", line).strip()
