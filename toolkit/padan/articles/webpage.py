"""Saved HTML to plain lines with trafilatura: main text, headings, captions, metadata."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from padan.articles.dates import parse_date
from padan.articles.decode import decode
from padan.articles.draft import Draft
from padan.errors import InputError
from padan.model import Role

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_BYTES = 20_000_000
"""Largest page; the heaviest news pages have two or three million bytes."""
_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.IGNORECASE)
_IS_HTML = re.compile(
    rb"\s*(?:<!--.{0,2000}?-->\s*|<\?xml[^>]{0,200}>\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.I | re.S,
)
_BLOCKS = "//p|//h1|//h2|//h3|//h4|//li|//blockquote|//figcaption|//td"
_Marked = tuple[str, Role | None]


def looks_like_html(data: bytes) -> bool:
    """The data begins as an HTML page does, whatever its name."""
    return _IS_HTML.match(data[:4096].lstrip(b"\xef\xbb\xbf")) is not None


def read_html(data: bytes, source: str, *, url: str = "") -> Draft:
    """The draft of an HTML page. Nothing that the page names is fetched or run.

    Raises InputError where no text can be found in it.
    """
    page, repairs = _decoded(data, source)
    tree = _tree(page, source)
    document = _extract(page, url)
    marked = list(_body_lines(document.body)) if document is not None else []
    if not any(text for text, _ in marked):
        marked = _fallback(tree)
        repairs.append("main text not found; all paragraphs of the page taken")
    if not any(text for text, _ in marked):
        raise InputError("this HTML page holds no article text", where=source)
    title = (getattr(document, "title", None) or "").strip()
    marked = _with_captions(_with_headline(marked, title), tree)
    text, hints = _joined(marked)
    return Draft(
        text=text,
        source=source,
        outlet=getattr(document, "sitename", None) or "",
        url=url or _web_url(getattr(document, "url", None)),
        title=title,
        author=getattr(document, "author", None) or "",
        published=parse_date(getattr(document, "date", None) or ""),
        hints=hints,
        repairs=tuple(repairs),
    )


def _decoded(data: bytes, source: str) -> tuple[str, list[str]]:
    declared = _DECLARED.search(data[:4096])
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        if declared is not None and b"\0" not in data:
            name = declared[1].decode("ascii").lower()
            try:
                return data.decode(name), [f"read as {name}"]
            except (LookupError, UnicodeDecodeError):
                pass
    return decode(data, source)


def _tree(page: str, source: str) -> HtmlElement:
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    # An encoding named inside would make lxml refuse a text that is decoded already.
    clean = re.sub(r"^\s*<\?xml[^>]*\?>", "", page)
    parser = HTMLParser(huge_tree=True, no_network=True, remove_comments=True)
    try:
        return document_fromstring(clean, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as err:
        raise InputError("this is no HTML page that can be read", where=source) from err


def _extract(page: str, url: str) -> Any:
    """trafilatura's document, None where it finds no text."""
    import trafilatura

    # It reports pages without text on its logger; the caller says so in one line.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return trafilatura.bare_extraction(
        page, url=url or None, include_comments=False, with_metadata=True
    )


def _body_lines(body: Any) -> Iterator[_Marked]:
    """Text blocks of trafilatura's body in order; headings are marked."""
    for element in body:
        if element.tag == "head":
            role = Role.HEADLINE if element.get("rend") == "h1" else Role.SUBHEAD
            yield _text(element), role
        elif element.tag == "list":
            for item in element.iter("item"):
                yield f"- {_text(item)}", None
        elif element.tag == "table":
            for row in element.iter("row"):
                yield " | ".join(filter(None, (_text(cell) for cell in row.iter("cell")))), None
        elif element.tag in {"quote", "div"} and len(element):
            yield from _body_lines(element)
        else:
            for part in _split_at_breaks(element):
                yield part, None


def _split_at_breaks(element: Any) -> list[str]:
    for line_break in element.iter("lb", "br"):
        line_break.tail = "\n" + (line_break.tail or "")
    parts = "".join(element.itertext()).split("\n")
    return [" ".join(part.split()) for part in parts]


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _fallback(tree: HtmlElement) -> list[_Marked]:
    """All paragraphs of a page whose main text trafilatura does not find."""
    for hidden in tree.xpath("//script|//style|//noscript|//template|//head"):
        hidden.drop_tree()
    blocks = [_text(element) for element in tree.xpath(_BLOCKS)]
    if not any(blocks):
        blocks = [" ".join(line.split()) for line in tree.text_content().split("\n")]
    seen: set[str] = set()
    fresh = [b for b in blocks if b and not (b in seen or seen.add(b))]  # type: ignore[func-returns-value]
    return [(block, None) for block in fresh]


def _with_headline(marked: list[_Marked], title: str) -> list[_Marked]:
    """The title as first line, where the main text lacks it; other h1 become subheads."""
    found = next((i for i, (_, role) in enumerate(marked) if role is Role.HEADLINE), None)
    same = next((i for i, (text, _) in enumerate(marked[:6]) if title and text == title), None)
    if same is not None:
        found = same
        marked[same] = (title, Role.HEADLINE)
    if found is None and title:
        marked, found = [(title, Role.HEADLINE), *marked], 0
    return [
        (text, Role.SUBHEAD if role is Role.HEADLINE and i != found else role)
        for i, (text, role) in enumerate(marked)
    ]


def _with_captions(marked: list[_Marked], tree: HtmlElement) -> list[_Marked]:
    """Captions, which the main text lacks, put before the block that follows their picture."""
    known = {text: i for i, (text, _) in reversed(list(enumerate(marked))) if text}
    waiting: list[str] = []
    before: dict[int, list[str]] = {}
    for element in tree.iter("figcaption", "p", "h2", "h3", "li", "blockquote"):
        text = _text(element)
        if element.tag == "figcaption":
            if text and text not in known and text not in waiting:
                waiting.append(text)
        elif waiting and text in known and known[text] > 0:
            before.setdefault(known[text], []).extend(waiting)
            waiting = []
    out: list[_Marked] = []
    for i, line in enumerate(marked):
        out.extend((caption, Role.CAPTION) for caption in before.get(i, ()))
        out.append(line)
    return out


def _joined(marked: list[_Marked]) -> tuple[str, dict[int, Role]]:
    kept = [(text, role) for text, role in marked if text.strip(" -|")]
    hints = {2 * i: role for i, (_, role) in enumerate(kept) if role is not None}
    return "\n\n".join(text for text, _ in kept), hints


def _web_url(found: str | None) -> str:
    return found if found and found.startswith(("http://", "https://")) else ""
