"""Typed text is never lost: whatever stops a request, and however early, gives it back."""


from simcord import InteractionResult

from tests.command_house import House, house, reply
from tests.reading import file_of

__all__ = ["house"]

VERSE = "[Verse 3]\n" + "More rain on the roof, and none of it on me\n" * 12


async def text_of(result: InteractionResult) -> str:
    """The file below a refusal."""
    assert reply(result).content.endswith(" Your text is below.")
    return (await file_of(reply(result), "your-text.txt")).decode()


async def test_an_idea_comes_back_when_discord_refuses_the_public_answer(house: House) -> None:
    house.env.inject_error("POST", "/interactions/*/callback", status=403, code=50013)
    result = await house.quick(VERSE[:390])
    assert await text_of(result) == VERSE[:390].strip()
    assert (await house.quota()).used == 0
