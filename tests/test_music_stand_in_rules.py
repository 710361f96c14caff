"""What the music stand-in refuses, and what it takes."""

from typing import Any

import pytest

from bot.demo.music import MusicStandIn
from tests.music_fixtures import CUSTOM, QUICK, SPEED, Raw, kie, music, raw, raw_kie, raw_session, still

__all__ = ["kie", "music", "raw", "raw_kie", "still"]

INSTRUMENTAL = {**CUSTOM, "instrumental": True}


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        ({**QUICK, "callBackUrl": None}, 400, "Please enter callBackUrl."),
        ({**QUICK, "callBackUrl": ""}, 400, "Please enter callBackUrl."),
        ({**QUICK, "callBackUrl": None, "callbackUrl": "https://x.invalid"}, 400, "Please enter callBackUrl."),
        ({**QUICK, "customMode": None}, 400, "customMode cannot be null"),
        ({**QUICK, "instrumental": "false"}, 400, "instrumental cannot be null"),
        ({**QUICK, "model": None}, 400, "model cannot be null"),
        ({**QUICK, "model": "V9"}, 400, "not supported"),
        ({**QUICK, "prompt": ""}, 400, "prompt"),
        ({**QUICK, "prompt": 7}, 400, "prompt"),
        ({**QUICK, "prompt": "x" * 401}, 413, "prompt"),
        ({**CUSTOM, "prompt": ""}, 400, "prompt"),
        ({**CUSTOM, "style": ""}, 400, "style"),
        ({**CUSTOM, "title": None}, 400, "title"),
        ({**CUSTOM, "title": "x" * 81}, 413, "title"),
        ({**CUSTOM, "prompt": "x" * 5001}, 413, "prompt"),
        ({**CUSTOM, "style": "x" * 1001}, 413, "style"),
        ({**CUSTOM, "model": "V4", "prompt": "x" * 3001}, 413, "prompt"),
        ({**CUSTOM, "model": "V3_5", "style": "x" * 201}, 413, "style"),
        ({**INSTRUMENTAL, "prompt": "x" * 5001}, 413, "prompt"),
        ({**QUICK, "vocalGender": "x"}, 400, "vocalGender"),
        ({**QUICK, "styleWeight": 1.5}, 400, "weights"),
        ({**QUICK, "negativeTags": "x" * 1001}, 413, "negativeTags"),
    ],
)
async def test_a_bad_song_is_refused_inside_http_200_and_costs_nothing(
    raw: Raw, body: dict[str, Any], code: int, words: str
) -> None:
    answer = await raw.post("/generate", body)
    assert answer["code"] == code
    assert words in answer["msg"]
    assert answer["data"] is None
    assert raw.stand_in.credits == 1000
    assert not raw.stand_in.tasks


@pytest.mark.parametrize(
    "body",
    [
        {**QUICK, "prompt": "x" * 400},
        {**CUSTOM, "prompt": "x" * 5000, "style": "x" * 1000, "title": "x" * 80},
        {**INSTRUMENTAL, "prompt": None},
        {**CUSTOM, "model": "V3_5", "prompt": "x" * 3000, "style": "x" * 200},
        {**CUSTOM, "vocalGender": "f", "styleWeight": 0.5},
    ],
)
async def test_texts_at_their_limits_are_taken(raw: Raw, body: dict[str, Any]) -> None:
    await raw.start(body=body)
    assert raw.stand_in.credits == 988


async def test_kie_refuses_with_422_and_knows_other_models_and_lengths(raw_kie: Raw) -> None:
    assert (await raw_kie.post("/generate", {**QUICK, "callBackUrl": None}))["code"] == 422
    assert (await raw_kie.post("/generate", {**QUICK, "model": "V3_5"}))["code"] == 422
    assert (await raw_kie.post("/generate", {**QUICK, "prompt": "x" * 501}))["code"] == 422
    assert (await raw_kie.post("/generate", {**QUICK, "prompt": "x" * 500}))["code"] == 200


@pytest.mark.parametrize("header", ["", "Bearer wrong", "Basic demo-key", "demo-key"])
async def test_without_the_key_nothing_is_answered(raw: Raw, header: str) -> None:
    answer = await raw.post("/generate", QUICK, headers={"Authorization": header})
    assert answer == {"code": 401, "msg": "You do not have access permissions", "data": None}


async def test_a_body_that_is_no_json_object_is_refused(raw: Raw) -> None:
    assert (await raw.post("/generate", [1]))["code"] == 400
    url = f"{raw.stand_in.url}/api/v1/generate"
    async with raw.session.post(url, data=b"{", headers={"Content-Type": "application/json"}) as answer:
        assert (await answer.json())["code"] == 400


async def test_a_wrong_path_or_method_is_404_or_405_in_the_envelope(raw: Raw) -> None:
    assert (await raw.get("/generate-record-info"))["code"] == 404
    assert (await raw.get("/generate"))["code"] == 405


async def test_the_twenty_first_create_in_ten_seconds_is_dropped(still: None) -> None:
    async with MusicStandIn(speed=1.0) as stand_in, raw_session() as session:
        raw = Raw(stand_in, session)
        codes = [(await raw.post("/generate", QUICK))["code"] for _ in range(21)]
        assert codes == [200] * 20 + [430]
        assert len(stand_in.tasks) == 20
        stand_in.clock.advance(10.1)
        assert (await raw.post("/generate", QUICK))["code"] == 200


