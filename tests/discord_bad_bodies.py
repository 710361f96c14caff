"""Bodies that Discord refuses, each with its code and with who else can tell: o = OpenAPI document, s = simcord."""

from collections.abc import Iterator
from typing import Any, NamedTuple

Json = dict[str, Any]
V2 = 1 << 15


class Bad(NamedTuple):
    """One refused body; `where` names the call (post, edit, callback, original, modal, offers, commands)."""

    name: str
    where: str
    body: Any
    code: int
    judges: str


def row(*children: Json) -> Json:
    return {"type": 1, "components": list(children)}


def button(custom_id: str = "b", **more: Any) -> Json:
    return {"type": 2, "style": 2, "label": "B", "custom_id": custom_id} | more


def select(options: int = 1, **more: Any) -> Json:
    made = [{"label": f"o{n}", "value": str(n)} for n in range(options)]
    return {"type": 3, "custom_id": "s", "options": made} | more


def link(url: str | None) -> Json:
    return {"type": 2, "style": 5, "label": "x"} | ({} if url is None else {"url": url})


def container(*parts: Json) -> Json:
    return {"type": 17, "components": list(parts)}


def choices(count: int, width: int = 1) -> list[Json]:
    return [{"name": f"{n:0{width}}", "value": f"{n:0{width}}"} for n in range(count)]


def text(content: str = "t") -> Json:
    return {"type": 10, "content": content}


def embed(**parts: Any) -> Json:
    return {"embeds": [parts]}


def field(name: str = "n", value: str = "v") -> Json:
    return {"name": name, "value": value}


def layout(*components: Json, **more: Any) -> Json:
    return {"flags": V2, "components": list(components)} | more


def label(child: Json, **more: Any) -> Json:
    return {"type": 18, "label": "L", "component": child} | more


def entry(custom_id: str = "t", **more: Any) -> Json:
    return {"type": 4, "custom_id": custom_id, "style": 1} | more


def form(*parts: Json, **more: Any) -> Json:
    return {"title": "T", "custom_id": "m", "components": list(parts)} | more


def command(name: str = "sing", **more: Any) -> Json:
    return {"name": name, "description": "d", "type": 1} | more


def option(name: str = "a", kind: int = 3, **more: Any) -> Json:
    return {"name": name, "description": "d", "type": kind} | more


