"""The panel of `/settings show`: the health check, then each setting as a sentence with its control below it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord import ChannelType, SelectDefaultValueType
from discord.ui import Button, ChannelSelect, RoleSelect, Select

from bot.guild_rules import GuildSettings, Pings
from bot.ui import format, texts
from bot.ui.errors import named
from bot.ui.language import LANGUAGE_NAMES
from bot.ui.message import Message
from bot.ui.parts import buttons, grey, page

MOST_PICKED = 25
SONG_CHANNELS = (ChannelType.text, ChannelType.news, ChannelType.voice, ChannelType.forum)
SERVERS_OWN = "server"
"""The value that takes the language back."""

Lacking = Sequence[tuple[int, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Panel:
    """What the panel shows. `lacking` are channels with the permissions that the bot lacks there, of `channels` in all;
    `caps` what holds for the guild and for a member; `blocked` how often each word was refused. `log_channel` is where
    bookings are told. `gone` are the channels and roles among them that Discord no longer has."""

    settings: GuildSettings
    models: Sequence[str]
    model: str
    caps: tuple[int, int]
    channels: int
    lacking: Lacking
    blocked: Mapping[str, int]
    log_channel: int | None = None
    gone: frozenset[int] = frozenset()
    guild_id: int = 0


def settings_page(panel: Panel, saved: str = "") -> Message:
    """`saved` is what the last click has changed."""
    chosen = panel.settings
    said = sentences(panel)
    more = [said[name] for name in ("per_guild", "words", "artist", "log_channel")]
    head = [texts.SETTINGS, f"-# {texts.SETTINGS_AT_ONCE}", _health(panel), *([saved] if saved else [])]
    return Message(
        view=page(
            "\n".join(head),
            f"{texts.WHERE}\n{said['channels']}",
            buttons(_channels("channels", texts.PICK_CHANNELS, chosen.channels - panel.gone, MOST_PICKED)),
            f"{texts.WHO}\n{said['roles']}",
            buttons(_roles(chosen.roles - panel.gone)),
            f"{texts.MODELS}\n{said['models']} {said['model']}",
            buttons(_models(panel)),
            buttons(_model(panel)),
            f"{texts.PINGS}\n{said['pings']}",
            buttons(_pings(chosen.pings)),
            f"{texts.LANGUAGE}\n{said['language']}",
            buttons(_language(chosen.language)),
            f"{texts.MORE}\n" + "\n".join(more),
            buttons(_channels("log_channel", texts.PICK_LOG, {panel.log_channel} - {None, *panel.gone}, 1)),
            buttons(*_clicks(panel)),
            texts.POINTS_ON,
        )
    )


def _clicks(panel: Panel) -> list[Button[Any]]:
    return [
        grey(texts.LIMITS_BUTTON, "m1:set:limits"),
        grey(texts.WORDS_BUTTON, "m1:set:words"),
        grey(texts.CHECK_AGAIN, "m1:set:check"),
        *([grey(texts.TAKE_OFF, "m1:set:gone")] if panel.gone else []),
    ]


def sentences(panel: Panel) -> dict[str, str]:
    """The present value of each setting, by its name, as the panel and the answer to a change tell it."""
    chosen = panel.settings
    caps = texts.CAPS_ARE.format(guild=panel.caps[0], member=panel.caps[1])
    artist = format.name(chosen.artist, 80)
    language = LANGUAGE_NAMES.get(chosen.language)
    return {
        "channels": _where(panel),
        "roles": _who(panel),
        "models": texts.MODELS_ONLY.format(models=named(chosen.models)) if chosen.models else texts.MODELS_ALL,
        "model": texts.MODEL_IS.format(model=panel.model),
        "pings": texts.PINGS_ARE[chosen.pings],
        "language": texts.LANGUAGE_IS.format(language=language) if language else texts.LANGUAGE_IS_SERVERS,
        "per_guild": caps,
        "per_member": caps,
        "words": _words(panel),
        "artist": texts.ARTIST_IS.format(artist=artist) if artist else texts.ARTIST_IS_MEMBER,
        "log_channel": _log(panel),
    }


def _where(panel: Panel) -> str:
    chosen = panel.settings.channels
    if not chosen:
        return texts.WHERE_ALL
    left = [f"<#{id}>" for id in sorted(chosen - panel.gone)]
    said = texts.WHERE_ONLY.format(channels=named(left)) if left else texts.WHERE_NOWHERE
    return f"{said} {texts.CHANNEL_GONE}" if chosen & panel.gone else said


def _who(panel: Panel) -> str:
    """Everyone's role may be picked too; it has the guild's own number, and no name that could be shown."""
    chosen = panel.settings.roles
    if not chosen or panel.guild_id in chosen:
        return texts.WHO_ALL
    left = [f"<@&{id}>" for id in sorted(chosen - panel.gone)]
    said = texts.WHO_ONLY.format(roles=named(left)) if left else texts.WHO_NOBODY
    return f"{said} {texts.ROLE_GONE}" if chosen & panel.gone else said


def _log(panel: Panel) -> str:
    if panel.log_channel in panel.gone:
        return texts.LOG_GONE
    return texts.LOG_IS.format(channel=panel.log_channel) if panel.log_channel else texts.LOG_IS_NOWHERE


def missing_names(missing: Iterable[str]) -> str:
    return ", ".join(texts.PERMISSIONS.get(name, name) for name in missing)


def _words(panel: Panel) -> str:
    words, many = panel.settings.words, sum(panel.blocked.values())
    said = texts.plural(texts.WORDS_ARE, len(words)).format(count=len(words)) if words else texts.WORDS_NONE
    if not many:
        return said
    most = ", ".join(f"{format.name(word, 20)} {count}" for word, count in list(panel.blocked.items())[:3])
    return f"{said} {texts.WORDS_REFUSED.format(many=format.number(many), most=most)}"


def _health(panel: Panel) -> str:
    gone = len(panel.settings.channels & panel.gone)
    shape = texts.plural(texts.READY_IN, panel.channels + gone)
    lines = [shape.format(ready=panel.channels - len(panel.lacking), count=panel.channels + gone)]
    if gone:
        lines.append(texts.plural(texts.GONE_THERE, gone).format(count=gone))
    for channel, missing in panel.lacking[:5]:
        lack = texts.plural(texts.MISSING_THERE, len(missing))
        lines.append(lack.format(channel=channel, missing=missing_names(missing)))
    if len(panel.lacking) > 5:
        lines.append(texts.MISSING_MORE.format(count=len(panel.lacking) - 5))
    return " ".join(lines)


def _channels(name: str, placeholder: str, chosen: Iterable[int | None], most: int) -> ChannelSelect[Any]:
    kinds = [ChannelType.text, ChannelType.news] if most == 1 else list(SONG_CHANNELS)
    picked = [_picked(id or 0, SelectDefaultValueType.channel) for id in chosen]
    return ChannelSelect(
        custom_id=f"m1:set:pick:{name}",
        placeholder=placeholder,
        channel_types=kinds,
        min_values=0,
        max_values=most,
        default_values=picked[:most],
    )


def _roles(chosen: Iterable[int]) -> RoleSelect[Any]:
    picked = [_picked(id, SelectDefaultValueType.role) for id in sorted(chosen)]
    return RoleSelect(
        custom_id="m1:set:pick:roles",
        placeholder=texts.PICK_ROLES,
        min_values=0,
        max_values=MOST_PICKED,
        default_values=picked[:MOST_PICKED],
    )


def _picked(id: int, kind: SelectDefaultValueType) -> discord.SelectDefaultValue:
    """With the id as text, as Discord's document has it: discord.py would send a number that JavaScript cannot hold."""
    value = discord.SelectDefaultValue(id=id, type=kind)
    value.id = str(id)  # type: ignore[assignment]
    return value


