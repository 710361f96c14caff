"""What can be clicked on the settings panel, under the greeting, and under questions about a member's own data."""

from typing import TYPE_CHECKING, Any

import discord
from discord.ui import Button

from bot.ui import texts
from bot.ui.action import ID, Action
from bot.ui.parts import danger, grey

if TYPE_CHECKING:
    from bot.ui.services import Services


class PickSetting(Action, template=r"m1:set:pick:(?P<name>[a-z_]{1,20})"):
    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.settings.pick(interaction, self.argument("name") or "", self.values)


class OpenLimits(Action, template=r"m1:set:limits"):
    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.settings.open_limits(interaction)


class OpenWords(Action, template=r"m1:set:words"):
    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.settings.open_words(interaction)


class CheckAgain(Action, template=r"m1:set:check"):
    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.settings.check_again(interaction)


class OpenSettings(Action, template=r"m1:set:show"):
    """Opens the panel, from the greeting or the help."""

    @classmethod
    def button(cls) -> Button[Any]:
        return grey(texts.SETTINGS_BUTTON, "m1:set:show")

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.settings.show(interaction)


class HowItWorks(Action, template=r"m1:help:show"):
    @classmethod
    def button(cls) -> Button[Any]:
        return grey(texts.HOW_IT_WORKS, "m1:help:show")

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.show_help(interaction)


class PingMe(Action, template=r"m1:req:ping"):
    """The member's own switch: on, quiet, off, and on again."""

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.turn_pings(interaction)


class Forget(Action, template=r"m1:prv:forget"):
    """The final click; whoever clicks is who is forgotten."""

    @classmethod
    def button(cls) -> Button[Any]:
        return danger(texts.ERASE, "m1:prv:forget")

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.privacy.forget(interaction)


class KeepData(Action, template=r"m1:prv:keep"):
    @classmethod
    def button(cls) -> Button[Any]:
        return grey(texts.KEEP, "m1:prv:keep")

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.keep_song(interaction)


class OwnerAct(Action, template=rf"m1:own:(?P<verb>retry|anew|giveup):{ID}"):
    """What the owner does about a request whose fate nobody knows."""

    @classmethod
    def retry(cls, task_id: int) -> Button[Any]:
        return grey(texts.RETRY, f"m1:own:retry:{task_id}")

    @classmethod
    def give_up(cls, task_id: int) -> Button[Any]:
        return grey(texts.GIVE_UP, f"m1:own:giveup:{task_id}")

    @classmethod
    def send_anew(cls, task_id: int) -> Button[Any]:
        return danger(texts.SEND_ANEW, f"m1:own:anew:{task_id}")

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.owner.act(interaction, self.argument("verb") or "", self.id_in_it)


class OwnerRefresh(Action, template=r"m1:own:refresh"):
    @classmethod
    def button(cls) -> Button[Any]:
        return grey(texts.REFRESH, "m1:own:refresh")

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.owner.redraw(interaction)


ACTIONS = (
    PickSetting,
    OpenLimits,
    OpenWords,
    CheckAgain,
    OpenSettings,
    HowItWorks,
    PingMe,
    Forget,
    KeepData,
    OwnerAct,
    OwnerRefresh,
)
