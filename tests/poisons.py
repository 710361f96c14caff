"""Texts that try to be more than text, and a reader that tells whether one of them still could in Discord."""

import re
from collections.abc import Iterator
from typing import Any

MARKS = ("\u202e", "\u2066", "\u200f", "\u200b", "\u2060", "\ufeff", "\u00ad")
"""They turn the direction of what follows, or are not seen at all."""

POISONS = (
    "@everyone look",
    "@here look",
    "<@666000000000000001> <@!666000000000000001>",
    "<@&666000000000000002>",
    "<#666000000000000003>",
    "</evil:666000000000000004>",
    "<:evil:666000000000000005>",
    "<t:666:R>",
    "[free credits](https://evil.example)",
    "[a][b] <https://evil.example> www.evil.example",
    "https://evil.example/x?a=b",
    "discord.gg/evil DISCORD.GG/evil discord.com/invite/evil",
    "# POISON",
    "a\n# POISON\n## POISON\n-# POISON",
    "a\n> POISON\n>>> POISON",
    "a\n- POISON\n* POISON\n1. POISON\n+ POISON",
    "```POISON\n```",
    "`POISON`",
    "||POISON||",
    "**POISON** __POISON__ ~~POISON~~ *POISON* _POISON_",
    "\\@everyone \\\\@everyone \\[a](https://evil.example)",
    "".join(MARKS) + "unseen" + "".join(MARKS),
    "a\r# POISON",
    "a\n\f# POISON",
    "@everyone [a](https://evil.example) ||POISON|| " * 250,
)

_ESCAPED = re.compile(r"\\[^\w\s]")
_FORCE = {
    "a ping": re.compile(r"@(everyone|here)"),
    "a mention": re.compile(r"<(@[!&]?|#|/evil:|a?:evil:|t:)666|</evil"),
    "a link": re.compile(r"(?i)://evil|\]\(|discord\.(gg|com)/(invite/)?evil"),
    "a heading, list or quote": re.compile(
        r"^(?:> |-# )?[ \t]*(?:#{1,3}|-#|>>?>?|[-*+]|\d+[.)])[ \t]+POISON", re.MULTILINE
    ),
    "code": re.compile(r"`+POISON"),
    "a spoiler": re.compile(r"\|\|\s*POISON"),
    "emphasis": re.compile(r"(\*\*|__|~~|\*|_)POISON\1"),
}
_OWN_LINK = re.compile(
    r"\[[^\]\n]*\]\((?:https://discord\.com/channels/|https://files\.example/|http://127\.0\.0\.1:\d+/)[^)\s]*\)"
)


def dangers(text: str) -> list[str]:
    """What a reader would see in a place with markup that is not the bot's own.

    Discord's parser takes a lone CR for the end of a line and leaves form feeds out before it looks for marks.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "")
    seen = _OWN_LINK.sub("", _ESCAPED.sub("·", lines))
    found = [name for name, pattern in _FORCE.items() if pattern.search(seen)]
    return found + hidden(text)


def hidden(text: str) -> list[str]:
    return [f"the mark U+{ord(mark):04X}" for mark in MARKS if mark in text]


def texts_in(part: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a body with the key it stands under."""
    if isinstance(part, dict):
        for name, value in part.items():
            yield from texts_in(value, name)
    elif isinstance(part, list):
        for value in part:
            yield from texts_in(value, key)
    elif isinstance(part, str):
        yield key, part


MARKED_UP = frozenset({"content", "description"})
"""Where Discord renders markup: contents, texts of layouts, and embeds."""

SEEN = frozenset({"label", "text", "placeholder", "title", "name"})


def faults_of(body: Any) -> list[str]:
    """Poison that has kept its force in a message, and pings that are not held off."""
    found = [
        f"{danger} in {text[:120]!r}" for key, text in texts_in(body) if key in MARKED_UP for danger in dangers(text)
    ]
    found += [f"{mark} in {text[:120]!r}" for key, text in texts_in(body) if key in SEEN for mark in hidden(text)]
    return found


def pings_of(body: dict[str, Any]) -> set[str]:
    """Members whom the message may ping; anything else than a list of them is a fault."""
    allowed = body.get("allowed_mentions")
    if allowed is None:
        return set() if not ({"content", "components", "embeds"} & body.keys()) else {"whoever it names"}
    assert not allowed.get("parse"), allowed
    assert not allowed.get("roles"), allowed
    return {str(user) for user in allowed.get("users", [])}
