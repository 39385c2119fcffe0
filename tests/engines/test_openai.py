"""The translator behind an OpenAI-compatible endpoint, against a real server on this machine."""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from padan.engines import endpoint, openai, registry
from padan.engines.base import RawTranslation
from padan.engines.openai import OpenAiTranslator
from padan.errors import EngineError
from padan.model import Term

sys.path.insert(0, str(Path(__file__).parent))
from chat_server import ChatServer, Reply, Request, capitals, said, serving, trouble

TEXTS = ["Hujan turun.", "Warga menunggu.", "Harga naik.", "Sekolah tutup.", "Jembatan dibuka."]


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with serving(ChatServer()) as running:
        yield running


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """No key from outside, and waits that are written down instead of slept through."""
    for name in ("PADAN_OPENAI_KEY", "OPENAI_API_KEY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    waited: list[float] = []

    def pause(self: endpoint.Endpoint, seconds: float) -> bool:
        waited.append(seconds)
        return self._stopped.is_set()

    monkeypatch.setattr(endpoint.Endpoint, "_pause", pause)
    return waited


def ask(server: ChatServer, texts: list[str] = TEXTS, **more: Any) -> dict[int, RawTranslation]:
    engine = registry.translator(server.spec)
    found = list(engine.translate(texts, source="id", target="en", **more))
    assert len({raw.index for raw in found}) == len(found)
    return {raw.index: raw for raw in found}


def failing(server: ChatServer, texts: list[str] = TEXTS) -> tuple[dict[int, str], str]:
    """What was answered before it failed, and the line it failed with."""
    found = {}
    with pytest.raises(EngineError) as caught:
        for raw in registry.translator(server.spec).translate(texts, source="id", target="en"):
            found[raw.index] = raw.text
    line = str(caught.value)
    assert "\n" not in line
    assert line.startswith(server.spec)
    return found, line


def test_every_sentence_is_asked_alone_and_answered_in_its_place(server: ChatServer) -> None:
    found = ask(server)
    assert {index: raw.text for index, raw in found.items()} == {
        index: text.upper() for index, text in enumerate(TEXTS)
    }
    assert sorted(server.sentences()) == sorted(TEXTS)
    assert all(raw.finished and raw.score is None for raw in found.values())


def test_the_request_is_plain_and_repeatable(server: ChatServer) -> None:
    ask(server, TEXTS[:1])
    (request,) = server.seen
    assert request.path == "/v1/chat/completions"
    assert request.body["model"] == "tiny"
    assert request.body["temperature"] == 0
    assert request.body["stream"] is False
    assert [message["role"] for message in request.body["messages"]] == ["system", "user"]
    assert "Indonesian" in request.system
    assert "English" in request.system


def test_what_holds_no_words_is_not_sent(server: ChatServer) -> None:
    found = ask(server, ["12/5", "", "Hujan."])
    assert [found[0].text, found[1].text, found[2].text] == ["12/5", "", "HUJAN."]
    assert server.sentences() == ["Hujan."]


def test_terms_go_into_the_prompt_of_their_sentence_alone(server: ChatServer) -> None:
    ask(server, TEXTS[:2], terms=[[Term("hujan", "the rain")], []])
    told = {request.sentence: request.system for request in server.seen}
    assert "hujan = the rain" in told[TEXTS[0]]
    assert "hujan" not in told[TEXTS[1]]


def test_a_further_attempt_is_asked_otherwise(server: ChatServer) -> None:
    ask(server, TEXTS[:1])
    ask(server, TEXTS[:1], attempt=1)
    first, second = (request.system for request in server.seen)
    assert second.startswith(first)
    assert len(second) > len(first)


def test_a_few_requests_run_at_once_and_no_more(server: ChatServer) -> None:
    def slow(request: Request) -> Reply:
        time.sleep(0.05)
        return capitals(request)

    server.reply = slow
    ask(server, [f"Kalimat nomor {'x' * n}." for n in range(12)])
    assert server.at_once == 4


def test_the_score_is_the_mean_log_probability(server: ChatServer) -> None:
    tokens = [{"token": "a", "logprob": -0.5}, {"token": "b", "logprob": -0.1}]
    server.reply = lambda _: said("Rain.", logprobs={"content": tokens})
    assert ask(server, TEXTS[:1])[0].score == pytest.approx(-0.3)


@pytest.mark.parametrize("odd", [None, {}, {"content": None}, {"content": []}, {"content": [1]},
                                 {"content": [{"logprob": "x"}]}, {"content": [{"logprob": 9}]},
                                 {"content": [{"logprob": float("nan")}]}])  # fmt: skip
def test_odd_log_probabilities_are_no_score(server: ChatServer, odd: object) -> None:
    server.reply = lambda _: said("Rain.", logprobs=odd)
    assert ask(server, TEXTS[:1])[0].score is None


def test_an_answer_that_was_cut_off_is_told(server: ChatServer) -> None:
    server.reply = lambda _: said("Rain fe", ended="length")
    assert not ask(server, TEXTS[:1])[0].finished


def test_thoughts_are_no_part_of_the_translation(server: ChatServer) -> None:
    server.reply = lambda _: said("<think>\nHujan is rain.\n</think>\n\nRain\nfell.")
    assert ask(server, TEXTS[:1])[0].text == "Rain fell."


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_server_is_asked_again(server: ChatServer, waits: list[float], status: int) -> None:
    server.reply = lambda request: (
        trouble(status, "busy") if len(server.seen) <= 2 else capitals(request)
    )
    assert ask(server, TEXTS[:1])[0].text == TEXTS[0].upper()
    assert waits == [1, 2]


def test_the_wait_that_the_server_names_is_kept_within_bounds(
    server: ChatServer, waits: list[float]
) -> None:
    named = iter(["7", "0.5", "86400", "Wed, 21 Oct 2015 07:28:00 GMT", "soon"])
    server.reply = lambda request: (
        trouble(429, Retry_After=next(named)) if len(server.seen) <= 5 else capitals(request)
    )
    assert ask(server, TEXTS[:1])[0].text
    assert waits == [7, 0.5, 60, 0, 16]


def test_a_server_that_stays_busy_ends_it_with_what_was_answered_kept(
    server: ChatServer,
) -> None:
    server.reply = lambda request: (
        capitals(request) if request.sentence in TEXTS[:2] else trouble(503, "overloaded")
    )
    found, line = failing(server)
    assert set(found) == {0, 1}
    assert "the server answers 503: overloaded; try again later" in line


def test_a_spent_account_is_not_asked_again(server: ChatServer, waits: list[float]) -> None:
    server.reply = lambda _: trouble(429, "You exceeded your quota", "insufficient_quota")
    assert "insufficient_quota" in failing(server)[1]
    assert waits == []


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (401, "the server wants a key (401): Denied; put it into PADAN_OPENAI_KEY"),
        (403, "wants a key"),
        (404, "knows no such model or address (404): Denied"),
        (418, "the server answers 418: Denied"),
    ],
)
def test_what_no_further_try_mends_is_told_at_once(
    server: ChatServer, waits: list[float], status: int, word: str
) -> None:
    server.reply = lambda _: trouble(status, "Denied")
    assert word in failing(server)[1]
    assert waits == []
    assert len(server.seen) <= len(TEXTS)