async def test_kie_answers_the_twenty_first_with_a_real_429(still: None) -> None:
    async with MusicStandIn(profile="kie") as stand_in, raw_session() as session:
        raw = Raw(stand_in, session)
        for _ in range(20):
            await raw.start()
        async with session.post(f"{stand_in.url}/api/v1/generate", json=QUICK) as answer:
            assert answer.status == 429
            assert (await answer.json())["code"] == 429


async def test_without_credits_nothing_starts_and_every_host_has_its_own_code(raw: Raw, raw_kie: Raw) -> None:
    raw.stand_in.credits = raw_kie.stand_in.credits = 11.9
    assert (await raw.post("/generate", QUICK))["code"] == 429
    assert (await raw_kie.post("/generate", QUICK))["code"] == 402
    assert not raw.stand_in.tasks
    assert (await raw.get("/generate/credit"))["data"] == 11.9
    assert (await raw_kie.get("/chat/credit"))["data"] == 11.9


async def test_maintenance_stops_creates_until_it_is_switched_off(raw: Raw) -> None:
    raw.stand_in.maintenance = True
    assert (await raw.post("/generate", QUICK))["code"] == 455
    assert (await raw.get("/generate/credit"))["code"] == 200
    raw.stand_in.maintenance = False
    assert (await raw.post("/generate", QUICK))["code"] == 200


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ({"audioId": ""}, 400, "audioId"),
        ({"audioId": "00000000-0000-4000-8000-000000000000"}, 404, "does not exist"),
        ({"defaultParamFlag": None}, 400, "defaultParamFlag"),
        ({"model": "V4"}, 400, "match"),
        ({"prompt": ""}, 400, "prompt"),
        ({"style": ""}, 400, "style"),
        ({"title": ""}, 400, "title"),
        ({"continueAt": None}, 400, "continueAt"),
        ({"continueAt": True}, 400, "continueAt"),
        ({"continueAt": 0}, 400, "continueAt"),
        ({"continueAt": 1000}, 400, "continueAt"),
        ({"style": "x" * 1001}, 413, "style"),
        ({"callBackUrl": ""}, 400, "callBackUrl"),
    ],
)
async def test_a_bad_extension_is_refused(raw: Raw, change: dict[str, Any], code: int, words: str) -> None:
    source = (await raw.finished())["response"]["sunoData"][0]
    body = {**CUSTOM, "defaultParamFlag": True, "audioId": source["id"], "continueAt": 3.5, **change}
    answer = await raw.post("/generate/extend", body)
    assert (answer["code"], raw.stand_in.credits) == (code, 988)
    assert words in answer["msg"]


async def test_a_song_that_is_not_finished_cannot_be_extended(raw: Raw) -> None:
    task_id = await raw.start()
    clip = raw.stand_in.tasks[task_id].clips[0]
    body = {"defaultParamFlag": False, "audioId": clip.id, "model": "V4_5", "callBackUrl": "x"}
    assert (await raw.post("/generate/extend", body))["msg"] == "The audio is not ready"


async def test_a_prompt_for_lyrics_has_at_most_200_characters(raw: Raw) -> None:
    assert (await raw.post("/lyrics", {"prompt": "x" * 201, "callBackUrl": "x"}))["code"] == 413
    assert (await raw.post("/lyrics", {"prompt": "x" * 200}))["code"] == 400
    assert (await raw.post("/lyrics", {"prompt": "x" * 200, "callBackUrl": "x"}))["code"] == 200
    assert raw.stand_in.credits == 999.6


async def test_a_second_wav_of_a_song_is_409_and_names_the_first_only_when_told_to(raw: Raw) -> None:
    record = await raw.finished()
    body = {"taskId": record["taskId"], "audioId": record["response"]["sunoData"][0]["id"], "callBackUrl": "x"}
    first = await raw.start("/wav/generate", body)
    again = await raw.post("/wav/generate", body)
    assert (again["code"], again["data"]) == (409, None)
    raw.stand_in.service.conflict_names_task = True
    assert (await raw.post("/wav/generate", body))["data"] == {"taskId": first}
    assert (await raw.post("/wav/generate", {**body, "taskId": "0" * 32}))["code"] == 404


async def test_unknown_ids_are_404_and_foreign_ones_an_empty_record(raw: Raw) -> None:
    raw.stand_in.add_key("other")
    task_id = await raw.start()
    async with raw_session("other") as session:
        other = Raw(raw.stand_in, session)
        answer = await other.get("/generate/record-info", taskId=task_id)
        assert answer["code"] == 200
        assert set(answer["data"].values()) == {None}
        assert (await other.get("/generate/record-info", taskId="0" * 32))["code"] == 404
        assert (await other.get("/generate/record-info"))["code"] == 400
        assert (await other.get("/lyrics/record-info", taskId=task_id))["code"] == 404


async def test_kie_answers_three_queries_a_second_for_a_task(still: None) -> None:
    async with MusicStandIn(profile="kie") as stand_in, raw_session() as session:
        raw = Raw(stand_in, session)
        task_id = await raw.start()
        codes = [(await raw.get("/generate/record-info", taskId=task_id))["code"] for _ in range(4)]
        assert codes == [200, 200, 200, 429]
        stand_in.clock.advance(1.1)
        assert (await raw.get("/generate/record-info", taskId=task_id))["code"] == 200


def test_the_speed_of_the_fixtures_keeps_a_song_under_a_second() -> None:
    assert 120 / SPEED < 1
