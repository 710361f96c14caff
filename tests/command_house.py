"""The bot's commands in simcord, a second Discord: the real discord.py in process, a real desk on a SQLite file."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
from discord.ext import commands
from simcord import InteractionResult, MemberActor, ResponseMessage

from bot.errors import BotError
from bot.models import Quota, State, Task
from bot.tasks.desk import Desk
from bot.tasks.ports import Parcel
from bot.tasks.views import RequestView
from bot.ui import opening, replies
from bot.ui.errors import TOKEN_DEAD
from bot.ui.language import CatalogueTranslator
from bot.ui.notices import message_of
from bot.ui.register import register
from bot.ui.services import Services
from bot.ui.status import status_message
from bot.ui.tree import Tree, ids_of
from tests.couriers import FakeCourier
from tests.crash.hands import UNHURRIED
from tests.openapi_judge import judge
from tests.stores import GUILD
from tests.workshop import Workshop, workshop

COGS = (
    "cogs.generate",
    "cogs.extend",
    "cogs.lyrics",
    "cogs.wav",
    "cogs.library",
    "cogs.requests",
    "cogs.credits",
    "cogs.quota",
    "cogs.settings",
    "cogs.privacy",
    "cogs.owner",
    "cogs.help",
)


class HouseBot(commands.Bot):
    """As small as a bot can be that loads the commands."""

    def __init__(self, services: Services) -> None:
        super().__init__(
            commands.when_mentioned,
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            tree_cls=Tree,
            help_command=None,
        )
        self.services = services

    async def setup_hook(self) -> None:
        register(self)
        await self.tree.set_translator(CatalogueTranslator())
        for name in COGS:
            await self.load_extension(name)
        self.services.command_ids = ids_of(await self.tree.sync())


class HouseCourier(FakeCourier):
    """Posts and shows in the second Discord, with the ui's own messages but without files."""

    def __init__(self, env: simcord.Env) -> None:
        super().__init__()
        self._env = env

    async def post(self, parcel: Parcel) -> int:
        await super().post(parcel)
        channel = self._env.bot.get_partial_messageable(parcel.delivery.channel_id)
        with self._env._bot_scope():
            return (await channel.send(**message_of(parcel).sending())).id

    async def show(self, view: RequestView) -> None:
        await super().show(view)
        channel = self._env.bot.get_partial_messageable(view.task.channel_id)
        with self._env._bot_scope():
            message = channel.get_partial_message(view.task.status_message_id or 0)
            await message.edit(**status_message(view).editing())


class House:
    """One guild with two channels, Ana, Ben, and a manager; `desk` and `step` are the core's."""

    def __init__(self, env: simcord.Env, shop: Workshop) -> None:
        self.env, self.shop = env, shop
        shop.courier = HouseCourier(env)
        shop.restart()
        self.services.desk = shop.desk
        self.guild = env.create_guild("Guild", id=GUILD)
        self.songs = self.guild.create_text_channel("songs")
        self.lounge = self.guild.create_text_channel("lounge")
        managers = self.guild.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
        self.ana = self.guild.add_member(env.create_user("ana", global_name="Ana"))
        self.ben = self.guild.add_member(env.create_user("ben", global_name="Ben"))
        self.owner = simcord.MemberActor(env, self.guild, self.guild.owner)
        self.manager = self.guild.add_member(env.create_user("mia", global_name="Mia"), roles=[managers])

    @property
    def services(self) -> Services:
        services: Services = self.env.bot.services  # type: ignore[attr-defined]
        return services

    @property
    def bot_user(self) -> discord.ClientUser:
        assert self.env.bot.user is not None
        return self.env.bot.user

    @property
    def desk(self) -> Desk:
        return self.shop.desk

    async def quick(self, prompt: str = "slow piano, rain on a tin roof", **options: Any) -> InteractionResult:
        who: MemberActor = options.pop("who", self.ana)
        return await who.slash(options.pop("channel", self.songs), "generate quick", prompt=prompt, **options)

    async def tasks(self) -> list[Task]:
        return [view.task for view in await self.desk.open_requests(self.guild.id)]

    async def quota(self) -> Quota:
        assert await self.shop.store.quotas.differences() == []
        return await self.desk.quota(self.guild.id)

    async def states(self) -> list[State]:
        return [task.state for task in await self.tasks()]

    async def restart(self) -> None:
        """A new process: whatever discord.py remembered is gone."""
        self.shop.restart()
        await self.env.restart_bot(HouseBot(Services(self.desk, self.shop.shelf)))

    def faults(self) -> list[str]:
        """What Discord's own document says against anything that was sent."""
        return [
            f"{entry.method} {entry.path}: {fault}"
            for entry in self.env.http_requests
            if isinstance(entry.json, dict | list)
            for fault in judge(entry.method, entry.path, _normal(entry.method, entry.json))
        ]


def reply(result: InteractionResult) -> ResponseMessage:
    """The message that answered."""
    assert result.response is not None
    return result.response


def _normal(method: str, body: Any) -> Any:
    """Without discord.py's own habits, which Discord takes: `tts` in edits, and ids to mention as numbers."""
    if not isinstance(body, dict):
        return body
    if isinstance(body.get("data"), dict):
        return body | {"data": _normal("PATCH" if body.get("type") == 7 else "POST", body["data"])}
    kept = {key: value for key, value in body.items() if key != "tts" or method != "PATCH"}
    mentions = kept.get("allowed_mentions")
    if isinstance(mentions, dict) and "users" in mentions:
        kept["allowed_mentions"] = mentions | {"users": [str(user) for user in mentions["users"]]}
    return kept


@asynccontextmanager
async def open_house(folder: Path, **settings: str) -> AsyncIterator[House]:
    """Ends with a look at every body that was sent, and at every error that the bot did not handle itself."""
    async with workshop(folder, **settings) as shop:
        env = simcord.Env(HouseBot(Services(shop.desk, shop.shelf)), settle_timeout=60)
        await env.start()
        try:
            house = House(env, shop)
            yield house
            faults = house.faults()
            assert faults == [], faults
        finally:
            await env.shutdown()
        causes = [getattr(error, "original", error) for error in env.errors]
        handled = [isinstance(one, BotError) or getattr(one, "code", None) in TOKEN_DEAD for one in causes]
        unexpected = [cause for cause, known in zip(causes, handled, strict=True) if not known]
        assert unexpected == [], unexpected


@pytest.fixture
async def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """Its bot takes its time; a test of what is slow says how long that is."""
    for module, name in ((replies, "ANSWER_WITHIN"), (replies, "FORM_WITHIN"), (opening, "PATIENCE")):
        monkeypatch.setattr(module, name, UNHURRIED * getattr(module, name))
    async with open_house(tmp_path) as opened:
        yield opened
