"""A message as plain data with discord's parts, and how it is sent, answered and edited."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import discord
from discord.ui import LayoutView, View


@dataclass(frozen=True, slots=True)
class Message:
    """`mention` is the one member that may be pinged. `text_file` is (name, text), made anew for each attempt.

    `files` are (name, content): what a layout shows by `attachment://name`, or what hangs under the content.
    """

    content: str | None = None
    embed: discord.Embed | None = None
    view: View | LayoutView | None = None
    mention: int | None = None
    text_file: tuple[str, str] | None = None
    files: tuple[tuple[str, bytes], ...] = ()

    @property
    def allowed_mentions(self) -> discord.AllowedMentions:
        users = [discord.Object(self.mention)] if self.mention is not None else False
        return discord.AllowedMentions(everyone=False, roles=False, users=users, replied_user=False)

    def sending(self) -> dict[str, Any]:
        """Keywords of `channel.send`, `response.send_message` and `followup.send`."""
        given: dict[str, Any] = {"allowed_mentions": self.allowed_mentions}
        for key in ("content", "embed", "view"):
            if (part := getattr(self, key)) is not None:
                given[key] = part
        if self.text_file is not None:
            given["file"] = _file(*self.text_file)
        if self.files:
            given["files"] = self._files()
        return given

    def editing(self) -> dict[str, Any]:
        """Keywords of an edit: what is None goes away, but files stay unless there is a new one."""
        given: dict[str, Any] = {"view": self.view, "allowed_mentions": self.allowed_mentions}
        if not isinstance(self.view, LayoutView):
            given |= {"content": self.content, "embed": self.embed}
        if self.text_file is not None:
            given["attachments"] = [_file(*self.text_file)]
        if self.files:
            given["attachments"] = self._files()
        return given

    def _files(self) -> list[discord.File]:
        return [discord.File(BytesIO(content), filename=name) for name, content in self.files]


def _file(name: str, text: str) -> discord.File:
    return discord.File(BytesIO(text.encode()), filename=name)
