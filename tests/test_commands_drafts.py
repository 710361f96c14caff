"""`/lyrics write` in simcord: drafts in one message, turned, kept as a file, made into a song, a restart later."""

import pytest
from simcord import ResponseMessage

from bot.models import CustomSong, DeliveryKind, Draft, Kind, LyricsIdea, State
from bot.ui.drafts import draft_page
from bot.ui.notices import is_message_of
from tests.command_house import House, house, reply
from tests.reading import file_of, words

__all__ = ["house"]

IDEA = "rain on a tin roof"


@pytest.fixture
async def drafts(house: House) -> ResponseMessage:
    """The message of Ana's drafts, in a bot that was started anew since."""
    await house.ana.slash(house.songs, "lyrics write", prompt=IDEA)
    (task,) = await house.tasks()
    await house.shop.until_over(task.id)
    await house.restart()
    return message_of(house)


def message_of(house: House) -> ResponseMessage:
    (parcel,) = house.shop.courier.of(DeliveryKind.DRAFTS)
    posted = house.env.backend.messages[house.songs.id].values()
    message = next(one for one in posted if f":{parcel.delivery.id}:" in str(one.components))
    return ResponseMessage(house.env, message)


def texts_of(house: House) -> list[Draft]:
    (parcel,) = house.shop.courier.of(DeliveryKind.DRAFTS)
    return list(parcel.drafts)


async def test_an_idea_is_queued_in_public_at_the_price_of_lyrics(house: House) -> None:
    result = await house.ana.slash(house.songs, "lyrics write", prompt=IDEA)
    assert not result.ephemeral
    assert reply(result).content == f"**Queued** · “{IDEA}”\n0.4 credits taken; they come back if it fails."
    assert (await house.quota()).used == 400


async def test_the_drafts_come_in_one_message_that_pings_who_asked(house: House, drafts: ResponseMessage) -> None:
    first = texts_of(house)[0]
    said = words(drafts)
    count = len(texts_of(house))
    assert said.startswith(f"## Lyrics for “{IDEA}”\n-# Draft 1 of {count} · for <@{house.ana.id}>\n**{first.title}**")
    assert first.text.splitlines()[1] in said
    assert is_message_of(drafts.message, house.shop.courier.of(DeliveryKind.DRAFTS)[0].delivery.id)


async def test_who_asked_turns_the_page_for_all(house: House, drafts: ResponseMessage) -> None:
    await house.ana.click(drafts, label="Next")
    turned = message_of(house)
    assert "-# Draft 2 of " in words(turned)
    assert texts_of(house)[1].text.splitlines()[1] in words(turned)
    await house.ana.click(turned, label="Back")
    assert "-# Draft 1 of " in words(message_of(house))


async def test_others_get_a_copy_of_their_own_and_turn_that(house: House, drafts: ResponseMessage) -> None:
    copy = await house.ben.click(drafts, label="Next")
    assert copy.ephemeral
    assert "-# Draft 2 of " in words(reply(copy))
    assert "-# Draft 1 of " in words(message_of(house))
    await house.ben.click(reply(copy), label="Back")
    assert "-# Draft 1 of " in words(reply(copy))


async def test_a_draft_can_be_kept_as_a_text(house: House, drafts: ResponseMessage) -> None:
    given = await house.ben.click(drafts, label="As a file")
    assert given.ephemeral
    assert (await file_of(reply(given), "-draft-1.txt")).decode().strip() == texts_of(house)[0].text.strip()


async def test_make_a_song_opens_the_filled_form_and_its_song_is_queued(house: House, drafts: ResponseMessage) -> None:
    shown = await house.ben.click(drafts, label="Make a song")
    first = texts_of(house)[0]
    assert shown.modal is not None
    fields = [part["component"] for part in shown.modal["components"]]
    assert [fields[0]["value"], fields[2]["value"]] == [first.title, first.text.strip()]
    await house.restart()
    await house.ben.submit_modal(shown, {"title": first.title, "style": "lo-fi piano", "lyrics": first.text.strip()})
    (task,) = await house.tasks()
    assert task.request == CustomSong(
        title=first.title, style="lo-fi piano", lyrics=first.text.strip(), model=house.desk.default_model
    )


