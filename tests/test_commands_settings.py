"""`/settings` in simcord: the panel, its controls and forms, and the rules that hold from then on."""

from typing import Any

import discord
import pytest
from simcord import InteractionResult

from bot.guild_rules import GuildSettings, Pings
from bot.models import LyricsIdea
from tests.command_house import House, house, open_house, reply
from tests.reading import buttons_in, words
from tests.song_steps import made

__all__ = ["house", "open_house"]


async def panel(house: House) -> InteractionResult:
    return await house.manager.slash(house.songs, "settings show")


async def pick(house: House, name: str, *values: Any) -> str:
    """What the panel says after a choice."""
    shown = await panel(house)
    await house.manager.select(reply(shown), list(values), custom_id=f"m1:set:pick:{name}")
    return words(reply(shown))


async def put(house: House, **options: Any) -> str:
    return reply(await house.manager.slash(house.songs, "settings set", **options)).content


async def settings(house: House) -> GuildSettings:
    return await house.desk.office.settings(house.guild.id)


async def test_the_panel_is_private_and_tells_each_setting_as_a_sentence(house: House) -> None:
    shown = await panel(house)
    assert shown.ephemeral
    said = words(reply(shown))
    for sentence in (
        "## Settings\n-# Each change is saved at once.\n**Ready in 2 of 2 channels.**",
        "Songs are made in every channel.",
        "Everybody may make songs.",
        "Members may choose any model. V4_5 is taken where none is named.",
        "The member who asked is pinged with the first song.",
        "They are in the language of this server.",
        "At once: 2 for a member, 10 for this server.",
        "No word is blocked.",
    ):
        assert sentence in said


async def test_members_may_neither_see_nor_change_nor_click(house: House) -> None:
    shown = await panel(house)
    for result in (
        await house.ana.slash(house.songs, "settings show"),
        await house.ana.slash(house.songs, "settings set", artist="Ana"),
    ):
        assert reply(result).content.startswith("**For managers only:**")
    assert await settings(house) == GuildSettings()
    assert set(buttons_in(reply(shown))) == {"Limits", "Blocked words", "Check again"}


async def test_songs_are_made_in_the_chosen_channels_only_and_nobody_types_in_vain(house: House) -> None:
    said = await pick(house, "channels", house.songs)
    assert f"**Saved.** Songs are made in <#{house.songs.id}> only." in said
    refused = await house.quick(channel=house.lounge)
    assert refused.ephemeral
    assert reply(refused).content == (
        f"**Not in this channel:** songs are made in <#{house.songs.id}>. Nothing was charged. Your text is below.\n"
        "> slow piano, rain on a tin roof"
    )
    form = await house.ana.slash(house.lounge, "generate custom")
    assert (form.modal, reply(form).content.startswith("**Not in this channel:**")) == (None, True)
    assert (await house.quota()).used == 0
    assert reply(await house.quick()).content.startswith("**Queued**")


async def test_only_members_with_a_chosen_role_make_songs_wherever_they_begin(house: House) -> None:
    singers = house.guild.create_role("Singers")
    tracks = await made(house)
    assert "Songs are made by" in await pick(house, "roles", singers)
    used = (await house.quota()).used
    for result in (
        await house.quick(),
        await house.ana.slash(house.songs, "lyrics write", prompt="rain"),
        await house.ana.slash(house.songs, "wav", track=str(tracks[0].id)),
        await house.ana.slash(house.songs, "extend", track=str(tracks[0].id)),
    ):
        assert reply(result).content.startswith(f"**Not with your roles:** songs are made by <@&{singers.id}>.")
    assert (await house.quota()).used == used
    allowed = house.guild.add_member(house.env.create_user("cleo"), roles=[singers])
    assert reply(await house.quick(who=allowed)).content.startswith("**Queued**")


async def test_a_blocked_word_is_refused_privately_named_and_counted(house: House) -> None:
    assert await put(house, words="Rain, two words") == "**Saved.** 2 words are blocked."
    refused = await house.quick()
    assert refused.ephemeral
    assert reply(refused).content.startswith(
        "**Blocked word:** this server does not allow “Rain”. Nothing was charged."
    )
    assert "Correct" in buttons_in(reply(refused))
    assert (await house.quota()).used == 0
    assert "2 words are blocked. Refused for words so far: 1 (Rain 1)." in words(reply(await panel(house)))


