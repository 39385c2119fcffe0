"""Every answer of the review server, asked over HTTP."""

from __future__ import annotations

import sys
import uuid
from pathlib import Path
from typing import Any

import httpx
import pytest
from lxml import html

sys.path.insert(0, str(Path(__file__).parents[1]))

from padan.judgements.places import place_key, place_of
from padan.store import Store
from view.factories import ferry_story

STORY = ferry_story()
ID = STORY.story.id
PLACES = [place_of(row) for row in STORY.rows]
KEYS = [place_key(place) for place in PLACES]
API = f"/api/story/{ID}"


def sent(act: str, body: dict[str, Any], reviewer: str = "Rina", **more: str) -> dict[str, Any]:
    return {"id": uuid.uuid4().hex, "reviewer": reviewer, "act": act, "body": body} | more


def turned(reviewer: str = "Rina") -> dict[str, str]:
    return {"id": uuid.uuid4().hex, "reviewer": reviewer}


def done(client: httpx.Client, act: str, body: dict[str, Any], reviewer: str = "Rina") -> Any:
    answer = client.post(f"{API}/acts", json=sent(act, body, reviewer))
    assert answer.status_code == 200, answer.text
    return answer.json()


def row_of(told: Any, key: str) -> Any:
    return html.fragment_fromstring(told["patch"]["rows"][key])


def page(client: httpx.Client, lang: str = "en") -> Any:
    answer = client.get(f"/story/{ID}", params={"lang": lang})
    assert answer.status_code == 200
    return html.document_fromstring(answer.text)


def test_the_list_leads_to_every_story_and_says_how_far_it_is(client: httpx.Client) -> None:
    found = html.document_fromstring(client.get("/").text)
    assert f"/story/{ID}" in found.xpath("//a/@href")
    assert STORY.story.title in found.text_content()


def test_the_page_holds_every_row_with_its_key_and_what_it_is_filtered_by(
    client: httpx.Client,
) -> None:
    found = page(client)
    rows = found.xpath("//div[@id='rows']/div")
    assert [row.get("data-key") for row in rows] == KEYS
    assert found.xpath("//body/@data-story") == [ID]
    assert int(found.xpath("//body/@data-total")[0]) == len(KEYS)
    fourth = rows[3]
    assert fourth.get("data-worst") == "critical"
    assert fourth.get("data-kinds").split() == ["negation.critical", "name.major"]
    assert fourth.get("data-outlets") == STORY.story.articles[1].id
    assert fourth.get("data-consistency") == "0.06"
    assert fourth.get("data-confidence") == "0.93"
    assert "data-moved" in rows[4].attrib
    assert "data-unsure" in rows[5].attrib


def test_a_cell_holds_its_sentences_with_their_offsets_and_nothing_else(
    client: httpx.Client,
) -> None:
    for article in STORY.story.articles:
        for each in page(client).xpath(f"//div[@data-article='{article.id}']//span[@data-i]"):
            sentence = article.sentences[int(each.get("data-i"))]
            assert each.text_content() == sentence.text
            assert article.text[int(each.get("data-start")) : int(each.get("data-end"))] == (
                sentence.text
            )


def test_the_english_of_each_sentence_stands_by_itself(client: httpx.Client) -> None:
    retelling = STORY.story.articles[1].id
    found = page(client).xpath(f"//p[@class='english'][@data-article='{retelling}']")
    told = {int(p.get("data-i")): p.xpath("./span[@class='en']")[0].text_content() for p in found}
    assert told == {i: t.text for i, t in STORY.english[retelling].items()}


def test_rows_come_in_parts_and_end(client: httpx.Client) -> None:
    def keys(start: int, count: int) -> list[str]:
        text = client.get(f"/story/{ID}/rows", params={"start": start, "count": count}).text
        return [row.get("data-key") for row in html.fragments_fromstring(text)] if text else []

    assert keys(0, 4) + keys(4, 4) + keys(8, 4) == KEYS
    assert keys(50, 4) == []
    assert client.get(f"/story/{ID}/rows?start=-1").status_code == 400
    assert client.get(f"/story/{ID}/rows?start=1&count=x").status_code == 400


