"""A walk through the whole bot as a member takes it. When it ends, all that was sent and logged is looked through."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.demo.discord.interactions import Interaction
from bot.demo.discord.messages import Message
from bot.demo.discord.rules_components import walk as parts_of
from bot.demo.discord.stand_in import DiscordStandIn
from bot.demo.discord.world import Channel, Member
from bot.demo.music import MusicStandIn
from tests.crash.births import Nursery
from tests.fair_time import FairTime
from tests.openapi_judge import judge, need_document
from tests.processes import SCALE, Stage, patient_discord

PRICE = 12_000
NOTICED = 12
"""Texts shorter than this many characters may stand in a log by chance."""


class Walk(Stage):
    """`refused` holds Discord's codes that the walk provokes; every other 4xx is a fault of the bot's."""

    def __init__(
        self, discord: DiscordStandIn, music: MusicStandIn, folder: Path, settings: dict[str, str], nursery: Nursery
    ) -> None:
        super().__init__(discord, music, folder, settings, nursery)
        self.refused: set[int] = set()
        self.interactions: list[Interaction] = []
        self.fair = FairTime(lambda: self._bot.pid if self._bot else 0)
        self.slowest = 0.0
        """Seconds until the first answer."""
        self.ben: Member = self.guild.member("Ben")
        self.cleo: Member = self.guild.member("Cleo")

    # A member acts; each waits for the first answer, 3 s at most

    async def slash(self, channel: Channel, name: str, member: Member | None = None, **options: object) -> Interaction:
        """A command whose answer is not waited for."""
        interaction = await self.discord.slash(member or self.ana, channel, name, options)
        self.interactions.append(interaction)
        return interaction

    async def command(self, name: str, member: Member | None = None, **options: object) -> Interaction:
        return await self._answered(await self.slash(self.songs_channel, name, member, **options))

    async def press(self, message: Message, button: str, member: Member | None = None) -> Interaction:
        return await self._answered(await self.discord.press(member or self.ana, message, button))

    async def select(self, message: Message, select: str, *values: str, member: Member | None = None) -> Interaction:
        """`select` is its id, or what stands in it while nothing is chosen."""
        custom_id = next((id for id, held in selects(message).items() if held.get("placeholder") == select), select)
        chosen = await self.discord.select(member or self.ana, message, custom_id, values)
        return await self._answered(chosen)

    async def submit(self, opened: Interaction, **values: object) -> Interaction:
        """By the member who opened the form; fields that are not named stay as they were filled."""
        member = self.guild.members[opened.user.id]
        return await self._answered(await self.discord.submit(member, opened, values))

    async def _answered(self, interaction: Interaction) -> Interaction:
        if interaction not in self.interactions:
            self.interactions.append(interaction)
        began = self.fair.seconds
        await interaction.answered()
        self.slowest = max(self.slowest, self.fair.seconds - began)
        return interaction

    async def complete(self, name: str, text: str, member: Member | None = None) -> dict[str, str]:
        """What is offered for the option `track` while `text` is typed: names and values."""
        typing = self.discord.autocomplete(member or self.ana, self.songs_channel, name, "track", text)
        offered = (await self._answered(await typing)).choices
        return {choice["name"]: choice["value"] for choice in offered or []}

    async def menu(self, message: Message, member: Member | None = None) -> Interaction:
        """The menu Song options of a message."""
        opening = self.discord.message_command(member or self.ana, self.songs_channel, "Song options", message)
        return await self._answered(await opening)

    async def custom(self, **values: object) -> Interaction:
        return await self.submit(await self.command("generate custom"), **values)

    # What is there to see

    def songs_of(self, answered: Interaction) -> list[Message]:
        """As files or as links."""
        replies = [message for message in self.messages() if message.reply_to == shown(answered).id]
        return [message for message in replies if "Delete" in labels(message)]

    def creates(self) -> int:
        return self.music.calls.count("generate")

    async def until_songs(self, answered: Interaction, count: int = 2) -> list[Message]:
        await self.discord.until(lambda: len(self.songs_of(answered)) >= count, 90)
        return self.songs_of(answered)

    async def until_replies(self, answered: Interaction, label: str) -> list[Message]:
        """Messages below the answer that have a button with this label, as soon as there is one."""

        def found() -> list[Message]:
            replies = [message for message in self.messages() if message.reply_to == shown(answered).id]
            return [message for message in replies if label in labels(message)]

        return await self.discord.until(found, 90)

    # The end of every walk

    async def look_back(self, *, used: int) -> None:
        """The bot ends in order, its books agree and say `used`, and nothing it sent or logged is amiss."""
        if self._bot is not None:
            assert await self.terminate() == 0
        assert (booked := await self.used()) == used, booked
        assert self._refusals() <= self.refused, self._refusals()
        self._read_log()
        need_document()
        bodies = ((record.method, record.path, record.payload) for record in self.discord.requests)
        faulty = [(path, faults) for method, path, body in bodies if (faults := judge(method, path, body))]
        assert not faulty, faulty

    def _refusals(self) -> set[int]:
        return {record.code or 0 for record in self.discord.requests if 400 <= (record.status or 0) < 500}

    def _read_log(self) -> None:
        log = self.log()
        assert "Traceback" not in log, log
        assert "Failure" not in log, log
        hidden = {self.discord.token, self.music.key, *self._typed(), *self._sung()}
        hidden |= {interaction.token for interaction in self.interactions}
        told = [line for line in log.splitlines() if any(text in line for text in hidden)]
        assert not told, told

    def _typed(self) -> Iterator[str]:
        """Every line that members typed into commands and forms."""
        for interaction in self.interactions:
            for text in values_in(interaction.data):
                yield from (line for line in text.splitlines() if len(line) >= NOTICED)

    def _sung(self) -> Iterator[str]:
        for clip in self.music.service.clips.values():
            yield from (line for line in clip.lyrics.splitlines() if len(line) >= NOTICED)


def values_in(data: Any) -> Iterator[str]:
    """Texts under `value`, however deep: options of commands, fields of forms."""
    if isinstance(data, dict):
        if isinstance(data.get("value"), str):
            yield data["value"]
        for part in data.values():
            yield from values_in(part)
    elif isinstance(data, list):
        for part in data:
            yield from values_in(part)


def shown(answered: Interaction) -> Message:
    assert answered.message is not None
    return answered.message


def words(answered: Interaction | Message) -> str:
    """All that the answer says: content, texts of its embeds and of its layout."""
    message = answered if isinstance(answered, Message) else shown(answered)
    embeds = [embed.get("description", "") + "\n" + embed.get("footer", {}).get("text", "") for embed in message.embeds]
    texts = [part["content"] for part in parts_of(message.components) if "content" in part]
    return "\n".join([message.content, *embeds, *texts])


def private_words(answered: Interaction) -> str:
    assert answered.ephemeral
    return words(answered)


def title_of(song: Message) -> str:
    return song.content.split("**")[1]


def selects(message: Message) -> dict[str, Any]:
    return {part["custom_id"]: part for part in parts_of(message.components) if part["type"] == 3}


def labels(message: Message) -> list[str]:
    return [part["label"] for part in parts_of(message.components) if "label" in part]


def filled(opened: Interaction) -> dict[str, Any]:
    """What the fields of an opened form hold."""
    assert opened.modal is not None
    return {part["custom_id"]: part.get("value") for part in parts_of(opened.modal["components"]) if part["type"] == 4}


@asynccontextmanager
async def walk(folder: Path, *, unhurried: bool = True, **settings: str) -> AsyncIterator[Walk]:
    """The bot is online; `settings` are named as in the environment, in lower case."""
    named = {"RUNNING_PER_MEMBER": "10"} | {name.upper(): value for name, value in settings.items()}
    async with (
        Nursery.open() as nursery,
        patient_discord() as discord,
        MusicStandIn(song_seconds=6.0, speed=SCALE) as music,
    ):
        opened = Walk(discord, music, folder, named, nursery)
        opened.unhurried = unhurried
        await opened.start()
        async with opened.fair.running():
            yield opened