async def test_a_draft_becomes_a_song_of_a_model_that_managers_allow(house: House, drafts: ResponseMessage) -> None:
    await house.manager.slash(house.songs, "settings set", models="V4")
    shown = await house.ben.click(drafts, label="Make a song")
    first = texts_of(house)[0]
    await house.ben.submit_modal(shown, {"title": first.title, "style": "lo-fi piano", "lyrics": first.text.strip()})
    (task,) = await house.tasks()
    assert (task.kind, task.model) == (Kind.GENERATE, "V4")


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (5200, "Empty: the draft, cut to 5,000 of its 5,199 characters, as V4_5 takes no more."),
        (4160, "Empty: the whole draft (4,159 characters)."),
    ],
)
async def test_a_draft_longer_than_a_field_or_the_model_is_never_cut_silently(
    house: House, monkeypatch: pytest.MonkeyPatch, length: int, said: str
) -> None:
    await house.ana.slash(house.songs, "lyrics write", prompt=IDEA)
    (task,) = await house.tasks()
    await house.shop.until_over(task.id)
    text = "a line of it\n" * (length // 13)

    async def long(*_: object) -> list[Draft]:
        return [Draft(1, "Long", text)]

    monkeypatch.setattr(house.shop.store.library, "drafts", long)
    shown = await house.ana.click(message_of(house), label="Make a song")
    assert shown.modal is not None
    assert shown.modal["components"][2]["description"] == said
    assert "value" not in shown.modal["components"][2]["component"]
    await house.ana.submit_modal(shown, {"title": "Long", "style": "slow"})
    (made,) = await house.tasks()
    assert isinstance(made.request, CustomSong)
    assert made.request.lyrics == text.strip()[:5000].rstrip()


async def test_201_characters_are_refused_in_private_and_the_mended_ones_taken(house: House) -> None:
    result = await house.ana.slash(house.songs, "lyrics write", prompt="x" * 201)
    assert result.ephemeral
    assert reply(result).content == (
        "**Too long:** the idea has 201 characters, the music service takes 200; 1 must go. Nothing was charged. "
        "Your text is below."
    )
    shown = await house.ana.click(reply(result), label="Correct")
    assert shown.modal is not None
    assert shown.modal["title"] == "Lyrics · 0.4 of 240 credits"
    field = shown.modal["components"][0]
    assert (field["component"]["value"], field["description"]) == (
        "x" * 201,
        "1 characters too long: 201, the music service takes 200.",
    )
    await house.ana.submit_modal(shown, {"prompt": "short now"})
    (task,) = await house.tasks()
    assert task.request == LyricsIdea(prompt="short now")


async def test_refused_lyrics_give_the_credits_back_and_can_be_corrected(house: House) -> None:
    result = await house.ana.slash(house.songs, "lyrics write", prompt="fail please")
    (task,) = await house.tasks()
    assert (await house.shop.until_over(task.id)).state is State.FAILED
    assert (await house.quota()).used == 0
    shown = await house.ana.click(reply(result), label="Try again")
    assert shown.modal is not None
    assert shown.modal["components"][0]["component"]["value"] == "fail please"


async def test_drafts_of_another_server_are_not_found(house: House, drafts: ResponseMessage) -> None:
    other = house.env.create_guild("Other")
    channel = other.create_text_channel("songs")
    eve = other.add_member(house.env.create_user("eve"))
    (parcel,) = house.shop.courier.of(DeliveryKind.DRAFTS)
    page = draft_page(parcel.task, parcel.drafts, parcel.delivery.id, 1)
    with house.env._bot_scope():
        sent = await house.env.bot.get_partial_messageable(channel.id).send(**page.sending())
    forged = ResponseMessage(house.env, house.env.backend.get_message(channel.id, sent.id))
    for label in ("Next", "Make a song", "As a file"):
        assert reply(await eve.click(forged, label=label)).content.startswith("**Not found:**")