def test_the_heat_strip_leads_to_rows(client: httpx.Client) -> None:
    links = html.fragments_fromstring(client.get(f"/story/{ID}/minimap").text)
    hrefs = {href for part in links for href in part.xpath(".//a/@href")}
    assert hrefs == {f"#row-{n}" for n in range(1, len(KEYS) + 1)}


def test_an_act_answers_with_the_row_as_it_is_now(client: httpx.Client) -> None:
    told = done(client, "accept", {"rows": [PLACES[0]]})
    assert told["seq"] > 0
    assert list(told["patch"]["rows"]) == [KEYS[0]]
    row = row_of(told, KEYS[0])
    assert (row.get("data-status"), row.get("data-by")) == ("accepted", "Rina")
    assert told["patch"]["order"] is None
    assert told["patch"]["progress"]["accepted"] == 1
    assert told["patch"]["progress"]["total"] == len(KEYS)
    assert page(client).xpath("//div[@id='rows']/div/@data-status")[0] == "accepted"
    back = client.post(f"{API}/undo", json=turned()).json()
    assert row_of(back, KEYS[0]).get("data-status") == "unreviewed"
    again = client.post(f"{API}/redo", json=turned()).json()
    assert row_of(again, KEYS[0]).get("data-status") == "accepted"


def test_an_act_sent_twice_counts_once(client: httpx.Client, store: str) -> None:
    told = sent("comment", {"row": PLACES[1], "article": "", "text": "Twice?"})
    answers = [client.post(f"{API}/acts", json=told).json() for _ in range(2)]
    assert answers[0]["seq"] == answers[1]["seq"]
    row = row_of(answers[1], KEYS[1])
    assert [p.text_content() for p in row.xpath(".//div[@data-comment]/p[@class='text']")] == [
        "Twice?"
    ]
    with Store(store) as opened:
        log = opened.judgements([a.id for a in STORY.story.articles])
    assert sum(j.id == told["id"] for j in log) == 1


def test_rows_merge_and_come_apart_again(client: httpx.Client) -> None:
    both = {a: [*PLACES[7].get(a, ()), *PLACES[8].get(a, ())] for a in {*PLACES[7], *PLACES[8]}}
    body = {"before": [PLACES[7], PLACES[8]], "after": [{"at": 0, "place": both}]}
    patch = done(client, "merge", body)["patch"]
    merged = place_key({a: tuple(i) for a, i in both.items()})
    assert patch["order"] == [*KEYS[:7], merged]
    assert set(patch["gone"]) == set(KEYS[7:])
    row = html.fragment_fromstring(patch["rows"][merged])
    assert row.get("data-byhand") == "Rina"
    patch = client.post(f"{API}/undo", json=turned()).json()["patch"]
    assert patch["order"] == KEYS
    assert patch["gone"] == [merged]
    assert set(patch["rows"]) >= set(KEYS[7:])


def test_what_does_not_fit_is_refused_with_the_rows_as_they_are(client: httpx.Client) -> None:
    stale = {a: i[:1] for a, i in PLACES[7].items()} | {STORY.story.articles[0].id: (8,)}
    answer = client.post(f"{API}/acts", json=sent("accept", {"rows": [stale]}))
    assert answer.status_code == 409
    told = answer.json()
    assert told["error"] == "these rows have changed in the meantime"
    assert list(told["patch"]["rows"]) == [KEYS[7]]
    assert told["patch"]["order"] == KEYS
    assert told["patch"]["gone"] == [place_key(stale)]
    client.cookies.set("padan-lang", "id")
    answer = client.post(f"{API}/acts", json=sent("accept", {"rows": [stale]}))
    assert "sudah berubah" in answer.json()["error"]
    nothing = client.post(f"{API}/undo", json=turned("Nobody yet"))
    assert nothing.status_code == 409


