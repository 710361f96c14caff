"""Stages of tasks, what each shows, and how long things are kept."""

import json

import pytest

from bot.demo.music import MusicStandIn
from tests.music_fixtures import CUSTOM, QUICK, Raw, music, raw, raw_session

__all__ = ["music", "raw"]


async def test_a_song_passes_its_stages_in_order(raw: Raw) -> None:
    raw.stand_in.speed = 0.1
    task_id = await raw.start()
    tenth = raw.stand_in.tasks[task_id].lasts_ms / 10_000
    seen: list[str] = []
    for _ in range(11):
        status = (await raw.record(task_id))["status"]
        seen += [status] if status not in seen else []
        raw.stand_in.clock.advance(tenth)
    assert seen == ["PENDING", "TEXT_SUCCESS", "FIRST_SUCCESS", "SUCCESS"]


async def test_each_stage_shows_what_the_service_shows(raw: Raw) -> None:
    stand_in = raw.stand_in
    stand_in.speed = 1.0
    task_id = await raw.start()
    assert (await raw.record(task_id))["response"] is None
    stand_in.clock.advance(stand_in.tasks[task_id].lasts_ms * 0.21 / 1000)
    text = (await raw.record(task_id))["response"]["sunoData"]
    assert [(track["audioUrl"], track["streamAudioUrl"]) for track in text] == [("", ""), ("", "")]
    assert all(track["title"] and "[Verse]" in track["prompt"] and track["imageUrl"] for track in text)
    stand_in.clock.advance(stand_in.tasks[task_id].lasts_ms * 0.4 / 1000)
    first, second = (await raw.record(task_id))["response"]["sunoData"]
    assert first["audioUrl"]
    assert not second["audioUrl"]
    assert second["streamAudioUrl"]


async def test_a_task_lasts_75_to_120_seconds_divided_by_the_speed() -> None:
    async with MusicStandIn(speed=10.0) as stand_in, raw_session() as session:
        task_id = await Raw(stand_in, session).start()
        assert 7_500 <= stand_in.tasks[task_id].lasts_ms <= 12_000


async def test_a_finished_song_has_two_tracks_that_differ(raw: Raw) -> None:
    record = await raw.finished()
    one, two = record["response"]["sunoData"]
    assert record["status"] == "SUCCESS"
    assert one["id"] != two["id"]
    assert one["duration"] != two["duration"]
    assert one["modelName"] == "chirp-v4-5"
    assert isinstance(one["createTime"], int)
    assert json.loads(record["param"])["prompt"] == QUICK["prompt"]


async def test_custom_mode_keeps_the_callers_words_and_an_instrumental_has_none(raw: Raw) -> None:
    sung = (await raw.finished(body=CUSTOM))["response"]["sunoData"][0]
    assert (sung["title"], sung["tags"], sung["prompt"]) == ("Roof", "sad folk", CUSTOM["prompt"])
    played = (await raw.finished(body={**CUSTOM, "instrumental": True}))["response"]["sunoData"][0]
    assert played["prompt"] == ""


async def test_an_extension_is_longer_than_its_source_by_a_new_part(raw: Raw) -> None:
    source = (await raw.finished())["response"]["sunoData"][1]
    body = {**CUSTOM, "defaultParamFlag": True, "audioId": source["id"], "continueAt": 3.5}
    record = await raw.finished("/generate/extend", body)
    assert (record["parentMusicId"], record["operationType"]) == (source["id"], "extend")
    assert all(track["duration"] > 3.5 + 4 for track in record["response"]["sunoData"])
    inherit = {"defaultParamFlag": False, "audioId": source["id"], "model": "V4_5", "callBackUrl": "x"}
    track = (await raw.finished("/generate/extend", inherit))["response"]["sunoData"][0]
    assert track["duration"] > source["duration"]
    assert track["title"] == source["title"]


async def test_lyrics_come_as_two_or_three_drafts_with_marks(raw: Raw) -> None:
    task_id = await raw.start("/lyrics", {"prompt": "a lighthouse in a storm", "callBackUrl": "x"})
    assert (await raw.get("/lyrics/record-info", taskId=task_id))["data"]["response"] is None
    raw.stand_in.finish()
    data = (await raw.get("/lyrics/record-info", taskId=task_id))["data"]
    drafts = data["response"]["data"]
    assert (data["status"], data["type"]) == ("SUCCESS", "LYRICS")
    assert len(drafts) in {2, 3}
    assert all("[Chorus]" in draft["text"] and draft["title"] for draft in drafts)
    assert "lighthouse" in drafts[0]["text"] or "storm" in drafts[0]["text"]


async def test_a_wav_tells_its_state_in_success_flag(raw: Raw) -> None:
    record = await raw.finished()
    track = record["response"]["sunoData"][1]
    body = {"taskId": record["taskId"], "audioId": track["id"], "callBackUrl": "https://x.invalid"}
    task_id = await raw.start("/wav/generate", body)
    data = (await raw.get("/wav/record-info", taskId=task_id))["data"]
    assert (data["successFlag"], data["response"], data["musicIndex"]) == ("PENDING", None, 1)
    assert "status" not in data
    raw.stand_in.finish()
    data = (await raw.get("/wav/record-info", taskId=task_id))["data"]
    assert data["response"]["audioWavUrl"].endswith(".wav")


