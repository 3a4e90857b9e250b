"""Pictures made afresh: upright, of a size for the web, without position or other hidden data."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO

import pillow_heif
from PIL import Image, ImageDraw, ImageOps

# The small pictures that telephones put beside the large one are made afresh by us.
pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)

LONGEST_SIDE = 2000
SMALL_SIDE = 300
# What each library needs for a pixel differs; so many take 200 MB of memory at most.
MOST_PIXELS = {"JPEG": 50_000_000, "MPO": 50_000_000, "HEIF": 25_000_000, "PNG": 19_500_000,
               "WEBP": 12_500_000}  # fmt: skip
# A progressive JPEG is held whole, even where it is only wanted small.
MOST_PROGRESSIVE = 25_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
QUALITY = 85
GRID = "#ffdd00"


class TooManyPixels(Exception):
    """The picture would take more memory than we give it."""


@dataclass(frozen=True)
class Part:
    """A part of a picture, in percent of its width and height from the top left corner."""

    left: int
    top: int
    width: int
    height: int

    def box(self, size: tuple[int, int]) -> tuple[int, int, int, int]:
        """Return the corners in pixels, rounded outward: rather too much black than too little."""
        wide, high = size
        right, bottom = self.left + self.width, self.top + self.height
        return (
            min(wide * self.left // 100, wide - 1), min(high * self.top // 100, high - 1),
            min(-(-wide * right // 100), wide) - 1, min(-(-high * bottom // 100), high) - 1,
        )  # fmt: skip


def remake(file: IO[bytes]) -> bytes:
    """Return the picture as a fresh JPEG.

    Raises TooManyPixels, or almost anything that a broken file makes the libraries raise.
    """
    with opened(file) as picture:
        check_size(picture)
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        return as_jpeg(opaque(ImageOps.exif_transpose(picture)))


def opened(file: IO[bytes]) -> Image.Image:
    try:
        return Image.open(file, formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise TooManyPixels from bomb


def check_size(picture: Image.Image) -> None:
    most = MOST_PIXELS[picture.format or ""]
    if picture.info.get("progressive"):
        most = min(most, MOST_PROGRESSIVE)
    if picture.width * picture.height > most:
        raise TooManyPixels


def opaque(picture: Image.Image) -> Image.Image:
    """Return the picture in plain colours, on white where one could see through it."""
    if picture.mode.startswith("I"):
        return picture.point(lambda value: value / 256).convert("L").convert("RGB")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    white = Image.new("RGB", seen.size, "white")
    white.paste(seen, mask=seen.getchannel("A"))
    return white


def as_jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    # Nothing of the old file is passed on: no EXIF, no comment, no colour profile.
    picture.info = {}
    picture.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def small(jpeg: bytes) -> bytes:
    """Return the small picture of one of ours, for lists and the timeline."""
    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as picture:
        picture.draft("RGB", (SMALL_SIDE, SMALL_SIDE))
        picture.thumbnail((SMALL_SIDE, SMALL_SIDE))
        return as_jpeg(picture)


def size_of(jpeg: bytes) -> tuple[int, int]:
    """Return width and height in pixels."""
    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as picture:
        return picture.size


def black_out(jpeg: bytes, parts: Iterable[Part]) -> bytes:
    """Return a copy of one of our pictures in which these parts are black and gone."""
    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as picture:
        copy = picture.convert("RGB")
    return as_jpeg(blackened(copy, parts))


def with_grid(jpeg: bytes, parts: Iterable[Part]) -> bytes:
    """Return a copy to choose parts on: each tenth of width and height marked, parts black."""
    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as picture:
        copy = picture.convert("RGB")
    blackened(copy, parts)
    for percent in range(10, 100, 10):
        mark(copy, percent)
    return as_jpeg(copy)


def blackened(picture: Image.Image, parts: Iterable[Part]) -> Image.Image:
    pen = ImageDraw.Draw(picture)
    for part in parts:
        pen.rectangle(part.box(picture.size), fill="black")
    return picture


def mark(picture: Image.Image, percent: int) -> None:
    """Draw the two lines of a tenth, each with its number."""
    pen, (wide, high) = ImageDraw.Draw(picture), picture.size
    across, down = wide * percent // 100, high * percent // 100
    thick, letter = max(1, max(wide, high) // 800), max(12, max(wide, high) // 32)
    pen.line([(across, 0), (across, high)], fill=GRID, width=thick)
    pen.line([(0, down), (wide, down)], fill=GRID, width=thick)
    for place in ((across + thick * 2, 0), (thick, down)):
        pen.text(
            place, str(percent), fill=GRID, font_size=letter, stroke_width=thick + 1,
            stroke_fill="black",
        )  # fmt: skip
