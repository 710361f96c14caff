"""Cover pictures: a sky, a disc and hills whose colours follow the mood, with the title below."""

import colorsys
import io
import math
import random

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from bot.demo.music.audio.recipe import Recipe

SIZE = 640
Colour = tuple[int, int, int]


def paint_cover(recipe: Recipe, title: str) -> bytes:
    """A JPEG of 640 by 640."""
    chance = random.Random(recipe.seed * 5 + recipe.variant * 2 + recipe.take)
    minor, fast = recipe.mood.minor, recipe.mood.bpm >= 120
    hue = (
        chance.uniform(0.52, 0.78) if minor else chance.choice((chance.uniform(0.0, 0.14), chance.uniform(0.85, 0.98)))
    )
    top, bottom = _colour(hue, 0.75, 0.28 if minor else 0.72), _colour(hue + 0.1, 0.45, 0.62 if minor else 0.98)
    picture = Image.composite(
        Image.new("RGB", (SIZE, SIZE), bottom),
        Image.new("RGB", (SIZE, SIZE), top),
        Image.linear_gradient("L").resize((SIZE, SIZE)),
    )
    _disc(picture, chance, _colour(hue + 0.08 if minor else 0.13, 0.35, 1.0))
    for layer in range(4):
        shade = _colour(hue + 0.03 * layer, 0.65, (0.5 if minor else 0.8) - 0.11 * layer)
        _hills(picture, chance, layer, shade, fast)
    if minor:
        _rain(picture, chance)
    _write(picture, title)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()


def _colour(hue: float, saturation: float, value: float) -> Colour:
    red, green, blue = colorsys.hsv_to_rgb(hue % 1.0, saturation, max(0.08, value))
    return round(red * 255), round(green * 255), round(blue * 255)


def _disc(picture: Image.Image, chance: random.Random, colour: Colour) -> None:
    """A sun or a moon in its glow."""
    x, y, radius = chance.randint(150, 490), chance.randint(120, 260), chance.randint(55, 105)
    glow = Image.new("L", picture.size, 0)
    ImageDraw.Draw(glow).ellipse((x - radius * 2, y - radius * 2, x + radius * 2, y + radius * 2), fill=110)
    picture.paste(colour, mask=glow.filter(ImageFilter.GaussianBlur(radius * 0.8)))
    disc = Image.new("L", picture.size, 0)
    ImageDraw.Draw(disc).ellipse((x - radius, y - radius, x + radius, y + radius), fill=235)
    picture.paste(colour, mask=disc.filter(ImageFilter.GaussianBlur(1.2)))


def _hills(picture: Image.Image, chance: random.Random, layer: int, colour: Colour, fast: bool) -> None:
    """Rolling for slow songs, jagged for fast ones; nearer layers stand lower."""
    base, height = 300 + 75 * layer, 60 - 8 * layer
    points: list[tuple[float, float]] = [(0, SIZE)]
    if fast:
        steps = range(0, SIZE + 1, SIZE // 16)
        points += [(x, base + chance.uniform(-height, height)) for x in steps]
    else:
        turns, shift = chance.uniform(0.8, 2.2), chance.uniform(0, 6.3)
        for x in range(0, SIZE + 1, 8):
            angle = x / SIZE * math.tau * turns + shift
            points.append((x, base + height * (math.sin(angle) + 0.4 * math.sin(2.3 * angle)) / 1.4))
    points.append((SIZE, SIZE))
    ImageDraw.Draw(picture).polygon(points, fill=colour)


def _rain(picture: Image.Image, chance: random.Random) -> None:
    veil = Image.new("L", picture.size, 0)
    pen = ImageDraw.Draw(veil)
    for _ in range(150):
        x, y, length = chance.randint(0, SIZE), chance.randint(-20, SIZE), chance.randint(14, 34)
        pen.line((x, y, x - length // 4, y + length), fill=chance.randint(25, 80), width=2)
    picture.paste((235, 240, 255), mask=veil)


def _write(picture: Image.Image, title: str) -> None:
    """The title, cut to fit; left out where the built-in font has no letters for it."""
    if not title or not title.isascii():
        return
    pen = ImageDraw.Draw(picture)
    size = 50
    font = ImageFont.load_default(size)
    while size > 22 and pen.textlength(title, font) > SIZE - 80:
        size -= 2
        font = ImageFont.load_default(size)
    while len(title) > 4 and pen.textlength(title, font) > SIZE - 80:
        title = title[:-4].rstrip() + "…"
    pen.text((42, SIZE - 92), title, font=font, fill=(10, 10, 20))
    pen.text((40, SIZE - 94), title, font=font, fill=(250, 250, 250))
