"""Members who act: commands, autocomplete, buttons, selects, forms. Each sends one event to the bot."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.demo.discord.checks import Json
from bot.demo.discord.client_rules import ClientRefused, check_picked, find_component
from bot.demo.discord.events import interaction_json
from bot.demo.discord.forms import filled
from bot.demo.discord.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, Interaction, Kind
from bot.demo.discord.messages import Message
from bot.demo.discord.options import (
    check_values,
    command_data,
    find_command,
    refuse_hidden,
    resolve,
    typed_option,
    walk_to_leaf,
)
from bot.demo.discord.state import State
from bot.demo.discord.world import Channel, Member


class Members:
    """Needs a State; the interactions come back at once, `await interaction.answered()` waits for the bot."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def slash(
        self,
        member: Member,
        channel: Channel,
        name: str,
        options: Mapping[str, Any] | None = None,
        *,
        locale: str | None = None,
    ) -> Interaction:
        """`name` as typed ("generate quick"); values are str, int, bool, float, Member, Role, Channel, Attachment.

        Raises ClientRefused for what Discord's client does not send.
        """
        chain = self._chain(member, channel, name)
        values = dict(options or {})
        check_values(chain[-1], values)
        leaf = [
            typed_option(option, values[option["name"]]) for option in self._declared(chain) if option["name"] in values
        ]
        data = command_data(chain, leaf, channel.guild.id if channel.guild else None)
        data |= resolve(self._state, channel, list(values.values()))
        return self._send(COMMAND, member, channel, data, locale)

    async def autocomplete(
        self,
        member: Member,
        channel: Channel,
        name: str,
        focused: str,
        text: str = "",
        options: Mapping[str, Any] | None = None,
        *,
        locale: str | None = None,
    ) -> Interaction:
        """`text` has been typed into the option `focused`; `.choices` of the answered interaction are the offers."""
        chain = self._chain(member, channel, name)
        option = next((item for item in self._declared(chain) if item["name"] == focused), None)
        if option is None or not option.get("autocomplete"):
            raise ClientRefused(f"{focused} has no autocomplete")
        given = options or {}
        leaf = [typed_option(item, given[item["name"]]) for item in self._declared(chain) if item["name"] in given]
        leaf.append({"name": focused, "type": option["type"], "value": text, "focused": True})
        data = command_data(chain, leaf, channel.guild.id if channel.guild else None)
        return self._send(AUTOCOMPLETE, member, channel, data, locale)

    async def message_command(
        self, member: Member, channel: Channel, name: str, message: Message, *, locale: str | None = None
    ) -> Interaction:
        """A message's context menu."""
        command = find_command(self._state, channel.guild.id if channel.guild else None, name, 3)
        refuse_hidden(self._state, command, member, channel)
        self._refuse_unseen(member, message)
        shown = {str(message.id): self._state.show(message)}
        data = {"id": command["id"], "name": name, "type": 3, "target_id": str(message.id)}
        return self._send(COMMAND, member, channel, data | {"resolved": {"messages": shown}}, locale)

    async def press(self, member: Member, message: Message, button: str, *, locale: str | None = None) -> Interaction:
        """A button, by custom_id or label."""
        self._refuse_unseen(member, message)
        component = find_component(message, button)
        if component["type"] != 2:
            raise ClientRefused(f"{button} is not a button")
        return self._use(member, message, component, {}, locale)

    async def select(
        self, member: Member, message: Message, custom_id: str, values: Sequence[Any], *, locale: str | None = None
    ) -> Interaction:
        """Values of a string select, or Members, Roles, Channels."""
        self._refuse_unseen(member, message)
        component = find_component(message, custom_id)
        if component["type"] == 2:
            raise ClientRefused(f"{custom_id} is a button")
        picked = check_picked(component, [str(getattr(value, "id", value)) for value in values])
        data = {"values": picked} | resolve(self._state, message.channel, list(values))
        return self._use(member, message, component, data, locale)

    async def submit(
        self,
        member: Member,
        opened: Interaction,
        values: Mapping[str, Any],
        files: Mapping[str, Sequence[tuple[str, bytes]]] | None = None,
        *,
        locale: str | None = None,
    ) -> Interaction:
        """The form that `opened` was answered with; `files` by custom_id of the upload field."""
        if opened.modal is None or member.user is not opened.user:
            raise ClientRefused("there is no form open for this member")
        uploaded = {
            key: [self._state.files.add(opened.channel.id, name, content) for name, content in each]
            for key, each in (files or {}).items()
        }
        components = filled(opened.modal, values, uploaded)
        data: Json = {"custom_id": opened.modal["custom_id"], "components": components}
        data |= resolve(self._state, opened.channel, [item for each in uploaded.values() for item in each])
        return self._send(MODAL, member, opened.channel, data, locale or opened.locale, opened=opened)

    def deliver_again(self, interaction: Interaction) -> None:
        """Discord repeats the same event (same id, same token)."""
        self._state.gateway.dispatch("INTERACTION_CREATE", interaction_json(self._state, interaction))

    def _chain(self, member: Member, channel: Channel, name: str) -> list[Json]:
        root, *path = name.removeprefix("/").split()
        command = find_command(self._state, channel.guild.id if channel.guild else None, root, 1)
        refuse_hidden(self._state, command, member, channel)
        return walk_to_leaf(command, path)

    @staticmethod
    def _declared(chain: list[Json]) -> list[Json]:
        return list(chain[-1].get("options") or [])

    def _refuse_unseen(self, member: Member, message: Message) -> None:
        hidden = message.viewer is not None and message.viewer is not member.user
        if hidden or message.deleted or not self._state.world.may(member.user, message.channel, "view_channel"):
            raise ClientRefused(f"{member.name} does not see this message")

    def _use(self, member: Member, message: Message, component: Json, extra: Json, locale: str | None) -> Interaction:
        data = {"custom_id": component["custom_id"], "component_type": component["type"], "id": component["id"]}
        return self._send(COMPONENT, member, message.channel, data | extra, locale, source=message)

    def _send(
        self,
        kind: Kind,
        member: Member,
        channel: Channel,
        data: Json,
        locale: str | None,
        *,
        source: Message | None = None,
        opened: Interaction | None = None,
    ) -> Interaction:
        state = self._state
        interaction = Interaction(
            id=state.clock.new_id(),
            application_id=state.application_id,
            type=kind,
            user=member.user,
            channel=channel,
            data=data,
            created_ms=state.clock.now(),
            locale=locale or member.user.locale,
            source=opened.source if opened else source,
            opened_by=opened,
        )
        state.interactions[interaction.id] = interaction
        state.by_token[interaction.token] = interaction
        state.gateway.dispatch("INTERACTION_CREATE", interaction_json(state, interaction))
        return interaction
