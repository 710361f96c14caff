"""`/owner` and the greeting in simcord."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import discord
import pytest
from simcord import InteractionResult

from bot.clock import DAY
from bot.errors import NotConnected, NotFound, StoreError
from bot.models import Reason, State
from bot.ui.arrivals import Arrivals
from bot.ui.notices import few_credits
from tests.command_house import House, house, open_house, reply
from tests.reading import buttons_in, words
from tests.song_steps import made, only_task

__all__ = ["house"]


@pytest.fixture
def host(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """The house whose first owner owns the application too."""
    monkeypatch.setattr(house.env.bot.application, "owner", discord.Object(house.owner.id))
    return house


async def page(house: House) -> InteractionResult:
    return await house.owner.slash(house.songs, "owner")


async def unclear(house: House) -> int:
    """A request of which the service never said whether it took it."""
    await house.quick()
    task = await only_task(house)
    house.shop.music.faults.add("generate", "cut", applied=False)
    await house.shop.step()
    house.shop.pass_time(11 * 60_000)
    await house.shop.step(2)
    assert await house.shop.state(task.id) is State.UNKNOWN
    return task.id


async def test_others_see_nothing_of_it_whatever_discord_lets_through(house: House) -> None:
    allowed: dict[Any, bool] = {house.ana: True, house.manager: True}
    house.guild.set_command_permissions(house.services.command_ids["owner"], allowed)
    for who in (house.ana, house.manager, house.owner):
        result = await who.slash(house.songs, "owner")
        assert result.ephemeral
        assert reply(result).content.startswith("**For the owner only:**")


async def test_it_is_hidden_from_all_who_are_no_administrators(house: House) -> None:
    command: Any = house.env.bot.tree.get_command("owner")  # type: ignore[attr-defined]
    assert command.to_dict(house.env.bot.tree)["default_member_permissions"] == 0  # type: ignore[attr-defined]


async def test_the_page_tells_credits_pace_guilds_and_failures(host: House) -> None:
    await made(host)
    shown = await page(host)
    assert shown.ephemeral
    said = words(reply(shown))
    assert said.startswith("## All servers\n**988 credits** at the music service, asked <t:")
    assert "12 credits were used in 7 days. At this pace they last 576 days." in said
    assert "### Servers by use\nGuild · 1 request · 12 credits" in said
    assert "### Failures\nNothing in 7 days." in said
    assert "### Unclear requests\nNone." in said


async def test_a_silent_service_does_not_hide_the_rest(host: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async def silent() -> tuple[int, int]:
        raise NotConnected("credits")

    monkeypatch.setattr(host.desk, "credits", silent)
    assert "**The music service does not answer just now.**\n0 credits were used" in words(reply(await page(host)))


async def test_retry_asks_before_a_second_call_and_says_what_it_may_cost(host: House) -> None:
    task_id = await unclear(host)
    shown = await page(host)
    assert "unclear: 1" in words(reply(shown))
    await host.owner.click(reply(shown), label="Retry")
    assert host.shop.creates == 1
    said = words(reply(shown))
    assert said.startswith(f"**No trace of request {task_id}.**")
    assert said.endswith("That may cost 12 credits there a second time.")
    await host.owner.click(reply(shown), label="Send anew")
    assert f"**Queued anew: request {task_id}.**" in words(reply(shown))
    task = await host.shop.until_over(task_id)
    assert (task.state, task.late, host.shop.creates) == (State.DELIVERED, True, 2)
    assert (await host.quota()).used == 0


async def test_retry_looks_at_once_where_a_callback_named_the_request(host: House) -> None:
    task_id = await unclear(host)
    task = await host.shop.task(task_id)
    await host.shop.store.sending.started(task_id, "somebody-elses", host.shop.clock.now() + 10**9)
    shown = await page(host)
    await host.owner.click(reply(shown), label="Retry")
    assert f"**Looking for request {task_id}.**" in words(reply(shown))
    assert (await host.shop.task(task_id)).next_poll_at == host.shop.clock.now()
    assert task.next_poll_at != host.shop.clock.now()


async def test_what_only_an_earlier_host_could_tell_is_said_and_not_sent_to_the_new_one(
    host: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    task_id = await unclear(host)
    shown = await page(host)
    monkeypatch.setattr(host.desk.bureau, "_host", "elsewhere.example")
    monkeypatch.setattr(host.shop.store.overviews, "_host", "elsewhere.example")
    refused = await host.owner.click(reply(shown), label="Retry")
    assert reply(refused).content == (
        "**At another music service:** the bot uses a new one now and cannot ask there for request "
        f"{task_id}. Give up takes it off the list; its credits stay back."
    )
    with pytest.raises(NotFound):
        await host.desk.bureau.send_anew(task_id)
    await host.owner.click(reply(shown), label="Give up")
    assert set(buttons_in(reply(shown))) == {"Refresh"}


async def test_give_up_takes_it_off_the_page(host: House) -> None:
    task_id = await unclear(host)
    shown = await page(host)
    await host.owner.click(reply(shown), label="Give up")
    assert f"**Given up: request {task_id}.**" in words(reply(shown))
    assert set(buttons_in(reply(shown))) == {"Refresh"}
    assert (await host.shop.task(task_id)).reason is Reason.GIVEN_UP
    await host.owner.click(reply(shown), label="Refresh")
    assert "unclear, given up: 1" in words(reply(shown))


async def test_a_click_of_somebody_else_is_refused(host: House, monkeypatch: pytest.MonkeyPatch) -> None:
    task_id = await unclear(host)
    shown = await page(host)
    monkeypatch.setattr(host.env.bot.application, "owner", discord.Object(1))
    refused = await host.owner.click(reply(shown), label="Give up")
    assert reply(refused).content.startswith("**For the owner only:**")
    assert (await host.shop.task(task_id)).reason is Reason.UNCLEAR


def test_the_warning_says_how_long_the_credits_last() -> None:
    first = "**Few credits:** the account at the music service has 99.5 left."
    assert few_credits(99_500, 3).content == f"{first} At the pace of the last days they last 3 days."
    assert few_credits(0, None).content == "**Few credits:** the account at the music service has 0 left."


# Guilds that come and go


def arrivals(house: House) -> tuple[Arrivals, discord.Guild]:
    guild = house.env.bot.get_guild(house.guild.id)
    assert guild is not None
    return Arrivals(house.env.bot), guild  # type: ignore[arg-type]


async def join(house: House) -> list[Any]:
    """What stands in the lounge, the system channel, after the bot has joined."""
    joining, guild = arrivals(house)
    guild._system_channel_id = house.lounge.id
    with house.env._bot_scope():
        await joining.joined(guild)
    return list(house.lounge.history())


async def test_a_guild_is_greeted_once_in_its_system_channel_and_the_buttons_work(house: House) -> None:
    (greeting,) = await join(house)
    ids = house.services.command_ids
    assert greeting.content == (
        f"**Minstrel makes songs from a sentence.** Try </generate quick:{ids['generate']}> with an idea such as "
        "“slow piano, rain on a tin roof”: songs arrive about two minutes later.\n"
        "This server has 240 credits a month; a request takes 12. There is nothing to set up.\n"
        f"Managers may say who makes songs where in </settings show:{ids['settings']}>, and how much each may use with "
        f"</quota share role:{ids['quota']}>."
    )
    assert len(await join(house)) == 1
    shown = await house.ana.click(greeting, label="How it works")
    assert (shown.ephemeral, words(reply(shown)).startswith("## How it works")) == (True, True)
    refused = await house.ana.click(greeting, label="Settings")
    assert reply(refused).content.startswith("**For managers only:**")


async def test_where_the_bot_may_not_post_nobody_is_greeted(house: House) -> None:
    joining, guild = arrivals(house)
    shut: dict[Any, Any] = {house.bot_user: discord.PermissionOverwrite(send_messages=False)}
    closed = house.guild.create_text_channel("closed", overwrites=shut)
    for channel in (closed.id, None):
        guild._system_channel_id = channel
        await joining.joined(guild)
    assert list(closed.history()) == []
    assert len(await join(house)) == 1  # nothing was said yet, so it may still be


async def test_nobody_is_greeted_where_the_host_lets_nobody_spend(tmp_path: Path) -> None:
    async with open_house(tmp_path, guilds_allowed="2") as elsewhere:
        assert await join(elsewhere) == []


async def test_a_guild_that_was_left_is_erased_after_thirty_days(house: House) -> None:
    await made(house)
    leaving, guild = arrivals(house)
    await leaving.left(guild)
    house.shop.pass_time(30 * DAY - 1)
    await house.shop.step()
    assert await house.shop.shelf.channels(guild.id) != {}
    house.shop.pass_time(1)
    await house.shop.step()
    assert await house.shop.shelf.channels(guild.id) == {}
    with pytest.raises(NotFound):
        await house.shop.view(1001)


async def test_a_guild_that_is_there_at_the_next_start_is_kept(house: House) -> None:
    await made(house)
    leaving, guild = arrivals(house)
    await leaving.left(guild)
    await leaving.ready()
    house.shop.pass_time(31 * DAY)
    await house.shop.step()
    assert await house.shop.shelf.channels(guild.id) != {}


async def test_a_guild_that_discord_cannot_show_just_now_is_not_taken_for_left(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaving, guild = arrivals(house)
    await leaving.joined(guild)
    told = Told()
    monkeypatch.setattr(house.env.bot, "fetch_guilds", told.guilds)
    for guild.unavailable, told.error in ((True, None), (False, OSError("cut"))):
        await leaving.ready()
        assert await house.shop.store.retention.due(house.shop.clock.now(), 5) == []
    guild.unavailable, told.error = False, None
    await leaving.ready()
    assert await house.shop.store.retention.due(house.shop.clock.now(), 5) == [guild.id]


class Told:
    """A list of guilds that names none, or is not to be had."""

    error: Exception | None = None

    async def guilds(self, **_: object) -> AsyncIterator[discord.Guild]:
        if self.error:
            raise self.error
        for guild in list[discord.Guild]():
            yield guild


async def test_a_broken_database_is_only_logged(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*given: object) -> None:
        raise StoreError("locked")

    joining, guild = arrivals(house)
    for name in ("compare_guilds", "guild_left", "guild_joined"):
        monkeypatch.setattr(house.desk.archive, name, broken)
    await joining.ready()
    await joining.left(guild)
    assert await join(house) == []