def test_a_redirect_is_not_followed(server: ChatServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PADAN_OPENAI_KEY", "secret")
    with serving(ChatServer()) as other:
        where = f"http://127.0.0.1:{other.port}/v1/chat/completions"
        server.reply = lambda _: (307, {"Location": where}, b"")
        assert "sends us elsewhere (307)" in failing(server)[1]
        assert other.seen == []


def test_nobody_there_is_told_at_once(waits: list[float]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    engine = OpenAiTranslator(f"http://127.0.0.1:{port}/v1#m")
    with pytest.raises(EngineError, match=r"cannot be reached \(.*refused.*\); check the address"):
        list(engine.translate(TEXTS, source="id", target="en"))
    assert waits == []


@pytest.mark.parametrize(
    "content", [b"", b"<html>Welcome</html>", b"[1, 2]", b'{"choices": [', b"\xff\xfe", b"[" * 9999]
)
def test_an_answer_that_is_no_json_object_is_told_in_one_line(
    server: ChatServer, content: bytes
) -> None:
    server.reply = lambda _: (200, {}, content)
    assert "no JSON object" in failing(server)[1]


@pytest.mark.parametrize(
    "answer",
    [{}, {"choices": []}, {"choices": 3}, {"choices": [{}]}, {"choices": [{"message": None}]},
     {"choices": [{"message": {"content": None}}]}, {"choices": [{"message": {"content": [1]}}]}],
)  # fmt: skip
def test_an_answer_without_a_message_is_told_in_one_line(
    server: ChatServer, answer: object
) -> None:
    server.reply = lambda _: (200, {}, json.dumps(answer).encode())
    found, line = failing(server)
    assert not found
    assert "answer" in line
    assert len(server.seen) <= 8, "a server that never answers rightly is soon left alone"


def test_a_sentence_that_is_refused_is_left_out_and_the_others_stand(
    server: ChatServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.reply = lambda request: (
        trouble(400, "too long\nby far") if request.sentence == TEXTS[1] else capitals(request)
    )
    assert set(ask(server)) == {0, 2, 3, 4}
    assert "a sentence is left out: the server refuses it (400): too long by far" in caplog.text


def test_one_that_is_refused_alone_ends_nothing(
    server: ChatServer, caplog: pytest.LogCaptureFixture
) -> None:
    """Run again, only such a sentence is left to ask; that must not stop the run for good."""
    server.reply = lambda _: trouble(400, "not this one")
    assert ask(server, TEXTS[:1]) == {}
    assert "not this one" in caplog.text


def test_a_setting_that_the_server_does_not_know_is_left_out(server: ChatServer) -> None:
    def old(request: Request) -> Reply:
        if "logprobs" in request.body:
            return trouble(400, "Unrecognized request argument supplied: logprobs")
        return capitals(request)

    server.reply = old
    engine = OpenAiTranslator(server.spec.removeprefix("openai:"))
    assert len(list(engine.translate(TEXTS, source="id", target="en"))) == len(TEXTS)
    before = len(server.seen)
    assert len(list(engine.translate(TEXTS, source="id", target="en"))) == len(TEXTS)
    assert len(server.seen) == before + len(TEXTS), "it is remembered"


def test_an_endless_answer_is_cut_off(server: ChatServer, monkeypatch: pytest.MonkeyPatch) -> None:
    server.reply = lambda _: said("x" * 3_000_000)
    assert "answers with more than 2 MB" in failing(server, TEXTS[:1])[1]


def test_an_answer_that_comes_too_slowly_is_given_up(
    server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = json.loads(json.dumps(openai._data()))
    data["patience"]["whole"] = 0.2
    monkeypatch.setattr(openai, "_data", lambda: data)
    server.drip = 0.05
    begun = time.monotonic()
    assert "no whole answer in 0.2 seconds" in failing(server)[1]
    assert time.monotonic() - begun < 3


def test_a_server_that_says_nothing_is_given_up(
    server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = json.loads(json.dumps(openai._data()))
    data["patience"]["read"] = 0.2
    monkeypatch.setattr(openai, "_data", lambda: data)
    go_on = threading.Event()

    def silent(request: Request) -> Reply:
        go_on.wait(5)
        return capitals(request)

    server.reply = silent
    assert "no answer in 0.2 seconds" in failing(server)[1]
    go_on.set()


def test_whoever_stops_taking_answers_stops_the_asking(server: ChatServer) -> None:
    texts = [f"Kalimat {'x' * n}." for n in range(40)]
    answers = registry.translator(server.spec).translate(texts, source="id", target="en")
    next(answers)
    answers.close()  # type: ignore[attr-defined]
    assert len(server.seen) <= 10


# Keys


def test_without_a_key_none_is_sent(server: ChatServer) -> None:
    ask(server, TEXTS[:1])
    assert "Authorization" not in server.seen[0].headers


def test_padan_s_own_key_is_sent_to_this_machine(
    server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PADAN_OPENAI_KEY", " secret\n")
    ask(server, TEXTS[:1])
    assert server.seen[0].headers["Authorization"] == "Bearer secret"


def test_the_common_key_is_not_sent_to_a_local_server(
    server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    ask(server, TEXTS[:1])
    assert "Authorization" not in server.seen[0].headers


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("https://api.openai.com/v1", "own"),
        ("https://llm.example.org/v1", "own"),
        ("http://localhost:8080/v1", "own"),
        ("http://[::1]:8080/v1", "own"),
        ("http://127.8.9.1/v1", "own"),
        ("http://llm.example.org/v1", ""),
        ("http://192.168.1.4/v1", ""),
        ("http://localhost.example.org/v1", ""),
        ("http://other.localhost/v1", ""),
        ("http://127.0.0.1.example.org/v1", ""),
        ("HTTP://API.OPENAI.COM/v1", ""),
    ],
)
def test_no_key_travels_in_the_clear(monkeypatch: pytest.MonkeyPatch, url: str, sent: str) -> None:
    monkeypatch.setenv("PADAN_OPENAI_KEY", "own")
    assert endpoint.address(url, engine="openai").key() == sent


def test_the_common_key_goes_to_its_own_host_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "common")
    for url, sent in (
        ("https://api.openai.com/v1", "common"),
        ("https://llm.example.org/v1", ""),
        ("https://api.openai.com.example.org/v1", ""),
        ("http://api.openai.com/v1", ""),
    ):
        assert endpoint.address(url, engine="openai").key() == sent


@pytest.mark.parametrize("key", ["sk-a\nb", "sk-\u00e9", "a\x07b"])
def test_an_impossible_key_is_refused_without_being_shown(
    server: ChatServer, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("PADAN_OPENAI_KEY", key)
    with pytest.raises(EngineError, match="PADAN_OPENAI_KEY: holds no key") as caught:
        ask(server, TEXTS[:1])
    assert key not in str(caught.value)
    assert server.seen == []


def test_a_key_that_the_server_repeats_is_not_shown(
    server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PADAN_OPENAI_KEY", "very-secret")
    server.reply = lambda _: trouble(401, "Incorrect key: very-secret")
    line = failing(server)[1]
    assert "does not accept the key (401): Incorrect key: …; check the key" in line
    assert "very-secret" not in registry.translator(server.spec).signature


# Specs and signatures


@pytest.mark.parametrize(
    "argument",
    ["", "#m", "http://localhost:1/v1", "http://localhost:1/v1#", "ftp://localhost/v1#m",
     "localhost:8080#m", "http://#m", "http://[::1/v1#m", "http://a b/v1#m", "http://h:99999/v1#m",
     "https://user:pass@host/v1#m", "https://host/v1?api-key=abc#m", "http://h/\x00v1#m"],
)  # fmt: skip
def test_a_wrong_spec_is_refused_with_the_right_form(argument: str) -> None:
    with pytest.raises(EngineError, match=r"write openai:URL#MODEL|PADAN_OPENAI_KEY") as caught:
        registry.translator(f"openai:{argument}")
    assert "pass@" not in str(caught.value)
    assert "abc" not in str(caught.value)


def test_the_signature_names_address_model_and_prompt_and_asks_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def one(model: str = "m", url: str = "http://localhost:9/v1") -> str:
        return OpenAiTranslator(f"{url}#{model}").signature

    first = one()
    assert first.startswith("openai:http://localhost:9/v1/chat/completions#m/temperature0/prompt:")
    assert one(url="http://localhost:9/v1/chat/completions/") == first
    assert one("n") != first
    data = openai._data() | {"system": "Translate."}
    monkeypatch.setattr(openai, "_data", lambda: data)
    assert one() != first


def test_a_language_without_a_name_is_refused(server: ChatServer) -> None:
    with pytest.raises(EngineError, match="cannot translate from 'id' into 'qqq'"):
        list(registry.translator(server.spec).translate(TEXTS, source="id", target="qqq"))
    assert server.seen == []
