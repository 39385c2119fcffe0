"""Engines for tests, installed as a real plug-in: a package with entry points, on a path.

The encoder hashes character n-grams, so that like texts have like vectors. The translator writes
down which sentences it was given and which of its answers were taken, and can take its time.
"""

from __future__ import annotations

import textwrap
from pathlib import Path

_CODE = '''
import os
import time
import zlib

import numpy as np

from padan.engines.base import EngineInfo, RawTranslation


def _info(spec, task):
    return EngineInfo(spec, task, "for tests", "Apache-2.0", 0, True, True, "")


class Grams:
    signature = "grams@1"

    def __init__(self, argument=""):
        pass

    @staticmethod
    def info():
        return _info("grams", "encode")

    def encode(self, texts):
        log("encode", len(texts))
        rows = np.zeros((len(texts), 256), np.float32)
        for row, text in zip(rows, texts):
            text = f"  {text.lower()}  "
            for start in range(len(text) - 3):
                row[zlib.crc32(text[start : start + 4].encode()) % 256] += 1
            row[0] += 1e-3
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


class Slow:
    """Answers with the sentence in capitals. `slow:0.05` waits so many seconds at each."""

    signature = "slow@1"
    attempts = 0

    def __init__(self, argument="", options=None):
        self.wait = float(argument or 0)

    @staticmethod
    def info():
        return _info("slow", "translate")

    def translate(self, texts, *, source, target, attempt=0, terms=()):
        for index, text in enumerate(texts):
            time.sleep(self.wait)
            log("begun", text)
            yield RawTranslation(index, text.upper())
            log("taken", text)


class Deadly(Slow):
    """As Slow, but a sentence with RACUN in it ends the process, as want of memory does."""

    signature = "deadly@1"

    def translate(self, texts, *, source, target, attempt=0, terms=()):
        if any("RACUN" in text for text in texts):
            os.kill(os.getpid(), 9)
        return super().translate(texts, source=source, target=target)


def log(what, value):
    path = os.environ.get("PADAN_TEST_LOG")
    if path:
        with open(path, "a", encoding="utf-8") as stream:
            stream.write(f"{what}\\t{value}\\n")
'''


def install(folder: Path) -> Path:
    """Lay the plug-in into a folder, to be put on the path, and return that folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "padan_test_engines.py").write_text(textwrap.dedent(_CODE), encoding="utf-8")
    about = folder / "padan_test_engines-1.0.dist-info"
    about.mkdir(exist_ok=True)
    (about / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: padan-test-engines\nVersion: 1.0\n"
    )
    (about / "entry_points.txt").write_text(
        "[padan.encoders]\ngrams = padan_test_engines:Grams\n"
        "[padan.translators]\nslow = padan_test_engines:Slow\n"
        "deadly = padan_test_engines:Deadly\n"
    )
    return folder