def _models(panel: Panel) -> Select[Any]:
    return _select("models", texts.PICK_MODELS, {name: name for name in panel.models}, panel.settings.models, many=True)


def _model(panel: Panel) -> Select[Any]:
    return _select("model", texts.PICK_MODEL, {name: name for name in panel.models}, (panel.settings.model,))


def _pings(chosen: Pings) -> Select[Any]:
    choices = {key.value: texts.PINGS_CHOICES[key] for key in Pings}
    return _select("pings", texts.PINGS_CHOICES[chosen], choices, (chosen,), least=1)


def _language(chosen: str) -> Select[Any]:
    choices = {SERVERS_OWN: texts.SERVERS_LANGUAGE, **LANGUAGE_NAMES}
    return _select("language", texts.SERVERS_LANGUAGE, choices, (chosen or SERVERS_OWN,), least=1)


def _select(
    name: str,
    placeholder: str,
    choices: Mapping[str, str],
    chosen: Sequence[str],
    *,
    least: int = 0,
    many: bool = False,
) -> Select[Any]:
    options = list(choices.items())[:MOST_PICKED]
    select: Select[Any] = Select(
        custom_id=f"m1:set:pick:{name}",
        placeholder=placeholder,
        min_values=least,
        max_values=len(options) if many else 1,
    )
    for value, label in options:
        select.add_option(label=label, value=value, default=value in chosen)
    return select
