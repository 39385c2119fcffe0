"""Sentences and tokens a second and memory of translators, each in a process of its own.

Part one needs no download: models of NLLB's kind with weights by chance, so that speed alone means
anything. `600M` has the layers, widths and vocabulary of NLLB-200 distilled 600M. CTranslate2 in
int8 stands beside transformers in float32 on the same processor (and on a GPU where there is one),
with the same sentences and beam; every answer is made exactly as long as asked (least length =
greatest length, checked afterwards), so that both decode equally many tokens.

Part two, --translators, runs whole engines on sentences of the project's own corpora.

    python eval/engine_speed.py
    python eval/engine_speed.py --sizes tiny --translators gemma
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from padan.engines.decoding import Decoding
from padan.engines.devices import Device, gpus
from padan.engines.modelfiles import is_converted
from padan.engines.runtimes import ConvertedRuntime, Ids, Runtime, TorchRuntime
from padan.engines.seq2seq import load_tokenizer
from padan.errors import PadanError

CORPORA = Path(__file__).parent.parent / "corpora"
SEED = 7
SIZES: dict[str, dict[str, int]] = {
    "tiny": {"d_model": 256, "layers": 3, "ffn": 1024, "heads": 4, "vocabulary": 8_000},
    # config.json of facebook/nllb-200-distilled-600M
    "600M": {"d_model": 1024, "layers": 12, "ffn": 4096, "heads": 16, "vocabulary": 256_206},
}
CPU_RUNS = (("torch", "cpu", "float32"), ("ctranslate2", "cpu", "int8"))
GPU_RUNS = (
    ("torch", "cuda", "float32"),
    ("torch", "cuda", "float16"),
    ("ctranslate2", "cuda", "int8_float16"),
    ("ctranslate2", "cuda", "float16"),
)


class Unscored(TorchRuntime):
    """PyTorch without the pass for scores: decoding alone is timed."""

    def _scores(self, batch: Any, rows: list[Ids], copies: int, skip: int) -> list[float]:
        return [0.0] * len(rows)


@dataclass(frozen=True, slots=True)
class Exact(Decoding):
    """Answers of one length, for sentences of one length."""

    tokens: int = 32

    @property
    def alters_scores(self) -> bool:
        """Scores are not asked for here; taking them anew would count as decoding."""
        return False

    def longest(self, tokens: int) -> int:
        """As long as asked, whatever the sentence."""
        return self.tokens


def make(folder: Path, size: str) -> None:
    """A model by chance and its tokenizer, saved as the hub's models are."""
    import torch
    from transformers import M2M100Config, M2M100ForConditionalGeneration, NllbTokenizer, logging

    logging.disable_progress_bar()
    about = SIZES[size]
    special = ["<s>", "<pad>", "</s>", "<unk>"]
    words = [f"▁{number}" for number in range(about["vocabulary"] - len(special) - 250)]
    vocabulary = {token: number for number, token in enumerate([*special, *words])}
    NllbTokenizer(vocab=vocabulary, merges=[], src_lang="ind_Latn").save_pretrained(folder)
    torch.manual_seed(SEED)
    M2M100ForConditionalGeneration(
        M2M100Config(
            vocab_size=about["vocabulary"],
            d_model=about["d_model"],
            encoder_layers=about["layers"],
            decoder_layers=about["layers"],
            encoder_attention_heads=about["heads"],
            decoder_attention_heads=about["heads"],
            encoder_ffn_dim=about["ffn"],
            decoder_ffn_dim=about["ffn"],
            max_position_embeddings=1024,
            decoder_start_token_id=2,
        )
    ).save_pretrained(folder)


