"""`/credits`, `/quota` and `/help` in simcord."""

from pathlib import Path
from typing import Any

import discord
import pytest

from bot.errors import NotConnected, StoreError
from bot.models import CREDIT
from bot.ui.tree import commands_digest
from tests.command_house import House, house, open_house, reply
from tests.test_commands_requests import words

__all__ = ["house"]


async def test_members_see_what_the_server_has_left(house: House) -> None:
    await house.quick()
    result = await house.ana.slash(house.songs, "credits")
    assert result.ephemeral
    text = words(result)
    assert text.startswith(
        "## Credits\n**228 of 240 left** this month, enough for 19 requests at 12.\nNew credits come <t:"
    )
    assert "Music service account" not in text


async def test_managers_also_see_the_account_at_the_service(house: House) -> None:
    assert "-# Music service account: 1,000 credits, asked <t:" in words(
        await house.manager.slash(house.songs, "credits")
    )


async def test_a_silent_service_does_not_hide_the_quota(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async def silent() -> tuple[int, int]:
        raise NotConnected("credits")

    monkeypatch.setattr(house.desk, "credits", silent)
    text = words(await house.manager.slash(house.songs, "credits"))
    assert "**240 of 240 left**" in text
    assert "-# Music service account: no answer just now." in text


async def test_quota_show_tells_the_same_without_the_account(house: House) -> None:
    assert "account" not in words(await house.manager.slash(house.songs, "quota show"))


async def test_a_manager_sets_the_quota_and_it_counts_at_once(house: House) -> None:
    result = await house.manager.slash(house.songs, "quota set", amount=200.5)
    assert reply(result).content == (
        "Set: 200.5 credits a month (was 240). It counts from now.\nEnough for 16 requests at 12."
    )
    assert (await house.quota()).amount == 200_500


async def test_with_another_period_the_old_one_is_named(house: House) -> None:
    result = await house.manager.slash(house.songs, "quota set", amount=40.0, period="week")
    assert reply(result).content == (
        "Set: 40 credits a week (was 240 a month). It counts from now.\nEnough for 3 requests at 12."
    )


async def test_members_may_not_set_it_whatever_discord_lets_through(house: House) -> None:
    result = await house.ana.slash(house.songs, "quota set", amount=1.0)
    assert result.ephemeral
    assert reply(result).content.startswith("**For managers only:** this takes Manage Server.")
    assert (await house.quota()).amount == 240 * CREDIT


async def test_above_the_hosts_maximum_only_the_applications_owner_may(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = await house.manager.slash(house.songs, "quota set", amount=500.0)
    assert reply(refused).content == "**Too high:** the owner allows 240. Nothing was changed."
    application: Any = house.env.bot.application
    monkeypatch.setattr(application, "owner", discord.Object(house.manager.id))
    allowed = await house.manager.slash(house.songs, "quota set", amount=500.0)
    assert reply(allowed).content.startswith("Set: 500 credits a month")


@pytest.mark.parametrize(
    ("role", "joined", "owner", "may"),
    [
        ("admin", True, False, True),
        ("developer", True, False, True),
        ("read_only", True, False, False),
        ("admin", False, False, False),
        ("", True, True, True),
    ],
)
async def test_of_a_team_those_who_may_change_the_application_own_it(
    house: House, monkeypatch: pytest.MonkeyPatch, role: str, joined: bool, owner: bool, may: bool
) -> None:
    user = {"id": str(house.manager.id), "username": "m", "discriminator": "0", "avatar": None}
    member = {"user": user, "membership_state": 2 if joined else 1, "role": role, "team_id": "1", "permissions": ["*"]}
    data: Any = {"id": "1", "name": "t", "icon": None, "owner_user_id": user["id"] if owner else "7"}
    team = discord.Team(house.env.bot._connection, data | {"members": [member]})
    monkeypatch.setattr(house.env.bot.application, "team", team)
    result = await house.manager.slash(house.songs, "quota set", amount=500.0)
    assert reply(result).content.startswith("Set: 500 credits a month" if may else "**Too high:**")


async def test_help_with_an_unknown_quota_still_names_the_price(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(guild_id: int) -> None:
        raise StoreError("locked")

    monkeypatch.setattr(house.desk, "quota", broken)
    assert "**Cost:** 12 credits a request, WAV 0.4. What fails is given back." in words(
        await house.ana.slash(house.songs, "help")
    )


async def test_the_digest_changes_with_the_commands_and_only_then(house: House) -> None:
    tree = house.env.bot.tree  # type: ignore[attr-defined]
    before = await commands_digest(tree)
    assert await commands_digest(tree) == before
    tree.remove_command("help")
    assert await commands_digest(tree) != before


async def test_help_names_commands_that_can_be_clicked_and_the_models_limits(house: House) -> None:
    text = words(await house.ana.slash(house.songs, "help"))
    ids = house.env.bot.services.command_ids  # type: ignore[attr-defined]
    assert f"**1. Ask.** </generate quick:{ids['generate']}> takes an idea" in text
    assert "**Cost:** 12 credits a request, WAV 0.4. This server has 240 of 240 left this month." in text
    assert "**Limits (V4_5):** idea 400 characters, lyrics 5,000, style 1,000, title 80." in text


async def test_commands_are_for_guilds_alone(house: House) -> None:
    offered = house.env.bot.tree.get_commands()  # type: ignore[attr-defined]
    payloads = [command.to_dict(house.env.bot.tree) for command in offered]  # type: ignore[attr-defined]
    assert {tuple(payload["contexts"]) for payload in payloads} == {(0,)}
    assert {tuple(payload["integration_types"]) for payload in payloads} == {(0,)}


async def test_help_says_where_songs_are_made_when_that_is_not_here(house: House) -> None:
    here = "Songs arrive in this channel about two minutes later."
    assert here in words(await house.ana.slash(house.lounge, "help"))
    await house.manager.slash(house.songs, "settings set", channel=house.songs)
    there = words(await house.ana.slash(house.lounge, "help"))
    assert f"Songs are made in <#{house.songs.id}>, and arrive there about two minutes later." in there
    assert here in words(await house.ana.slash(house.songs, "help"))


async def test_help_promises_nothing_on_a_server_that_the_owner_has_not_opened(tmp_path: Path) -> None:
    async with open_house(tmp_path, guilds_allowed="77") as house:
        shown = await house.ana.slash(house.songs, "help")
        assert reply(shown).content.startswith("**Not on this server:** the owner has not opened it for songs.")
