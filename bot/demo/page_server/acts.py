"""What the page does as a member: commands, forms, buttons, selects, completion, plain words."""

import base64
from typing import Any

from aiohttp import web

from bot.demo.discord.checks import Json
from bot.demo.discord.client_rules import find_component
from bot.demo.discord.interactions import Interaction
from bot.demo.discord.rules_commands import LOCALES
from bot.demo.discord.stand_in import DiscordStandIn
from bot.demo.discord.world import Channel, Member
from bot.demo.page_server.commands import ATTACHMENT, CHANNEL, MEMBER, MENTIONABLE, ROLE, commands_json
from bot.demo.page_server.flow import Flow
from bot.demo.page_server.guard import body_of
from bot.demo.page_server.views import SELECT_OF, find_message, find_place, with_offers

NO_ANSWER = "The application did not respond"


class Acts:
    """Each body names `member` and `channel`; each answer says what the bot's first answer was."""

    def __init__(self, discord: DiscordStandIn, flow: Flow) -> None:
        self._discord, self._flow = discord, flow
        self._forms: dict[str, Interaction] = {}

    def routes(self) -> list[web.RouteDef]:
        acts = (self.slash, self.autocomplete, self.menu, self.press, self.select, self.submit, self.say, self.language)
        return [web.post(f"/api/{act.__name__}", act) for act in acts]

    async def slash(self, request: web.Request) -> web.Response:
        """`command` as typed, `options` by name."""
        body, member, channel = await self._read(request)
        options = self._typed(member, channel, body["command"], body.get("options") or {})
        return await self._answer(await self._discord.slash(member, channel, body["command"], options))

    async def autocomplete(self, request: web.Request) -> web.Response:
        """`text` typed into the option `focused`."""
        body, member, channel = await self._read(request)
        options = self._typed(member, channel, body["command"], body.get("options") or {})
        sent = await self._discord.autocomplete(
            member, channel, body["command"], body["focused"], str(body["text"]), options
        )
        return await self._answer(sent)

    async def menu(self, request: web.Request) -> web.Response:
        """The `command` of the menu of a `message`."""
        body, member, channel = await self._read(request)
        message = find_message(self._discord, member, channel, body["message"])
        return await self._answer(await self._discord.message_command(member, channel, body["command"], message))

    async def press(self, request: web.Request) -> web.Response:
        body, member, channel = await self._read(request)
        message = find_message(self._discord, member, channel, body["message"])
        return await self._answer(await self._discord.press(member, message, body["custom_id"]))

    async def select(self, request: web.Request) -> web.Response:
        body, member, channel = await self._read(request)
        message = find_message(self._discord, member, channel, body["message"])
        kind = SELECT_OF.get(find_component(message, body["custom_id"])["type"])
        values = [str(value) if kind is None else self._entity(channel, kind, value) for value in body["values"]]
        return await self._answer(await self._discord.select(member, message, body["custom_id"], values))

    async def submit(self, request: web.Request) -> web.Response:
        """The `form` that an earlier answer brought: `values` and `files` by custom_id."""
        body, member, _ = await self._read(request)
        files = {key: [_file(each) for each in given] for key, given in (body.get("files") or {}).items()}
        sent = await self._discord.submit(member, self._forms[body["form"]], body.get("values") or {}, files)
        del self._forms[body["form"]]
        return await self._answer(sent)

    async def say(self, request: web.Request) -> web.Response:
        """Plain words in the channel, which the bot does not read."""
        body, member, channel = await self._read(request)
        content = str(body["content"]).strip()
        if not 0 < len(content) <= 2000 or not self._discord.world.may(
            member.user, channel, self._discord.world.send_permission(channel)
        ):
            raise ValueError
        self._discord.say(member, channel, content)
        return web.json_response({})

    async def language(self, request: web.Request) -> web.Response:
        """`member` switches Discord to the language `locale`, wherever they are."""
        body = await body_of(request)
        if body["locale"] not in LOCALES:
            raise ValueError
        self._discord.world.users[int(body["member"])].locale = body["locale"]
        return web.json_response({})

    async def _read(self, request: web.Request) -> tuple[Json, Member, Channel]:
        body = await body_of(request)
        return body, *find_place(self._discord, body["member"], body["channel"])

    async def _answer(self, sent: Interaction) -> web.Response:
        """Wait as long as Discord does."""
        self._flow.asked(sent)
        try:
            await sent.answered(self._discord.limits.callback_ms / 1000)
        except TimeoutError:
            return web.json_response({"failed": NO_ANSWER})
        modal = sent.modal
        if modal is not None:
            self._forms[str(sent.id)] = sent
            viewer, channel = find_place(self._discord, str(sent.user.id), str(sent.channel.id))
            modal = modal | {"components": with_offers(self._discord, viewer, channel, modal["components"])}
        return web.json_response({"interaction": str(sent.id), "modal": modal, "choices": sent.choices})

    def _typed(self, member: Member, channel: Channel, name: str, options: Json) -> Json:
        """Values as the stand-in takes them: objects of the guild instead of their ids."""
        declared = next((each for each in commands_json(self._discord, member, channel) if each["name"] == name), None)
        kinds = {option["name"]: option["type"] for option in (declared or {}).get("options") or []}
        return {key: self._entity(channel, kinds.get(key, 3), value) for key, value in options.items()}

    def _entity(self, channel: Channel, kind: int, value: Any) -> Any:
        guild = channel.guild
        if guild is None or kind not in (MEMBER, CHANNEL, ROLE, MENTIONABLE, ATTACHMENT):
            return value
        if kind == ATTACHMENT:
            return self._discord.upload(channel, *_file(value))
        among: dict[int, Any] = {}
        among |= guild.members if kind in (MEMBER, MENTIONABLE) else {}
        among |= guild.roles if kind in (ROLE, MENTIONABLE) else {}
        among |= guild.channels if kind == CHANNEL else {}
        return among[int(value)]


def _file(given: Json) -> tuple[str, bytes]:
    return str(given["name"]), base64.b64decode(given["base64"], validate=True)
