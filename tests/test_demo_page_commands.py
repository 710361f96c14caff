"""The commands that the page offers: to whom, in which language, and what their options take."""

import json
from typing import Any

from tests.demo_house import ANA, BEN, CLEO, SONGS, House, deaf

__all__ = ["deaf"]


async def test_commands_are_offered_only_to_those_who_may_use_them(deaf: House) -> None:
    leaf = {"type": 1, "name": "set", "description": "Sets", "options": []}
    manage = {"name": "quota", "description": "Of managers", "default_member_permissions": "32", "options": [leaf]}
    await deaf.publish([{"name": "sing", "description": "Sings"}, manage])
    offered = {member: await deaf.offered(member) for member in (ANA, BEN, CLEO)}
    assert offered == {ANA: ["sing", "quota set"], BEN: ["sing", "quota set"], CLEO: ["sing"]}


async def test_commands_are_shown_in_the_language_of_the_member(deaf: House) -> None:
    option = {"type": 3, "name": "idea", "description": "What", "name_localizations": {"de": "einfall"}}
    sing = {"name": "sing", "description": "Sings", "description_localizations": {"de": "Singt"}, "options": [option]}
    await deaf.publish([sing])
    assert (await deaf.post("language", {"member": ANA, "locale": "de"}))[0] == 200
    _, text = await deaf.get(f"/api/channel?member={ANA}&channel={SONGS}")
    (command,) = json.loads(text)["commands"]
    assert (command["name"], command["shown"], command["description"]) == ("sing", "sing", "Singt")
    assert (command["options"][0]["name"], command["options"][0]["shown"]) == ("idea", "einfall")


async def test_options_say_what_they_take_and_what_may_be_picked(deaf: House) -> None:
    bounds: list[dict[str, Any]] = [
        {"type": 3, "name": "text", "max_length": 80},
        {"type": 4, "name": "count", "min_value": 1},
        {"type": 10, "name": "speed", "min_value": 0, "max_value": 2},
        {"type": 5, "name": "loud"},
        {"type": 6, "name": "singer"},
        {"type": 7, "name": "where"},
    ]
    await deaf.publish(
        [{"name": "sing", "description": "Sings", "options": [{"description": "?"} | each for each in bounds]}]
    )
    _, text = await deaf.get(f"/api/channel?member={CLEO}&channel={SONGS}")
    options = json.loads(text)["commands"][0]["options"]
    assert [option["kind"] for option in options] == [
        "text, up to 80 characters",
        "whole number, from 1",
        "number, 0 to 2",
        "yes or no",
        "member",
        "channel",
    ]
    assert [choice["value"] for choice in options[3]["choices"]] == [True, False]
    assert {"name": "Ben", "value": BEN} in options[4]["choices"]
    assert {"name": "#songs", "value": SONGS} in options[5]["choices"]
