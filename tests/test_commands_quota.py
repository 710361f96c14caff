"""`/quota` in simcord: who may, what is said, and what it changes."""

from pathlib import Path
from typing import Any

import pytest

from bot.models import CREDIT
from tests.command_house import House, house, open_house, reply
from tests.test_commands_requests import words

__all__ = ["house"]

CHANGES: list[tuple[str, dict[str, Any]]] = [
    ("quota set", {"amount": 5.0}),
    ("quota grant", {"amount": 5.0}),
    ("quota reset", {}),
    ("quota pause", {"state": "on"}),
    ("quota log", {}),
    ("quota log", {"off": True}),
]


@pytest.mark.parametrize(("command", "options"), CHANGES)
async def test_members_may_change_nothing_whatever_discord_lets_through(
    house: House, command: str, options: dict[str, Any]
) -> None:
    before = await house.quota()
    result = await house.ana.slash(house.songs, command, **options)
    assert result.ephemeral
    assert reply(result).content.startswith("**For managers only:**")
    assert await house.quota() == before
    assert await house.shop.store.guilds.audit(house.guild.id) == []


async def test_a_time_zone_is_set_by_its_name_and_nothing_else_is_taken(house: House) -> None:
    refused = await house.manager.slash(house.songs, "quota set", timezone="Mars/Olympus")
    assert reply(refused).content.startswith("**No such time zone:**")
    result = await house.manager.slash(house.songs, "quota set", timezone="Asia/Tokyo")
    assert "Periods follow the clocks of Asia/Tokyo; new credits come <t:" in reply(result).content
    assert (await house.quota()).zone == "Asia/Tokyo"
    nothing = await house.manager.slash(house.songs, "quota set")
    assert reply(nothing).content.startswith("**Nothing to change:**")


async def test_a_month_that_is_used_up_cannot_be_counted_by_the_day_and_the_manager_reads_why(tmp_path: Path) -> None:
    async with open_house(tmp_path, QUOTA_DEFAULT="12") as house:
        await house.ana.slash(house.songs, "generate quick", prompt="a waltz")
        refused = await house.manager.slash(house.songs, "quota set", period="day")
        assert reply(refused).content.startswith(
            "**Not yet:** 12 credits are used this month, more than 0.387 a day would have allowed so far. "
            "You can change it when new credits come, <t:"
        )
        assert (await house.quota()).period == "month"


async def test_time_zones_are_offered_by_city_while_they_are_typed(house: House) -> None:
    offered = await house.manager.autocomplete(house.songs, "quota set", "timezone", "berl")
    assert [choice["value"] for choice in offered] == ["Europe/Berlin"]


async def test_left_over_credits_can_be_carried_over(house: House) -> None:
    result = await house.manager.slash(house.songs, "quota set", carry_over=True)
    assert reply(result).content.endswith("What is left over moves to the next period, at most one period's amount.")
    assert (await house.quota()).carry


async def test_a_share_limits_the_member_and_a_grant_widens_it(house: House) -> None:
    share = await house.manager.slash(house.songs, "quota share member", member=house.ana, amount=12.0)
    assert reply(share).content == f"Saved: <@{house.ana.id}> may use 12 credits a month."
    await house.quick()
    refused = await house.quick()
    assert refused.ephemeral
    said = "**Your share is used up:** 12 of your 12 credits are used, this takes 12."
    assert reply(refused).content.startswith(said)
    granted = await house.manager.slash(house.songs, "quota grant", amount=12.0, member=house.ana)
    assert "They have 12 of 24 left until <t:" in reply(granted).content
    assert not (await house.quick()).ephemeral
    assert "You have used 24 of your 24; the rest is enough for 0 " in words(
        await house.ana.slash(house.songs, "credits")
    )


async def test_a_form_says_what_the_member_may_still_spend(house: House) -> None:
    await house.manager.slash(house.songs, "quota share member", member=house.ana, amount=60.0)
    for who, left in ((house.ana, 60), (house.ben, 240)):
        form = await who.slash(house.songs, "generate custom")
        assert form.modal is not None
        assert form.modal["title"] == f"Custom song · V4_5 · 12 of {left} credits"


async def test_a_role_limits_each_member_who_has_it(house: House) -> None:
    djs = house.guild.create_role("DJs")
    cleo = house.guild.add_member(house.env.create_user("cleo"), roles=[djs])
    await house.manager.slash(house.songs, "quota share role", role=djs, amount=12.0)
    await house.quick(who=cleo)
    refused = await house.quick(who=cleo)
    assert f"with <@&{djs.id}> it is 12 credits; 12 are used" in reply(refused).content
    assert not (await house.quick()).ephemeral
    gone = await house.manager.slash(house.songs, "quota share role", role=djs)
    assert reply(gone).content == "Saved: this share is gone."
    assert not (await house.quick(who=cleo)).ephemeral


async def test_a_grant_to_a_member_without_a_share_is_refused(house: House) -> None:
    refused = await house.manager.slash(house.songs, "quota grant", amount=5.0, member=house.ben)
    assert reply(refused).content.startswith("**Nothing to add to:**")


