"""Steps of tests about songs in the second Discord."""

from simcord import ResponseMessage

from bot.models import Task, Track
from tests.command_house import House


async def made(house: House, prompt: str = "slow piano, rain on a tin roof") -> list[Track]:
    """Ana's two songs."""
    await house.quick(prompt)
    task = await only_task(house)
    await house.shop.until_over(task.id)
    return [parcel.track for parcel in house.shop.courier.songs[-2:] if parcel.track is not None]


async def only_task(house: House) -> Task:
    (task,) = await house.tasks()
    return task


async def message_of_song(house: House, track: Track) -> ResponseMessage:
    """The latest message that carries it."""
    song = await house.shop.shelf.song(track.id, house.guild.id)
    return message(house, song.posted[0].channel_id, song.posted[0].message_id or 0)


def message(house: House, channel_id: int, message_id: int) -> ResponseMessage:
    return ResponseMessage(house.env, house.env.backend.get_message(channel_id, message_id))


def link(house: House, shown: ResponseMessage) -> str:
    return f"https://discord.com/channels/{house.guild.id}/{shown.channel_id}/{shown.id}"
