"""Makes covers small: a JPEG of at most 512 pixels a side, whatever the service sent."""

from pathlib import Path

from PIL import Image

SIDE = 512
MOST_PIXELS = 4_500_000
"""Above this the picture is not unpacked: a file of some kilobytes may ask for gigabytes of memory."""


def shrink(source: Path, target: Path) -> bool:
    """Write the picture `source` as the small JPEG `target`; False when it cannot or should not be done.

    A song is never held up by its cover. Blocks: call it in a thread.
    """
    try:
        with Image.open(source, formats=("JPEG", "PNG", "WEBP")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return False
            picture.draft("RGB", (SIDE, SIDE))  # lets the JPEG decoder skip what is not needed
            picture.thumbnail((SIDE, SIDE))  # first, so that only the small one is copied
            picture.convert("RGB").save(target, "JPEG", quality=85)
    except Exception:  # Pillow raises errors of many kinds on hostile files
        return False
    return True
