"""A dataset on its way to the Hugging Face hub, or to whatever speaks its protocol."""

from __future__ import annotations

import os
from pathlib import Path

from padan.errors import InputError
from padan.export.folders import CHECKSUMS, broken_files
from padan.export.hf_shards import read_shards


def plan(folder: Path, *, public: bool) -> list[tuple[str, int]]:
    """Names and sizes of the files that would go. Raises InputError where they must not: changed
    since they were written, or to be public with texts beyond their licence."""
    if not (folder / CHECKSUMS).is_file() or not (folder / "README.md").is_file():
        raise InputError("is no dataset of padan", where=str(folder))
    broken = broken_files(folder)
    if broken:
        raise InputError(
            f"files were changed since the export ({', '.join(broken[:3])})",
            where=str(folder),
            todo="export it anew",
        )
    outlets = beyond_licence(folder) if public else []
    if outlets:
        raise InputError(
            f"holds text of outlets without an open licence ({', '.join(outlets[:3])})",
            where=str(folder),
            todo="export it without --text, or push it as private",
        )
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return [(path.relative_to(folder).as_posix(), path.stat().st_size) for path in files]


def beyond_licence(folder: Path) -> list[str]:
    """Outlets of which a dataset gives text though no open licence of theirs is known."""
    return sorted(
        {
            record["outlet"] or "unnamed"
            for _, record in read_shards(folder, "articles")
            if record["text_policy"] != "none" and not record["open_licence"]
        }
    )


def push(folder: Path, repository: str, *, public: bool = False) -> str:
    """Upload a dataset; its address is returned. The token comes from HF_TOKEN, the hub from
    HF_ENDPOINT where that is set.

    Raises InputError as `plan`, without a token, and where the hub refuses.
    """
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError

    plan(folder, public=public)
    token = os.environ.get("HF_TOKEN", "")
    if not token:
        raise InputError("there is no token", where=repository, todo="set HF_TOKEN")
    hub = HfApi(endpoint=os.environ.get("HF_ENDPOINT") or None, token=token)
    try:
        made = hub.create_repo(repository, repo_type="dataset", private=not public, exist_ok=True)
        hub.upload_folder(
            repo_id=made.repo_id,
            folder_path=folder,
            repo_type="dataset",
            commit_message="Rows exported by padan",
            delete_patterns="*",
        )
    except (HfHubHTTPError, HFValidationError, OSError) as problem:
        reason = str(problem).strip().partition("\n")[0]
        raise InputError(f"the hub did not take it ({reason})", where=repository) from problem
    return str(made)
