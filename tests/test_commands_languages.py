"""Who reads what in which language: private answers in the member's, public ones in the server's, in simcord."""

import pytest

from bot import i18n
from bot.clock import day_of
from tests.command_house import House, house, reply
from tests.languages import spoken
from tests.song_steps import made

__all__ = ["house"]

TOO_LONG = (
    "**Zu lang:** die Idee hat 401 Zeichen, V4_5 nimmt 400; das ist 1 zu viel. "
    "Nichts wurde abgebucht. Dein Text steht unten."
)


async def test_a_german_member_is_refused_in_german_wherever_they_are(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken(monkeypatch, member="de", guild="ja")
    result = await house.quick("x" * 401)
    assert result.ephemeral
    assert reply(result).content.startswith(TOO_LONG)
    form = await house.ana.click(reply(result), label="Korrigieren")
    assert form.modal is not None
    assert form.modal["title"] == "Schneller Song · V4_5 · 12 von 240 Credits"


async def test_what_everybody_sees_is_in_the_servers_language_from_the_first_answer_to_the_songs(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken(monkeypatch, member="de", guild="es-ES")
    result = await house.quick()
    assert reply(result).content.startswith("**En cola** · «slow piano, rain on a tin roof»\n12 créditos cobrados;")
    (task,) = await house.tasks()
    assert task.locale == "es-ES"
    await house.shop.until_over(task.id)
    assert reply(result).content.startswith("**Listo** · «slow piano, rain on a tin roof»\n2 canciones abajo.")
    for number, parcel in enumerate(house.shop.courier.songs, start=1):
        delivery, _, _ = await house.desk.track_of_delivery(parcel.delivery.id, house.guild.id)
        posted = house.env.backend.get_message(task.channel_id, delivery.message_id or 0)
        assert posted.content.endswith(f"canción {number} de 2")


async def test_a_click_on_a_public_message_keeps_the_servers_language(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken(monkeypatch, member="ja", guild="de")
    result = await house.quick()
    refused = await house.ben.click(reply(result), label="Abbrechen")
    assert refused.ephemeral
    assert reply(refused).content.startswith("**あなたのものではありません")
    await house.ana.click(reply(result), label="Abbrechen")
    assert reply(result).content == "**Abgebrochen** · „slow piano, rain on a tin roof“\n12 Credits sind zurück."


async def test_a_form_is_answered_in_the_readers_language(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    spoken(monkeypatch, member="pt-BR", guild="en-US")
    form = await house.ana.slash(house.songs, "generate custom")
    assert form.modal is not None
    labels = [part["label"] for part in form.modal["components"]]
    assert labels[:2] == ["Título", "Estilo"]
    result = await house.ana.submit_modal(form, {"title": " ", "style": "y", "lyrics": "z"})
    assert reply(result).content.startswith("**Falta algo:** não há nada aqui: o título. Nada foi cobrado.")


async def test_one_reader_does_not_change_what_the_next_one_reads(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as german:
        spoken(german, member="de", guild="de")
        assert reply(await house.quick("x" * 401)).content.startswith("**Zu lang:**")
    assert reply(await house.quick("x" * 401)).content.startswith("**Too long:**")


async def test_commands_are_published_in_every_language(house: House) -> None:
    sync = next(
        entry for entry in house.env.http_requests if entry.path.endswith("/commands") and entry.method == "PUT"
    )
    generate = next(command for command in sync.json or [] if command["name"] == "generate")
    assert generate["name_localizations"] == {
        "de": "erzeugen",
        "es-ES": "generar",
        "es-419": "generar",
        "pt-BR": "gerar",
        "ja": "作曲",
        "zh-CN": "生成",
    }


async def test_what_extend_sings_word_for_word_is_called_lyrics_and_no_idea(house: House) -> None:
    sync = next(
        entry for entry in house.env.http_requests if entry.path.endswith("/commands") and entry.method == "PUT"
    )
    extend = next(command for command in sync.json or [] if command["name"] == "extend")
    sung = next(option for option in extend["options"] if option["name"] == "prompt")
    assert sung["name_localizations"] == {
        "de": "liedtext",
        "es-ES": "letra",
        "es-419": "letra",
        "pt-BR": "letra",
        "ja": "歌詞",
        "zh-CN": "歌词",
    }


async def test_a_managers_choice_goes_over_the_servers_language_until_it_is_taken_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken(monkeypatch, member="en-US", guild="ja")
    refused = await house.ana.slash(house.songs, "settings set", language="de")
    assert reply(refused).content.startswith("**For managers only:**")
    saved = await house.manager.slash(house.songs, "settings set", language="de")
    assert saved.ephemeral
    assert reply(saved).content == "**Saved:** public messages here are in Deutsch from the next request on."
    assert reply(await house.quick()).content.startswith("**In der Warteschlange**")
    [change] = await house.shop.store.guilds.audit(house.guild.id)
    assert (change.action, change.before, change.after) == ("language", "", "de")
    await house.manager.slash(house.songs, "settings set", language="server")
    assert await house.desk.language(house.guild.id) is None


async def test_the_choices_of_songs_tell_the_day_in_the_language_of_who_types(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = await made(house)
    spoken(monkeypatch, member="ja", guild="de")
    offered = await house.ana.autocomplete(house.songs, "wav", "track", "")
    with i18n.using("ja"):
        day = i18n.day(day_of(first.created_at, "UTC"))
    assert {choice["name"].rpartition(" · ")[2] for choice in offered} == {day}
