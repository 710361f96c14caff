"""`/privacy` in simcord: told, exported, forgotten; for the member and this server alone."""

import gzip
import json
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.models import State
from bot.tasks.treasury import Manager
from bot.ui import privacy_service
from tests.command_house import House, house, reply
from tests.reading import file_of, words
from tests.song_steps import made, message_of_song

__all__ = ["house"]


async def exported(house: House, who: Any = None) -> dict[str, Any]:
    result = await (who or house.ana).slash(house.songs, "privacy export")
    assert result.ephemeral
    answer: dict[str, Any] = json.loads(await file_of(reply(result), ".json"))
    return answer


async def forget(house: House) -> str:
    asked = await house.ana.slash(house.songs, "privacy forget")
    assert asked.ephemeral
    await house.restart()
    await house.ana.click(reply(asked), label="Erase")
    return reply(asked).content


async def test_what_is_kept_is_told_in_private_with_the_ways_out(house: House) -> None:
    shown = await house.ana.slash(house.songs, "privacy show")
    assert shown.ephemeral
    said = words(reply(shown))
    assert "or 30 days after the bot has left this server. The music service has copies of its own for 15 days." in said
    assert f"</privacy forget:{house.services.command_ids['privacy']}> erases what you typed" in said


async def test_the_export_holds_all_of_the_members_and_nobody_elses(house: House) -> None:
    await made(house)
    await house.quick("ben's secret", who=house.ben)
    data = await exported(house)
    (request,) = data["requests"]
    assert request["request"]["prompt"] == "slow piano, rain on a tin roof"
    assert (request["member_name"], request["price_in_thousandths"], request["state"]) == ("Ana", 12_000, "delivered")
    assert len(request["songs"]) == 2
    assert all(song["lyrics"] for song in request["songs"])
    assert [booking["entry"] for booking in request["credits"]] == ["take", "take", "settle"]
    assert "secret" not in json.dumps(data)


async def test_the_export_gives_out_no_key(house: House) -> None:
    await made(house)
    task = (await house.shop.view(1001)).task
    text = json.dumps(await exported(house))
    assert task.callback_key not in text
    assert "interaction_token" not in text


async def test_a_member_of_whom_nothing_is_kept_gets_an_empty_file(house: House) -> None:
    assert (await exported(house))["requests"] == []


async def test_a_large_history_comes_packed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(privacy_service, "PLAIN_AT_MOST", 100)
    await made(house)
    result = await house.ana.slash(house.songs, "privacy export")
    data = json.loads(gzip.decompress(await file_of(reply(result), ".json.gz")))
    assert len(data["requests"]) == 1


@pytest.mark.parametrize("most", [100, 10**6])
async def test_the_file_has_no_name_on_the_disk_so_that_a_kill_leaves_nothing_behind(
    house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, most: int
) -> None:
    monkeypatch.setattr(privacy_service, "PLAIN_AT_MOST", most)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    await made(house)
    seen: list[list[Path]] = []
    export, edit = house.desk.archive.export, discord.Interaction.edit_original_response

    async def watched(guild_id: int, member_id: int) -> AsyncIterator[str]:
        async for piece in export(guild_id, member_id):
            yield piece
            seen.append(list((tmp_path / "temporary").iterdir()))

    async def watched_edit(self: discord.Interaction[Any], **given: Any) -> Any:
        seen.append(list((tmp_path / "temporary").iterdir()))
        return await edit(self, **given)

    monkeypatch.setattr(house.desk.archive, "export", watched)
    monkeypatch.setattr(discord.Interaction, "edit_original_response", watched_edit)
    result = await house.ana.slash(house.songs, "privacy export")
    assert await file_of(reply(result), ".json.gz" if most == 100 else ".json")
    assert len(seen) > 2
    assert not any(seen)


async def test_forgetting_erases_words_and_name_and_leaves_the_songs(house: House) -> None:
    await made(house)
    assert await forget(house) == "**Erased:** 1 request."
    assert (await exported(house))["requests"] == []
    shown = words(reply(await house.ben.slash(house.songs, "library")))
    assert shown.count(" · a member · ") == 2
    assert "Ana" not in shown
    assert (await house.quota()).used == 12_000


async def test_what_waits_is_cancelled_and_its_credits_are_back(house: House) -> None:
    queued = await house.quick()
    assert await forget(house) == "**Erased:** 1 request. 1 was waiting; its credits are back."
    assert (await house.quota()).used == 0
    house.shop.pass_time(5_000)
    await house.shop.step(2)
    assert reply(queued).content == "**Cancelled** · request 1001\n12 credits are back."


async def test_what_runs_is_finished_and_then_loses_its_name(house: House) -> None:
    await house.quick()
    await house.shop.step()
    assert (await forget(house)).endswith("What the music service is working on is erased as soon as it has ended.")
    task = await house.shop.until_over(1001)
    await house.shop.step(2)
    task = await house.shop.task(1001)
    assert (task.state, task.member_id, task.member_name, task.summary) == (State.DELIVERED, 0, "", "")
    assert len(house.shop.courier.songs) == 2
    assert (await exported(house))["requests"] == []


async def test_keep_changes_nothing(house: House) -> None:
    await made(house)
    asked = await house.ana.slash(house.songs, "privacy forget")
    await house.ana.click(reply(asked), label="Keep")
    assert reply(asked).content == "**Kept.** Nothing was changed."
    assert len((await exported(house))["requests"]) == 1


async def test_lyrics_that_were_erased_are_not_fetched_back(house: House) -> None:
    (track, _) = await made(house)
    await forget(house)
    calls = house.shop.music.calls.count("timed-lyrics")
    result = await house.ben.slash(house.songs, "lyrics timed", track=str(track.id))
    assert reply(result).content.startswith("**No lyrics any more:**")
    assert house.shop.music.calls.count("timed-lyrics") == calls


async def test_a_forgotten_members_song_can_be_made_longer_but_nobody_opens_its_form_again(house: House) -> None:
    (track, _) = await made(house)
    shown = await message_of_song(house, track)
    await forget(house)
    opened = await house.ben.click(shown, label="Again")
    assert (opened.modal, reply(opened).content.startswith("**Not found:**")) == (None, True)
    result = await house.ben.slash(house.songs, "extend", track=str(track.id))
    assert reply(result).content.startswith("**Queued**")


async def test_the_export_tells_shares_grants_and_use_in_thousandths(house: House) -> None:
    manager = Manager(house.guild.id, house.manager.id)
    await house.desk.treasury.set_share(manager, "member", house.ana.id, 60_000)
    await house.desk.treasury.grant_member(manager, house.ana.id, frozenset(), 5_000)
    await made(house)
    data = await exported(house)
    assert data["shares"] == [{"amount_in_thousandths": 60_000}]
    assert [grant["amount_in_thousandths"] for grant in data["grants"]] == [5_000]
    assert [(row["scope"], row["used_in_thousandths"]) for row in data["use"]] == [
        ("member", 12_000),
        ("member_grant", 5_000),
    ]
    assert str(house.manager.id) not in json.dumps(data)


async def test_the_share_of_who_was_forgotten_is_told_as_used(house: House) -> None:
    manager = Manager(house.guild.id, house.manager.id)
    await house.desk.treasury.set_share(manager, "member", house.ana.id, 12_000)
    await made(house)
    await forget(house)
    assert "You have used 12 of your 12; the rest is enough for 0 " in words(
        reply(await house.ana.slash(house.songs, "credits"))
    )
    assert reply(await house.quick()).content.startswith("**Your share is used up:**")