ELSEWHERE = {"message_id": "7", "channel_id": "5"}
BOTH = {"parse": ["users"], "users": ["1"]}
MESSAGES = [
    ("nothing at all", {}, 50006, "s"),
    ("content of blanks", {"content": "  "}, 50006, "s"),
    ("content of 2001", {"content": "x" * 2001}, 50035, "s"),
    ("content is a number", {"content": 5}, 50035, "os"),
    ("nonce of 26", {"content": "x", "nonce": "n" * 26}, 50035, "o"),
    ("11 embeds", {"embeds": [{"title": "t"}] * 11}, 50035, "os"),
    ("embed title of 257", embed(title="x" * 257), 50035, "os"),
    ("embed description of 4097", embed(description="x" * 4097), 50035, "os"),
    ("26 embed fields", embed(fields=[field()] * 26), 50035, "os"),
    ("embed field name of 257", embed(fields=[field(name="x" * 257)]), 50035, "os"),
    ("embed field value of 1025", embed(fields=[field(value="x" * 1025)]), 50035, "os"),
    ("embed field without value", embed(fields=[{"name": "n"}]), 50035, "o"),
    ("embed footer of 2049", embed(footer={"text": "x" * 2049}), 50035, "os"),
    ("embed author of 257", embed(author={"name": "x" * 257}), 50035, "os"),
    ("embeds of 6001 together", {"embeds": [{"description": "x" * 3001}, {"description": "x" * 3000}]}, 50035, "s"),
    ("embed colour out of range", embed(title="t", color=1 << 24), 50035, "o"),
    ("embed time is no date", embed(title="t", timestamp="yesterday"), 50035, "o"),
    ("embed link is no URL", embed(title="t", url="ftp://host/file"), 50035, ""),
    ("mentions by list and parse", {"content": "x", "allowed_mentions": BOTH}, 50035, "s"),
    ("allowed_mentions unknown kind", {"content": "x", "allowed_mentions": {"parse": ["all"]}}, 50035, "os"),
    ("reply to a message that is gone", {"content": "x", "message_reference": {"message_id": "77"}}, 50035, ""),
    ("attachment without its file", {"content": "x", "attachments": [{"id": 3, "filename": "a"}]}, 50035, ""),
    ("11 attachments", {"content": "x", "attachments": [{"id": n} for n in range(11)]}, 50035, "o"),
    ("6 rows", {"components": [row(button(str(n))) for n in range(6)]}, 50035, "s"),
    ("6 buttons in a row", {"components": [row(*(button(str(n)) for n in range(6)))]}, 50035, "os"),
    ("an empty row", {"components": [row()]}, 50035, "os"),
    ("a button outside a row", {"components": [button()]}, 50035, "os"),
    ("two selects in a row", {"components": [row(select(), select(custom_id="z"))]}, 50035, "s"),
    ("the same custom_id twice", {"components": [row(button(), button())]}, 50035, "s"),
    ("custom_id of 101", {"components": [row(button("x" * 101))]}, 50035, "os"),
    ("button without custom_id", {"components": [row({"type": 2, "style": 1, "label": "x"})]}, 50035, "s"),
    ("button label of 81", {"components": [row(button(label="x" * 81))]}, 50035, "os"),
    ("button of style 7", {"components": [row(button(style=7))]}, 50035, "os"),
    ("button without label", {"components": [row({"type": 2, "style": 1, "custom_id": "x"})]}, 50035, ""),
    ("link button without url", {"components": [row(link(None))]}, 50035, "s"),
    ("link button with custom_id", {"components": [row(button(style=5, url="https://a.example"))]}, 50035, "s"),
    ("link of 513", {"components": [row(link("https://a/" + "x" * 503))]}, 50035, "os"),
    ("select without options", {"components": [row(select(0))]}, 50035, "os"),
    ("select of 26", {"components": [row(select(26))]}, 50035, "os"),
    ("select with a value twice", {"components": [row(select() | {"options": select(1)["options"] * 2})]}, 50035, "s"),
    ("select min above max", {"components": [row(select(3, min_values=3, max_values=2))]}, 50035, "s"),
    ("layout parts without the flag", {"components": [text()]}, 50035, "s"),
    ("the flag with content", layout(text(), content="x"), 50035, "s"),
    ("the flag with embeds", layout(text(), **embed(title="t")), 50035, "s"),
    ("41 parts counting nested", layout(container(*[text()] * 40)), 50035, "s"),
    ("4001 characters of text", layout(text("x" * 2001), text("x" * 2000)), 50035, "s"),
    ("a container in a container", layout(container(container(text()))), 50035, "os"),
    ("a section without accessory", layout({"type": 9, "components": [text()]}), 50035, "os"),
    ("a gallery of 11", layout({"type": 12, "items": [{"media": {"url": "https://a/b.png"}}] * 11}), 50035, "os"),
    ("a file part from the web", layout({"type": 13, "file": {"url": "https://a/b.txt"}}), 50035, ""),
    ("a file part without its file", layout({"type": 13, "file": {"url": "attachment://b.txt"}}), 50035, "s"),
    ("an unknown part", layout({"type": 99}), 50035, "os"),
    ("an empty text part", layout(text("")), 50035, "os"),
    ("an embed without anything", embed(color=1), 50035, ""),
    ("embeds are no list", {"embeds": {"title": "t"}}, 50035, "os"),
    ("an embed is no object", {"embeds": ["t"]}, 50035, "os"),
    ("tts is no bool", {"content": "x", "tts": "yes"}, 50035, "os"),
    ("flags are text", {"content": "x", "flags": "4"}, 50035, "o"),
    ("nonce is an object", {"content": "x", "nonce": {}}, 50035, "o"),
    ("mentions are text", {"content": "x", "allowed_mentions": "none"}, 50035, "os"),
    ("mentions of 101 users", {"content": "x", "allowed_mentions": {"users": list(range(1, 102))}}, 50035, "o"),
    ("mention of a name", {"content": "x", "allowed_mentions": {"users": ["Ana"]}}, 50035, "os"),
    ("mentions by text", {"content": "x", "allowed_mentions": {"parse": "users"}}, 50035, "os"),
    ("reply to nothing", {"content": "x", "message_reference": {"message_id": "word"}}, 50035, "os"),
    ("reply into another channel", {"content": "x", "message_reference": ELSEWHERE}, 50035, "s"),
    ("a part is no object", {"components": ["row"]}, 50035, "os"),
    ("a text input in a message", {"components": [row(entry())]}, 50035, "os"),
    ("disabled is no bool", {"components": [row(button(disabled="yes"))]}, 50035, "o"),
    ("premium button without SKU", {"components": [row({"type": 2, "style": 6})]}, 50035, "s"),
    ("button with url and custom_id", {"components": [row(button(url="https://a.example"))]}, 50035, "s"),
    ("button without style", {"components": [row({"type": 2, "label": "x", "custom_id": "x"})]}, 50035, "os"),
    ("select placeholder of 151", {"components": [row(select(placeholder="x" * 151))]}, 50035, "os"),
    ("select max above options", {"components": [row(select(2, max_values=3))]}, 50035, ""),
    ("thumbnail without media", layout({"type": 9, "components": [text()], "accessory": {"type": 11}}), 50035, "os"),
    ("separator of spacing 3", layout({"type": 14, "spacing": 3}), 50035, "os"),
    ("container colour out of range", layout(container(text()) | {"accent_color": 1 << 24}), 50035, "os"),
]  # fmt: skip

