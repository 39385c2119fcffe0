"""`croissant.json`: the dataset told to programs, in Croissant 1.0 (JSON-LD, mlcommons.org).

A file set of parquet shards and a record set for each configuration, a field for each column.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from padan.export.folders import sha256_of
from padan.export.hf_features import ABOUT, FIELDS, Field
from padan.export.hf_shards import present

_TYPES: Final = {
    "string": "sc:Text",
    "strings": "sc:Text",
    "int": "sc:Integer",
    "ints": "sc:Integer",
    "float": "sc:Float",
    "bool": "sc:Boolean",
    "date": "sc:Date",
    "time": "sc:Date",
}
_CONTEXT: Final[Mapping[str, Any]] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def write_croissant(folder: Path, name: str, citation: str, rows: int, last: str) -> None:
    """Write `croissant.json` into the folder of a dataset whose shards are there.

    `last` is the last day on which an article was published, as ISO 8601, or empty.
    """
    described = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "name": name,
        "description": (
            f"{rows} rows of news stories as several outlets tell them, aligned sentence "
            "by sentence, with machine English, findings and reviewers' judgements."
        ),
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "license": "LICENSE",
        "citeAs": citation or name,
        "version": "1.0.0",
        **({"datePublished": last} if last else {}),
        "distribution": [part for name in present(folder) for part in _files(folder, name)],
        "recordSet": [_records(name) for name in present(folder)],
    }
    text = json.dumps(described, ensure_ascii=False, indent=1)
    (folder / "croissant.json").write_text(text + "\n", "utf-8", newline="\n")


def _shards(folder: Path, config: str) -> list[Path]:
    return sorted((folder / config).glob("*.parquet"))


def _files(folder: Path, config: str) -> list[dict[str, Any]]:
    shards = [
        {
            "@type": "cr:FileObject",
            "@id": f"{config}/{path.name}",
            "name": f"{config}/{path.name}",
            "contentUrl": f"{config}/{path.name}",
            "encodingFormat": "application/x-parquet",
            "sha256": sha256_of(path),
        }
        for path in _shards(folder, config)
    ]
    return [
        *shards,
        {
            "@type": "cr:FileSet",
            "@id": config,
            "name": config,
            "encodingFormat": "application/x-parquet",
            "includes": f"{config}/*.parquet",
        },
    ]


def _records(config: str) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": f"records/{config}",
        "name": config,
        "description": ABOUT[config],
        "field": [_field(config, name, field) for name, field in FIELDS[config].items()],
    }


def _field(config: str, name: str, field: Field) -> dict[str, Any]:
    """A column; one of records or of a translation is told with its parts below it."""
    parts = dict(field.parts or {})
    if field.type == "translation":
        parts = {lang: Field("string", f"the sentence in {lang}") for lang in ("id", "en")}
    told: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"records/{config}/{name}",
        "name": name,
        "description": field.about,
        "source": _source(config, name),
    }
    if field.type in ("strings", "ints", "records"):
        told["repeated"] = True
    if not parts:
        return told | {"dataType": _TYPES[field.type]}
    below = [
        {
            "@type": "cr:Field",
            "@id": f"records/{config}/{name}/{part}",
            "name": part,
            "description": each.about,
            "dataType": _TYPES[each.type],
            **({"repeated": True} if each.type in ("strings", "ints") else {}),
            "source": _source(config, name) | {"transform": {"jsonPath": part}},
        }
        for part, each in parts.items()
    ]
    return told | {"subField": below}


def _source(config: str, column: str) -> dict[str, Any]:
    return {"fileSet": {"@id": config}, "extract": {"column": column}}
