"""Reads a position out of what a clerk wrote: a grid reference, or latitude and longitude.

Positions are degrees of WGS 84. PyGeodesy converts between them and the National Grid by the
seven-parameter transformation of the Ordnance Survey's guide to coordinate systems in Great
Britain, which is good to about five metres: nearer than anybody reads a map.
"""

import re
from typing import NamedTuple

from pygeodesy.datums import Datums
from pygeodesy.ellipsoidalVincenty import LatLon
from pygeodesy.osgr import Osgr, parseOSGR, toOsgr

# Two letters of the National Grid (there is no I), then as many figures east as north. Fewer than
# three name a square of a kilometre, which is no spot.
GRID = re.compile(r"\b([HNSJOT][A-HJ-Z])\s?(\d{3,5})\s?(\d{3,5})\b", re.ASCII | re.IGNORECASE)
TOGETHER = re.compile(r"\b([HNSJOT][A-HJ-Z])\s?(\d{6}|\d{8}|\d{10})\b", re.ASCII | re.I)
# Squares that are also words (“No 104 106 Main St”) count in capitals only.
WORDS = {"HE", "NO", "OH", "OK", "ON", "SO", "ST", "TO"}
DEGREES = re.compile(
    r"(?<![\w.])(-?\d{1,2}\.\d{2,})\s*°?\s*(N)?\s*[,;\s]\s*(-?\d{1,3}\.\d{2,})\s*°?\s*([EW])?(?![\w.])",
    re.ASCII | re.IGNORECASE,
)
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.ASCII | re.IGNORECASE)
THREE_WORDS = re.compile(r"(?<!\w)/{0,3}([^\W\d_]+\.[^\W\d_]+\.[^\W\d_]+)(?![\w.])")
# Great Britain and a margin, in degrees: elsewhere the grid means nothing.
BRITAIN = (49.0, 61.5, -9.5, 2.5)


class Position(NamedTuple):
    """Degrees of WGS 84, and where they came from: a `grid` reference, `degrees` or the `map`."""

    latitude: float
    longitude: float
    came_from: str


def find(text: str) -> Position | None:
    """Return the position that a text names, or None. The text itself is never changed."""
    return from_grid(text) or from_degrees(text)


def find_in(*texts: str) -> Position | None:
    """Return the position that the first of these texts names that names any."""
    return next((found for text in texts if (found := find(text))), None)


def from_grid(text: str) -> Position | None:
    """Return the middle of the square that a grid reference names."""
    for letters, east, north in squares(text):
        try:
            corner = parseOSGR(f"{letters} {east} {north}")
            half = corner.resolution / 2
            middle = Osgr(corner.easting + half, corner.northing + half)
            found = middle.toLatLon(datum=Datums.WGS84)
        except ValueError:
            continue
        return Position(round(found.lat, 6), round(found.lon, 6), "grid")
    return None


def squares(text: str):
    """Yield letters, figures east and figures north of each grid reference in a text."""
    for match in GRID.finditer(text):
        if len(match[2]) == len(match[3]) and not is_word(match[1]):
            yield match[1].upper(), match[2], match[3]
    for match in TOGETHER.finditer(text):
        half = len(match[2]) // 2
        if not is_word(match[1]):
            yield match[1].upper(), match[2][:half], match[2][half:]


def is_word(letters: str) -> bool:
    return letters.upper() in WORDS and not letters.isupper()


def from_degrees(text: str) -> Position | None:
    match = DEGREES.search(text)
    if match is None:
        return None
    latitude, longitude = float(match[1]), float(match[3])
    if (match[4] or "").upper() == "W" and longitude > 0:
        longitude = -longitude
    south, north, west, east = BRITAIN
    if south <= latitude <= north and west <= longitude <= east:
        return Position(latitude, longitude, "degrees")
    return None


def grid_reference(latitude: float, longitude: float, *, figures: int = 8) -> str:
    """Write a position as a grid reference, such as SK 5880 0450; blank outside Great Britain.

    Like a map reader it names the square the position lies in: metres are rounded, then cut.
    """
    try:
        found = toOsgr(LatLon(latitude, longitude, datum=Datums.WGS84))
        metre = Osgr(round(found.easting), round(found.northing))
        return str(metre.toStr(prec=figures // 2, sep=" "))
    except ValueError:
        return ""


def shape_of(text: str) -> str:
    """Say in a word or two what else a text names, for the officer who reads it; blank if none."""
    if THREE_WORDS.search(text) and ("///" in text or " " not in text.strip()):
        return "what3words"
    return "postcode" if POSTCODE.search(text) else ""