MODALS = [
    ("title of 46", form(label(entry()), title="x" * 46), 50035, "os"),
    ("no parts", form(), 50035, "os"),
    ("6 parts", form(*(label(entry(str(n))) for n in range(6))), 50035, "s"),
    ("label of 46", form(label(entry(), label="x" * 46)), 50035, "os"),
    ("label description of 101", form(label(entry(), description="x" * 101)), 50035, "os"),
    ("input without style", form(label({"type": 4, "custom_id": "t"})), 50035, "o"),
    ("input without label", form(entry()), 50035, "os"),
    ("input for 4001", form(label(entry(max_length=4001))), 50035, "os"),
    ("preset above max_length", form(label(entry(max_length=5, value="123456"))), 50035, ""),
    ("the same custom_id twice in a form", form(label(entry()), label(entry())), 50035, "s"),
    ("a button in a form", form(label(button())), 50035, "os"),
    ("11 files asked", form(label({"type": 19, "custom_id": "f", "max_values": 11})), 50035, "os"),
    ("no title", form(label(entry()), title=""), 50035, "os"),
    ("no custom_id", {"title": "T", "components": [label(entry())]}, 50035, "os"),
    ("a label without input", form({"type": 18, "label": "L"}), 50035, "os"),
    ("two inputs in a row", form(row(entry("a", label="A"), entry("b", label="B"))), 50035, "s"),
    ("a select in an old row without label", form(row(select())), 50035, "o"),
    ("an empty text in a form", form(text("")), 50035, "os"),
    ("min_length above max_length", form(label(entry(min_length=5, max_length=4))), 50035, "s"),
    ("input placeholder of 101", form(label(entry(placeholder="x" * 101))), 50035, "os"),
    ("a disabled select in a form", form(label(select(disabled=True))), 50035, ""),
    ("required is no bool", form(label(entry(required="yes"))), 50035, "os"),
    ("11 checkboxes", form(label({"type": 22, "custom_id": "c", "options": select(11)["options"]})), 50035, "os"),
    ("one radio option", form(label({"type": 21, "custom_id": "r", "options": select()["options"]})), 50035, "os"),
]
CALLBACKS = [
    ("unknown type", {"type": 99}, 50035, "os"),
    ("choices for a command", {"type": 8, "data": {"choices": []}}, 50035, ""),
    ("update for a command", {"type": 7, "data": {"content": "x"}}, 50035, "s"),
    ("answer of 2001", {"type": 4, "data": {"content": "x" * 2001}}, 50035, "os"),
    ("answer without anything", {"type": 4, "data": {}}, 50006, "s"),
]
OFFERS = [
    ("26 offers", [{"name": str(n), "value": str(n)} for n in range(26)], 50035, "o"),
    ("offer of 101", [{"name": "x" * 101, "value": "x"}], 50035, "o"),
    ("offer without value", [{"name": "x"}], 50035, "o"),
    ("offer of the wrong type", [{"name": "x", "value": 5}], 50035, ""),
]
COMMANDS = [
    ("a name with a space", [command("sing song")], 50035, ""),
    ("a name with capitals", [command("Sing")], 50035, ""),
    ("a name of 33", [command("x" * 33)], 50035, "o"),
    ("no description", [{"name": "sing", "type": 1}], 50035, ""),
    ("description of 101", [command(description="x" * 101)], 50035, "o"),
    ("two of one name", [command(), command()], 50035, ""),
    ("101 commands", [command(f"c{n}") for n in range(101)], 30032, ""),
    ("26 options", [command(options=[option(f"o{n}") for n in range(26)])], 50035, "o"),
    ("required after optional", [command(options=[option("a"), option("b", required=True)])], 50035, ""),
    ("two options of one name", [command(options=[option(), option()])], 50035, ""),
    ("choices with autocomplete", [command(options=[option(autocomplete=True, choices=choices(1))])], 50035, ""),
    ("26 choices", [command(options=[option(choices=choices(26))])], 50035, "o"),
    ("an unknown locale", [command(name_localizations={"xx": "x"})], 50035, ""),
    ("over 8000 characters", [command(options=[option(n, choices=choices(25, 100)) for n in "ab"])], 50035, ""),
    ("commands are no list", {"name": "sing"}, 50035, "o"),
    ("type 9", [command(type=9)], 50035, "o"),
    ("16 message menus", [{"name": f"m{n}", "type": 3} for n in range(16)], 30032, ""),
    ("a menu with a description", [{"name": "Menu", "type": 3, "description": "d"}], 50035, ""),
    ("a context that is none", [command(contexts=[7])], 50035, "o"),
    ("rights in words", [command(default_member_permissions="all")], 50035, "o"),
    ("option without type", [command(options=[{"name": "a", "description": "d"}])], 50035, "o"),
    ("length of a number", [command(options=[option(kind=4, max_length=5)])], 50035, "o"),
    ("min above max", [command(options=[option(kind=4, min_value=5, max_value=4)])], 50035, ""),
    ("choices for a member", [command(options=[option(kind=6, choices=choices(1))])], 50035, "o"),
    ("two choices of one name", [command(options=[option(choices=choices(1) * 2)])], 50035, ""),
    ("choice of the wrong type", [command(options=[option(kind=4, choices=choices(1))])], 50035, "o"),
    ("a subcommand beside an option", [command(options=[option("s", 1), option("b")])], 50035, ""),
    ("a group in a group", [command(options=[option("g", 2, options=[option("h", 2, options=[])])])], 50035, "o"),
]  # fmt: skip


def bad_bodies() -> Iterator[Bad]:
    for name, body, code, judges in MESSAGES:
        yield Bad(name, "post", body, code, judges)
    for name, body, code, judges in MODALS:
        yield Bad(name, "callback", {"type": 9, "data": body}, code, judges)
    for name, body, code, judges in CALLBACKS:
        yield Bad(name, "callback", body, code, judges)
    for name, offers, code, judges in OFFERS:
        yield Bad(name, "offers", {"type": 8, "data": {"choices": offers}}, code, judges)
    for name, commands, code, judges in COMMANDS:
        yield Bad(name, "commands", commands, code, judges)
