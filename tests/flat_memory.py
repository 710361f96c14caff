"""Post a small song, then one of 100 MB, and print by how many bytes the second raised resident memory.

Run by a test as a process of its own: `python -m tests.flat_memory API_URL TOKEN MEDIA_HOST FOLDER`.
"""

import asyncio
import re
import sys
from pathlib import Path

from bot.clock import SystemClock
from tests.post_room import Parcels, opened_courier


def resident(name: str) -> int:
    """Bytes: `VmRSS` now, `VmHWM` at most since the last reset."""
    found = re.search(rf"{name}:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1]) * 1024


async def main(api_url: str, token: str, host: str, folder: str) -> None:
    clock = SystemClock()
    parcels = Parcels(clock, lambda path: f"http://{host}{path}")
    opened = opened_courier(api_url, token, clock, Path(folder), MEDIA_TRUSTED_HOSTS=host)
    async with opened as (_, courier):
        await courier.post(parcels.parcel())
        before = resident("VmRSS")
        Path("/proc/self/clear_refs").write_text("5")  # the most so far is forgotten
        await courier.post(parcels.parcel(audio_url=parcels.url("/big.mp3")))
        print(resident("VmHWM") - before)  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