async def test_words_and_models_between_chinese_commas_are_each_one_of_their_own(house: House) -> None:
    assert await put(house, words="猫，狗", models="V4、v5") == (
        "**Saved.** 2 words are blocked. Members may choose V4, V5."
    )
    refused = await house.quick("一只猫", model="V5")
    assert reply(refused).content.startswith("**Blocked word:** this server does not allow “猫”.")


async def test_a_form_that_was_open_before_is_judged_by_the_rules_of_its_sending(house: House) -> None:
    form = await house.ana.slash(house.songs, "generate custom")
    await put(house, words="lava")
    result = await house.ana.submit_modal(form, {"title": "T", "style": "s", "lyrics": "oh Lava"})
    assert reply(result).content.startswith("**Blocked word:** this server does not allow “lava”.")


async def test_models_are_limited_and_the_default_is_one_of_them(house: House) -> None:
    said = await put(house, models="v5, V4", model="V4")
    assert said == "**Saved.** Members may choose V4, V5. V4 is taken where none is named."
    refused = await house.quick(model="V4_5")
    assert reply(refused).content.startswith("**Not this model:** this server allows V4, V5.")
    await house.quick()
    (task,) = await house.tasks()
    assert task.model == "V4"
    form = await house.ana.slash(house.songs, "generate custom")
    assert form.modal is not None
    assert form.modal["title"].startswith("Custom song · V4 ·")
    assert (await put(house, models="nonsense")).startswith("**Not taken:**")


async def test_the_panels_selects_change_models_and_pings_and_take_them_back(house: House) -> None:
    await pick(house, "models", "V5", "V4")
    await pick(house, "model", "V5")
    assert "**Saved.** Nobody is pinged." in await pick(house, "pings", "off")
    assert "**Saved:** public messages here are in Deutsch" in await pick(house, "language", "de")
    chosen = await settings(house)
    assert (set(chosen.models), chosen.model, chosen.pings) == ({"V4", "V5"}, "V5", Pings.OFF)
    await pick(house, "models")
    await pick(house, "log_channel", house.lounge)
    chosen = await settings(house)
    assert (chosen.models, await house.desk.treasury.log_channel(house.guild.id)) == ((), house.lounge.id)


async def test_limits_come_by_a_form_and_stay_below_the_hosts(house: House) -> None:
    shown = await panel(house)
    form = await house.manager.click(reply(shown), label="Limits")
    await house.restart()
    await house.manager.submit_modal(form, {"per_guild": "3", "per_member": "1", "artist": "The Rains"})
    said = words(reply(shown))
    assert "**Saved.** At once: 1 for a member, 3 for this server. Files name The Rains as the artist." in said
    assert "At once: 1 for you, 3 for this server." in words(reply(await house.ana.slash(house.songs, "tasks")))
    form = await house.manager.click(reply(shown), label="Limits")
    refused = await house.manager.submit_modal(form, {"per_guild": "99", "per_member": "", "artist": ""})
    assert reply(refused).content == "**Not that number:** between 1 and 10. Nothing was changed."
    form = await house.manager.click(reply(shown), label="Limits")
    refused = await house.manager.submit_modal(form, {"per_guild": "many", "per_member": "", "artist": ""})
    assert reply(refused).content.startswith("**Not that number:**")
    assert (await settings(house)).per_guild == 3


async def test_blocked_words_come_by_a_form_that_holds_those_there_are(house: House) -> None:
    await put(house, words="rain")
    shown = await panel(house)
    form = await house.manager.click(reply(shown), label="Blocked words")
    assert form.modal is not None
    assert form.modal["components"][0]["component"]["value"] == "rain"
    await house.manager.submit_modal(form, {"words": "rain\n\n snow \nrain\n--"})
    assert (await settings(house)).words == ("rain", "snow")
    assert "2 words are blocked." in words(reply(shown))


async def test_the_command_puts_a_channel_on_the_list_and_takes_it_off(house: House) -> None:
    assert await put(house, channel=house.lounge) == f"**Saved.** Songs are made in <#{house.lounge.id}> only."
    assert await put(house, channel=house.lounge) == "**Saved.** Songs are made in every channel."
    lines = await house.shop.store.guilds.audit(house.guild.id)
    assert [(line.action, line.before, line.after) for line in lines] == [
        ("channels", str(house.lounge.id), ""),
        ("channels", "", str(house.lounge.id)),
    ]