@pytest.mark.parametrize("instrumental", [False, True])
async def test_words_are_aligned_a_moment_after_the_song_is_done(raw: Raw, instrumental: bool) -> None:
    raw.stand_in.speed = 1.0
    record = await raw.finished(body={**CUSTOM, "instrumental": instrumental})
    body = {"taskId": record["taskId"], "audioId": record["response"]["sunoData"][0]["id"]}
    assert (await raw.post("/generate/get-timestamped-lyrics", body))["data"]["alignedWords"] == []
    raw.stand_in.clock.advance(5)
    data = (await raw.post("/generate/get-timestamped-lyrics", body))["data"]
    assert len(data["waveformData"]) == 120
    words = [word["word"] for word in data["alignedWords"]]
    assert words == ([] if instrumental else ["[Verse]\nRain ", "on ", "the ", "roof "])


async def test_after_fifteen_days_files_and_records_are_gone(raw: Raw) -> None:
    record = await raw.finished()
    url = record["response"]["sunoData"][0]["audioUrl"]
    raw.stand_in.clock.advance(14.9 * 86_400)
    assert (await raw.fetch(url))[0] == 200
    raw.stand_in.clock.advance(0.2 * 86_400)
    assert (await raw.fetch(url))[0] == 404
    assert (await raw.get("/generate/record-info", taskId=record["taskId"]))["code"] == 404


async def test_time_only_goes_forward(music: MusicStandIn) -> None:
    with pytest.raises(ValueError, match="forward"):
        music.clock.advance(-1)


@pytest.mark.parametrize(
    ("words", "status", "cost"),
    [
        ("fail please", "GENERATE_AUDIO_FAILED", 12),
        ("crash please", "CREATE_TASK_FAILED", 12),
        ("sensitive please", "SENSITIVE_WORD_ERROR", 12),
        ("vague please", "GENERATE_AUDIO_FAILED", 0),
        ("callback please", "CALLBACK_EXCEPTION", 12),
        ("never please", "PENDING", 12),
    ],
)
async def test_words_in_the_prompt_decide_how_a_song_ends(raw: Raw, words: str, status: str, cost: int) -> None:
    record = await raw.finished(body={**QUICK, "prompt": f"piano, {words}"})
    assert record["status"] == status
    assert raw.stand_in.credits == 1000 - cost
    if status.endswith(("FAILED", "ERROR")):
        assert record["response"]["sunoData"] == []
        assert record["errorMessage"]


async def test_other_words_change_the_number_of_songs_and_their_time(raw: Raw) -> None:
    single = await raw.finished(body={**QUICK, "prompt": "single please"})
    assert len(single["response"]["sunoData"]) == 1
    silent = await raw.finished(body={**QUICK, "prompt": "silent please"})
    assert silent["status"] == "SUCCESS"
    assert not silent["response"]["sunoData"][0]["audioUrl"]
    raw.stand_in.clock.advance(120 / raw.stand_in.speed)
    assert (await raw.record(silent["taskId"]))["response"]["sunoData"][0]["audioUrl"]
    slow = await raw.start(body={**QUICK, "prompt": "slow please"})
    assert raw.stand_in.tasks[slow].lasts_ms >= 5 * 75_000 / raw.stand_in.speed


async def test_words_that_refuse_work_once_for_a_text(raw: Raw) -> None:
    for words, code in (("maintenance please", 455), ("busy please", 430), ("broke please", 429)):
        body = {**QUICK, "prompt": words}
        assert (await raw.post("/generate", body))["code"] == code
        raw.stand_in.clock.advance(31 / raw.stand_in.speed)
        assert (await raw.post("/generate", body))["code"] == 200
    assert (await raw.post("/generate", {**QUICK, "prompt": "refuse please"}))["code"] == 400


async def test_lyrics_and_wavs_fail_with_words_of_their_own(raw: Raw) -> None:
    task_id = await raw.start("/lyrics", {"prompt": "fail please", "callBackUrl": "x"})
    raw.stand_in.finish()
    assert (await raw.get("/lyrics/record-info", taskId=task_id))["data"]["status"] == "GENERATE_LYRICS_FAILED"
    record = await raw.finished()
    raw.stand_in.faults.add("wav", "fail")
    body = {"taskId": record["taskId"], "audioId": record["response"]["sunoData"][0]["id"], "callBackUrl": "x"}
    task_id = await raw.start("/wav/generate", body)
    raw.stand_in.finish()
    assert (await raw.get("/wav/record-info", taskId=task_id))["data"]["successFlag"] == "GENERATE_WAV_FAILED"
    assert await raw.start("/wav/generate", body) != task_id  # a failed one is no record that exists
