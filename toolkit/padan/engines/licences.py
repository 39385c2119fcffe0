"""Under which licence a model may be used: said once on each machine, when it first runs."""

from __future__ import annotations

import hashlib
import logging
import re
from pathlib import Path

from padan.engines.cache import cache_folder

CARD = "README.md"
"""The model card; its head names the licence."""
_HEAD_BYTES = 200_000
_STATED = re.compile(r"^license:[ \t]*[\"']?([\w.-]+)[\"']?[ \t]*$", re.MULTILINE)
_log = logging.getLogger(__name__)


def stated_licence(folder: Path) -> str:
    """The licence in the head of a model's card, in capitals; empty where none is stated."""
    try:
        with (folder / CARD).open("rb") as stream:
            text = stream.read(_HEAD_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""
    parts = re.split(r"^---[ \t]*\r?$", text, maxsplit=2, flags=re.MULTILINE)
    found = _STATED.search(parts[1].replace("\r", "")) if len(parts) == 3 else None
    return found[1].upper().replace("APACHE", "Apache") if found else ""


def announce(model: str, licence: str) -> None:
    """Say a model's licence in one line of the log (stderr), the first time on this machine."""
    name = hashlib.sha256(f"{model}\n{licence}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
    mark = cache_folder() / "licences" / name
    if mark.exists():
        return
    bound = " (not for commercial use)" if _forbids_commerce(licence) else ""
    _log.warning("%s: licence %s%s. This is said once.", model, licence, bound)
    try:
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.write_text(f"{model}: {licence}\n", "utf-8")
    except OSError:
        # It will be said again.
        return


def _forbids_commerce(licence: str) -> bool:
    return "NC" in licence.upper().split("-")