def test_a_finding_is_dismissed_and_shown_folded(client: httpx.Client) -> None:
    button = page(client).xpath("//div[@id='rows']/div[4]//button[@data-finding]")[0]
    import json

    finding = json.loads(button.get("data-finding"))
    assert finding["kind"] == "negation"
    told = done(client, "dismiss-finding", {"findings": [finding]}, "Budi")
    row = row_of(told, KEYS[3])
    assert row.get("data-worst") == "major"
    (folded,) = row.xpath(".//details[@class='dismissed']")
    assert "dismissed by Budi" in folded.text_content()
    assert not row.xpath(".//mark[contains(@class,'k-negation')]")
    again = json.loads(folded.xpath(".//button/@data-finding")[0])
    back = done(client, "reopen-finding", {"findings": [again]}, "Budi")
    assert row_of(back, KEYS[3]).get("data-worst") == "critical"
    changed = {"finding": finding, "kind": "modality", "severity": "minor"}
    row = row_of(done(client, "change-finding", changed, "Budi"), KEYS[3])
    assert "changed by Budi, was: Critical negation" in " ".join(row.text_content().split())


def test_edited_english_is_shown_as_a_persons(client: httpx.Client) -> None:
    article = STORY.story.articles[1].id
    before = STORY.english[article][7].text
    body = {"article": article, "sentence": 7, "before": before, "after": "They were given tea."}
    row = row_of(done(client, "edit-english", body), KEYS[7])
    (english,) = row.xpath(f".//p[@data-article='{article}'][@data-i='7']")
    assert "".join(english.xpath("./span[@class='en']")[0].itertext()) == "They were given tea."
    assert "English by Rina" in english.text_content()
    client.post(f"{API}/undo", json=turned())
    assert before in page(client).text_content()


def test_sentences_go_aside_and_are_listed_with_who_put_them_there(client: httpx.Client) -> None:
    article = STORY.story.articles[1].id
    body = {"before": [PLACES[6]], "after": []}
    patch = done(client, "aside", body, "Sari")["patch"]
    assert patch["gone"] == [KEYS[6]]
    listed = client.get(f"/story/{ID}/aside").text
    assert STORY.story.articles[1].sentences[6].text in listed
    assert "Sari" in listed
    assert f'data-article="{article}"' in listed
    client.post(f"{API}/undo", json=turned("Sari"))
    assert STORY.story.articles[1].sentences[6].text not in client.get(f"/story/{ID}/aside").text


def test_the_history_of_a_row_is_told_in_plain_words(client: httpx.Client) -> None:
    done(client, "second-look", {"rows": [PLACES[5]]}, "Tomo")
    done(client, "comment", {"row": PLACES[5], "article": "", "text": "<b>Why?</b>"}, "Tomo")
    client.post(f"{API}/undo", json=turned("Tomo"))
    told = client.get(f"{API}/history", params={"row": KEYS[5]}).json()
    own = [each for each in told if each["reviewer"] == "Tomo"]
    assert [each["text"] for each in own] == [
        "wants a second look at the row",
        "commented: “<b>Why?</b>”",
        "undid: commented: “<b>Why?</b>”",
    ]
    assert [each["seq"] for each in told] == sorted(each["seq"] for each in told)
    indonesian = client.get(f"{API}/history", params={"row": KEYS[5], "lang": "id"}).json()
    assert "meminta baris ini diperiksa lagi" in [each["text"] for each in indonesian]
    assert client.get(f"{API}/history", params={"row": "no key"}).status_code == 400


def test_agreement_needs_two_who_judged_the_same(client: httpx.Client) -> None:
    for reviewer, acts in (
        ("Ana", ["accept", "accept", "reject"]),
        ("Ben", ["accept", "reject", "reject"]),
    ):
        for place, act in zip(PLACES[:3], acts, strict=True):
            done(client, act, {"rows": [place]}, reviewer)
    told = client.get(f"{API}/agreement").json()
    assert told["rows"] >= 3
    assert told["alpha"] is not None
    assert {"Ana", "Ben"} <= set(told["reviewers"])


