"""`/quota`: what this server may spend. Everything but `show` is for managers."""

from typing import Any, Literal

import discord
from discord import app_commands
from discord.app_commands import Choice, Range

from bot.tasks.treasury import zones_like
from bot.ui.services import Home, Services

MOST = 10_000_000


def quota(services: Services) -> app_commands.Group:
    group = app_commands.Group(name="quota", description="The credits of this server")

    @group.command(name="show")
    async def show(interaction: discord.Interaction[Any]) -> None:
        """See how many credits this server has left, and what they were used for"""
        await services.show_credits(interaction, account=False)

    _settings(group, services)
    _changes(group, services)
    group.add_command(_shares(services))
    return group


def _settings(group: app_commands.Group, services: Services) -> None:
    @group.command(name="set")
    @app_commands.describe(
        amount="Credits for each period",
        period="How often they come anew; as before if left out",
        timezone="Whose clocks the periods follow, such as Europe/Berlin",
        carry_over="Whether what is left over moves to the next period",
    )
    async def set_quota(
        interaction: discord.Interaction[Any],
        amount: Range[float, 0, MOST] | None = None,
        period: Literal["day", "week", "month"] | None = None,
        timezone: Range[str, 1, 60] | None = None,
        carry_over: bool | None = None,
    ) -> None:
        """Set the credits of this server; for managers"""
        await services.quota.set(interaction, amount, period, timezone, carry_over)

    @set_quota.autocomplete("timezone")
    async def zones(interaction: discord.Interaction[Any], current: str) -> list[Choice[str]]:
        return [Choice(name=name, value=name) for name in zones_like(current, 25)]

    @group.command(name="log")
    @app_commands.describe(channel="Tell every booking there from now on", off="Tell bookings in no channel any more")
    async def log(
        interaction: discord.Interaction[Any],
        channel: discord.TextChannel | None = None,
        off: bool = False,
    ) -> None:
        """See who used, granted and got back credits; for managers"""
        if channel is None and not off:
            await services.quota.show_log(interaction)
        else:
            await services.quota.set_log_channel(interaction, None if off or channel is None else channel.id)


def _changes(group: app_commands.Group, services: Services) -> None:
    @group.command(name="grant")
    @app_commands.describe(amount="Credits to add", member="Add to the share of this member; else to the server")
    async def grant(
        interaction: discord.Interaction[Any],
        amount: Range[float, 0, MOST],
        member: discord.User | None = None,
    ) -> None:
        """Add credits for this period alone; for managers"""
        await services.quota.grant(interaction, amount, member)

    @group.command(name="reset")
    async def reset(interaction: discord.Interaction[Any]) -> None:
        """Let what was used so far count no more; for managers"""
        await services.quota.reset(interaction)

    @group.command(name="pause")
    @app_commands.describe(state="On: nothing can be spent")
    async def pause(interaction: discord.Interaction[Any], state: Literal["on", "off"]) -> None:
        """Stop all spending on this server, or let it go on; for managers"""
        await services.quota.pause(interaction, state == "on")


def _shares(services: Services) -> app_commands.Group:
    group = app_commands.Group(name="share", description="What one member may use; for managers")

    @group.command(name="member")
    @app_commands.describe(member="Who", amount="Credits for each period; left out, the share is taken away")
    async def of_member(
        interaction: discord.Interaction[Any], member: discord.User, amount: Range[float, 0, MOST] | None = None
    ) -> None:
        """Set what one member may use; it goes before what their roles may; for managers"""
        await services.quota.share(interaction, "member", member.id, amount)

    @group.command(name="role")
    @app_commands.describe(role="Which role", amount="Credits for each period; left out, the share is taken away")
    async def of_role(
        interaction: discord.Interaction[Any], role: discord.Role, amount: Range[float, 0, MOST] | None = None
    ) -> None:
        """Set what each member with a role may use; their most generous role counts; for managers"""
        await services.quota.share(interaction, "role", role.id, amount)

    return group


async def setup(bot: Home) -> None:
    bot.tree.add_command(quota(bot.services))