def run_child(*arguments: str) -> dict[str, Any]:
    """This program in a process of its own, in one of its inner roles; what it printed."""
    done = subprocess.run(
        [sys.executable, __file__, *arguments], stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        # It has said why.
        raise SystemExit(done.returncode)
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def inner_make(folder: str, size: str) -> dict[str, Any]:
    """Make the model and convert it; the two folders."""
    from padan.engines.convert import convert

    plain = Path(folder) / "plain"
    make(plain, size)
    converted = convert(f"nllb:{plain}", Path(folder) / "converted", dtype="int8", check=False)
    return {"torch": str(plain), "ctranslate2": str(converted)}


def load(folder: Path, device: str, dtype: str) -> Runtime:
    """The runtime that the folder's form asks for."""
    words = load_tokenizer(folder, "NllbTokenizer", engine="nllb")
    place = Device(device)
    if is_converted(folder):
        return ConvertedRuntime(folder, words, place, dtype, engine="nllb")
    return Unscored(folder, place, dtype, engine="nllb")


def inner_measure(folder: str, device: str, dtype: str, shape: str) -> dict[str, Any]:
    """Load a model and decode, timed; what is decoded to warm up does not count."""
    count, length, beam = map(int, shape.split(","))
    begun = time.perf_counter()
    runtime = load(Path(folder), device, dtype)
    load_s = time.perf_counter() - begun
    # Words by their numbers, no sentence like another; the forced one is any word as well.
    rows = [[4 + (SEED * r + i) % 5000 for i in range(length - 1)] + [2] for r in range(count)]
    # The half keeps int(share x length) exact.
    way = Exact(beam=beam, shortest=(length + 0.5) / length, tokens=length)
    runtime.generate(rows[:1], forced=4, way=way)
    cpu, begun = _cpu(), time.perf_counter()
    made = runtime.generate(rows, forced=4, way=way)
    wall, cpu = time.perf_counter() - begun, _cpu() - cpu
    tokens = sum(len(answers[0].ids) for answers in made)
    return {**_rates(len(rows), tokens, wall, cpu), "load_s": round(load_s, 1)}


def inner_translator(spec: str, count: str) -> dict[str, Any]:
    """A whole engine on sentences of the corpora, loading apart."""
    from padan.engines.registry import translator

    sentences = _sentences(int(count) + 1)
    engine = translator(spec)
    list(engine.translate(sentences[:1], source="id", target="en"))
    cpu, begun = _cpu(), time.perf_counter()
    found = list(engine.translate(sentences[1:], source="id", target="en"))
    wall, cpu = time.perf_counter() - begun, _cpu() - cpu
    words = sum(len(raw.text.split()) for raw in found)
    rates = _rates(len(found), words, wall, cpu)
    # Its own tokens are not told; words of English stand for them.
    named = {name.replace("tokens", "words"): value for name, value in rates.items()}
    return {**named, "signature": engine.signature}


def _sentences(count: int) -> list[str]:
    from padan.articles import read_article

    found: list[str] = []
    for path in sorted(CORPORA.glob("*/*.txt")):
        article = read_article(path)
        if article.lang == "id":
            found += [sentence.text for sentence in article.aligned]
        if len(found) >= count:
            break
    return found[:count]


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _rates(sentences: int, tokens: int, wall: float, cpu: float) -> dict[str, Any]:
    kilo = 1024 if platform.system() == "Darwin" else 1
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / kilo
    return {
        "sentences": sentences,
        "tokens": tokens,
        "wall_s": round(wall, 2),
        "cpu_s": round(cpu, 2),
        "sentences_per_s": round(sentences / wall, 3),
        "tokens_per_s": round(tokens / wall, 2),
        "tokens_per_cpu_s": round(tokens / cpu, 2) if cpu else None,
        "peak_mb": round(peak),
    }


def compare(size: str, rows: int, length: int, beam: int) -> dict[str, Any]:
    """Both runtimes on one model, each in its own process, one after the other."""
    runs = CPU_RUNS + (GPU_RUNS if gpus() else ())
    with tempfile.TemporaryDirectory(prefix="padan-speed-") as folder:
        made = run_child("--inner", "make", folder, size)
        found = {
            f"{runtime} {device} {dtype}": run_child(
                "--inner", "measure", made[runtime], device, dtype, f"{rows},{length},{beam}"
            )
            for runtime, device, dtype in runs
        }
    if {run["tokens"] for run in found.values()} != {rows * length}:
        raise SystemExit(f"the runs did not decode {rows * length} tokens each: {found}")
    plain, quick = (found[f"{r} {d} {t}"] for r, d, t in CPU_RUNS)
    return {
        "runs": found,
        "times_tokens_per_s": round(quick["tokens_per_s"] / plain["tokens_per_s"], 2),
        "times_tokens_per_cpu_s": round(quick["tokens_per_cpu_s"] / plain["tokens_per_cpu_s"], 2),
        "share_of_memory": round(quick["peak_mb"] / plain["peak_mb"], 2),
    }


def signature(options: argparse.Namespace) -> str:
    """All that the figures depend on but the machine's own speed."""
    parts = [f"padan {version('padan')}", "engine_speed", f"rows:{options.rows}"]
    parts += [f"tokens:{options.tokens}", f"beam:{options.beam}", f"seed:{SEED}", "weights:random"]
    for package in ("ctranslate2", "transformers", "torch"):
        try:
            parts.append(f"{package}:{version(package)}")
        except PackageNotFoundError:
            parts.append(f"{package}:none")
    return "|".join([*parts, f"cores:{os.cpu_count()}", f"gpus:{gpus()}"])


def show(report: dict[str, Any]) -> None:
    """Tables for people."""
    columns = ("sentences_per_s", "tokens_per_s", "tokens_per_cpu_s", "cpu_s", "wall_s", "peak_mb")
    for size, about in report["sizes"].items():
        print(f"{size}, weights by chance (speed only)")
        print(f"  {'':<26}" + "".join(f"{name:>18}" for name in columns))
        for name, run in about["runs"].items():
            print(f"  {name:<26}" + "".join(f"{run[c]:>18}" for c in columns))
        print(
            f"  CTranslate2 int8 against transformers float32: {about['times_tokens_per_s']} times"
            f" the tokens/s, {about['times_tokens_per_cpu_s']} times per CPU second,"
            f" {about['share_of_memory']:.0%} of the memory"
        )
    for spec, run in report["translators"].items():
        print(f"{spec}: " + ", ".join(f"{name} {value}" for name, value in run.items()))
    print(f"signature: {report['signature']}")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", nargs="*", choices=list(SIZES), default=list(SIZES))
    parser.add_argument("--translators", nargs="*", default=[], metavar="SPEC")
    parser.add_argument("--rows", type=int, default=16, help="sentences in the batch")
    parser.add_argument("--tokens", type=int, default=32, help="of each sentence and answer")
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--sentences", type=int, default=20, help="for --translators")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--inner", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    try:
        if options.inner:
            role, *rest = options.inner
            roles: dict[str, Callable[..., dict[str, Any]]]
            roles = {"make": inner_make, "measure": inner_measure, "translator": inner_translator}
            print(json.dumps(roles[role](*rest)))
            return 0
    except PadanError as error:
        print(error, file=sys.stderr)
        return 2
    missing = [name for name in ("torch", "ctranslate2") if find_spec(name) is None]
    if missing and options.sizes:
        print(f"not installed: {', '.join(missing)}; pip install 'padan[nllb]'", file=sys.stderr)
        return 2
    report: dict[str, Any] = {
        "sizes": {s: compare(s, options.rows, options.tokens, options.beam) for s in options.sizes},
        "translators": {
            spec: run_child("--inner", "translator", spec, str(options.sentences))
            for spec in options.translators
        },
        "signature": signature(options),
    }
    if options.json:
        print(json.dumps(report))
    else:
        show(report)
    return 0


if __name__ == "__main__":
    sys.exit(main())