async def test_nothing_named_changes_nothing(house: House) -> None:
    assert (await put(house)).startswith("**Nothing to change:** name at least one setting, or open </settings show:")


async def test_a_slow_database_does_not_hold_up_a_request_and_the_rules_hold_all_the_same(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await put(house, words="rain")

    async def broken(guild_id: int) -> GuildSettings:
        raise TimeoutError

    monkeypatch.setattr(house.desk.office, "settings", broken)
    assert reply(await house.quick()).content.startswith("**Blocked word:**")


async def test_a_members_switch_goes_round_and_is_theirs_alone(house: House) -> None:
    shown = await house.ana.slash(house.songs, "tasks")
    for state in ("quiet", "off", "on", "quiet"):
        before = next(label for label in buttons_in(reply(shown)) if label.startswith("Ping me"))
        await house.ana.click(reply(shown), label=before)
        assert f"Ping me: {state}" in buttons_in(reply(shown))
    bens = await house.ben.slash(house.songs, "tasks")
    assert "Ping me: on" in buttons_in(reply(bens))


async def test_quiet_songs_mention_the_asker_and_off_leaves_it_out(house: House) -> None:
    await put(house, pings="quiet")
    await made(house)
    first = house.shop.courier.songs[0]
    assert (first.delivery.ping, first.delivery.silent) == (True, True)
    await put(house, pings="off")
    await made(house)
    assert [song.delivery.ping for song in house.shop.courier.songs[2:]] == [False, False]


async def test_files_name_the_artist_that_managers_have_set(house: House) -> None:
    await put(house, artist="The Rains")
    await made(house)
    assert house.shop.courier.songs[0].artist == "The Rains"
    assert await put(house, artist="-") == "**Saved.** Files name the member who asked as the artist."


async def test_lyrics_keep_to_the_rules_as_well(house: House) -> None:
    await put(house, words="lava")
    result = await house.ana.slash(house.songs, "lyrics write", prompt="red LAVA")
    assert reply(result).content.startswith("**Blocked word:**")
    await house.ana.slash(house.songs, "lyrics write", prompt="red lavas")
    assert [task.request for task in await house.tasks()] == [LyricsIdea(prompt="red lavas")]


async def test_help_names_the_guilds_model_and_offers_managers_the_settings(house: House) -> None:
    await put(house, model="V4")
    shown = await house.manager.slash(house.songs, "help")
    assert "**Limits (V4):**" in words(reply(shown))
    opened = await house.manager.click(reply(shown), label="Settings")
    assert words(reply(opened)).startswith("## Settings")
    assert buttons_in(reply(await house.ana.slash(house.songs, "help"))) == {}


async def log_channel(house: House) -> int | None:
    return await house.desk.treasury.log_channel(house.guild.id)


@pytest.mark.parametrize("cleared", ["panel", "settings set", "quota log"])
async def test_there_is_one_log_channel_wherever_it_is_set_and_cleared(house: House, cleared: str) -> None:
    said = await put(house, log_channel=house.songs)
    assert said == f"**Saved.** Credits are logged in <#{house.songs.id}>."
    await pick(house, "log_channel", house.lounge)
    assert await log_channel(house) == house.lounge.id
    await house.manager.slash(house.songs, "quota log", channel=house.songs)
    assert f"Credits are logged in <#{house.songs.id}>." in words(reply(await panel(house)))
    match cleared:
        case "panel":
            assert "**Saved.** Credits are logged in no channel." in await pick(house, "log_channel")
        case "settings set":
            assert await put(house, log_off=True) == "**Saved.** Credits are logged in no channel."
        case _:
            await house.manager.slash(house.songs, "quota log", off=True)
    assert await log_channel(house) is None


async def test_the_panel_takes_no_log_channel_where_the_bot_may_not_write(house: House) -> None:
    shut = discord.PermissionOverwrite(send_messages=False)
    closed = house.guild.create_text_channel("closed", overwrites={house.bot_user: shut})
    shown = await panel(house)
    refused = await house.manager.select(reply(shown), [closed], custom_id="m1:set:pick:log_channel")
    assert "Send Messages" in reply(refused).content
    assert await log_channel(house) is None