def test_search_finds_words_with_what_stands_around_them(client: httpx.Client) -> None:
    told = client.get("/api/search", params={"q": "SALTMARSH ran"}).json()
    assert told["complete"] is True
    first = told["hits"][0]
    assert first["hit"] == "Saltmarsh ran"
    assert first["before"].endswith("The night ferry ")
    assert (first["story"], first["row"], first["outlet"]) == (ID, KEYS[1], "The Harbour Post")
    english = client.get("/api/search", params={"q": "fog in those"}).json()["hits"]
    assert [hit["outlet"] for hit in english] == ["Kabar Pelabuhan (en)"]
    numbers = {"q": r"\b2\d\d (people|orang)\b", "regex": "1", "story": ID}
    assert len(client.get("/api/search", params=numbers).json()["hits"]) == 3
    assert client.get("/api/search", params={"q": "x", "story": "nope"}).status_code == 404


def test_find_gives_the_rows_that_hold_it_in_any_column(client: httpx.Client) -> None:
    assert client.get(f"{API}/find", params={"q": "selimut"}).json() == [KEYS[7]]
    assert client.get(f"{API}/find", params={"q": "a.c"}).json() == []
    assert client.get(f"{API}/find", params={"q": "zzz"}).json() == []


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"q": "("}, 200),
        ({"q": "(", "regex": "1"}, 400),
        ({"q": ""}, 400),
        ({"q": "x" * 501}, 400),
        ({"q": "(" * 400, "regex": "1"}, 400),
    ],
)
def test_a_query_that_is_none_is_said_to_be_none(
    client: httpx.Client, query: dict[str, str], status: int
) -> None:
    for path in ("/api/search", f"{API}/find"):
        answer = client.get(path, params=query)
        assert answer.status_code == status
        if status == 400:
            assert len(answer.json()["error"].splitlines()) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b'{"id": NaN}',
        b"[" * 200_000,
        b'{"id": "a", "reviewer": "b", "act": "fly", "body": {}}',
        b'{"id": "a", "reviewer": "b", "act": "accept"}',
        b'{"id": "a", "reviewer": "b", "act": "accept", "body": {"rows": "x"}}',
        b'{"id": "a", "reviewer": "b", "act": "accept", "body": {"rows": [{"zz": [0]}]}}',
        b'{"id": "", "reviewer": "b", "act": "clear", "body": {"rows": []}}',
        b'{"id": 5, "reviewer": "b", "act": "accept", "body": {"rows": []}}',
        b'{"id": "a", "reviewer": "\\ud800", "act": "accept", "body": {"rows": []}}',
        b'{"id": "a", "reviewer": "b", "act": "comment", "body": {"row": {}, "article": ""}}',
    ],
)
def test_a_body_that_is_none_is_refused_in_one_line(client: httpx.Client, body: bytes) -> None:
    answer = client.post(f"{API}/acts", content=body)
    assert answer.status_code == 400, answer.text
    assert len(answer.json()["error"].splitlines()) == 1


def test_what_is_not_there_is_said_not_to_be(client: httpx.Client) -> None:
    assert client.get("/story/nope").status_code == 404
    assert client.get("/nope").status_code == 404
    assert client.post("/api/story/nope/acts", json=sent("accept", {"rows": []})).json() == {
        "error": "nope: there is no such story"
    }
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert client.get(path).status_code == 404


def test_the_page_speaks_the_language_asked_for(client: httpx.Client) -> None:
    assert page(client, "id").get("lang") == "id"
    assert page(client, "xx").get("lang") == "en"
    accepting = {"Accept-Language": "fr, id-ID;q=0.8"}
    assert 'lang="id"' in client.get(f"/story/{ID}", headers=accepting).text[:60]