async def test_a_manager_may_not_grant_above_the_hosts_maximum(tmp_path: Path) -> None:
    async with open_house(tmp_path, quota_max="250") as house:
        refused = await house.manager.slash(house.songs, "quota grant", amount=11.0)
        assert reply(refused).content == (
            "**Too high:** the owner allows 250 in all, so 10 more can be granted. Nothing was changed."
        )
        granted = await house.manager.slash(house.songs, "quota grant", amount=10.0)
        assert reply(granted).content.startswith("Granted: 10 credits, for this period alone. 250 of 250 are left")
        assert "-# 10 of it were granted for this period." in words(await house.ana.slash(house.songs, "quota show"))


async def test_a_reset_says_what_it_forgave_and_what_still_counts(house: House) -> None:
    await house.quick()
    result = await house.manager.slash(house.songs, "quota reset")
    assert reply(result).content == (
        "Reset: the 12 credits used so far no longer count. 228 of 228 are left this month.\n"
        "The owner allows 240 a month, and what was used before still counts towards that."
    )
    assert (await house.quota()).used == 0


async def test_a_pause_refuses_in_private_until_it_is_over(house: House) -> None:
    paused = await house.manager.slash(house.songs, "quota pause", state="on")
    assert reply(paused).content.startswith("**Paused:**")
    refused = await house.quick()
    assert refused.ephemeral
    assert reply(refused).content.startswith("**Paused:** a manager has stopped spending on this server for now.")
    assert "**Paused:**" in words(await house.ana.slash(house.songs, "credits"))
    await house.manager.slash(house.songs, "quota pause", state="off")
    assert not (await house.quick()).ephemeral


async def test_the_log_is_paged_and_comes_as_a_file_for_managers_alone(house: House) -> None:
    for _ in range(6):
        result = await house.quick()
        await house.ana.click(reply(result), label="Cancel")
    page = await house.manager.slash(house.songs, "quota log")
    text = words(page)
    assert text.startswith("## Log of credits\n-# Page 1, newest first")
    assert text.count("\n-# <t:") == 10
    assert "**12 given back** · cancelled · Ana · request " in text
    older = await house.manager.click(reply(page), label="Older")
    assert words(older).startswith("## Log of credits\n-# Page 2")
    stolen = await house.ana.slash(house.songs, "quota log")
    assert reply(stolen).content.startswith("**For managers only:**")
    file = await house.manager.click(reply(page), label="All as CSV")
    assert file.ephemeral
    assert reply(file).content == "**12 bookings**, newest first."
    assert [attachment.filename for attachment in reply(file).attachments] == ["credits.csv"]


async def test_the_page_shows_a_picture_only_where_the_bot_may_attach_one(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.quick()
    shown = await house.ana.slash(house.songs, "quota show")
    assert [attachment.filename for attachment in reply(shown).attachments] == ["credits.png"]
    monkeypatch.setattr("bot.ui.quota_service.may_attach", lambda interaction: False)
    without = await house.ana.slash(house.songs, "quota show")
    assert reply(without).attachments == []
    assert "**By day:** 12 on day " in words(without)


async def test_requests_are_counted_by_what_runs_out_first(house: House) -> None:
    await house.manager.slash(house.songs, "quota share member", member=house.ana, amount=60.0)
    await house.manager.slash(house.songs, "quota set", amount=24)
    text = words(await house.ana.slash(house.songs, "credits"))
    assert "**24 of 24 left** this month, enough for 2 requests at 12.\n" in text
    assert "You have used 0 of your 60." in text


async def test_managers_see_the_shares_and_members_do_not(house: House) -> None:
    await house.manager.slash(house.songs, "quota share role", role=house.guild.default_role, amount=60.0)
    assert "**Shares a month:** every member 60" in words(await house.manager.slash(house.songs, "quota show"))
    text = words(await house.ana.slash(house.songs, "quota show"))
    assert "Shares" not in text
    assert "**240 of 240 left** this month.\n" in text
    assert "You have used 0 of your 60; the rest is enough for 5 requests at 12." in text
    assert (await house.quota()).amount == 240 * CREDIT


async def test_what_is_booked_is_told_in_the_log_channel_and_pings_nobody(house: House) -> None:
    result = await house.manager.slash(house.songs, "quota log", channel=house.lounge)
    assert reply(result).content == f"Saved: what is booked from now on is told in <#{house.lounge.id}>, without pings."
    asked = await house.quick()
    await house.ana.click(reply(asked), label="Cancel")
    house.shop.pass_time(20_000)
    await house.shop.step()
    [untold] = house.shop.courier.logged
    assert (untold.channel_id, [booked.entry for booked in untold.bookings]) == (house.lounge.id, ["take", "give_back"])
    await house.shop.step()
    assert len(house.shop.courier.logged) == 1
    off = await house.manager.slash(house.songs, "quota log", off=True)
    assert reply(off).content == "Saved: bookings are told in no channel."
