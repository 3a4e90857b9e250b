"""Is a point inside an outline? Plain arithmetic on GeoJSON; degrees of WGS 84, no database."""

from collections.abc import Iterator
from math import cos, hypot, radians

METRES_A_DEGREE = 111_320
# The outlines are simplified for drawing: so near to the line they cannot tell.
UNSURE_METRES = 500

Point = tuple[float, float]


def rings(geometry: dict) -> Iterator[list]:
    """Yield each ring, outer or hole, of a Polygon or MultiPolygon: [longitude, latitude] pairs."""
    several = geometry["type"] == "MultiPolygon"
    for polygon in geometry["coordinates"] if several else [geometry["coordinates"]]:
        yield from polygon


def sides(geometry: dict) -> Iterator[tuple[Point, Point]]:
    for ring in rings(geometry):
        yield from zip(ring, [*ring[1:], ring[0]], strict=True)


def contains(geometry: dict, latitude: float, longitude: float) -> bool:
    """Count the sides that a line due east from the point crosses: inside if they are odd."""
    inside = False
    for (x1, y1), (x2, y2) in sides(geometry):
        crosses = (y1 > latitude) != (y2 > latitude)
        if crosses and longitude < x1 + (latitude - y1) / (y2 - y1) * (x2 - x1):
            inside = not inside
    return inside


def metres_to(geometry: dict, latitude: float, longitude: float) -> float:
    """Return how far the point lies from the line of the outline, on flat ground."""
    up = METRES_A_DEGREE
    along = up * cos(radians(latitude))
    flat = (
        [((x - longitude) * along, (y - latitude) * up) for x, y in side]
        for side in sides(geometry)
    )
    return min(metres_from_origin(*side) for side in flat)


def metres_from_origin(start: Point, end: Point) -> float:
    (x, y), dx, dy = start, end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    part = max(0.0, min(1.0, -(x * dx + y * dy) / length)) if length else 0.0
    return hypot(x + part * dx, y + part * dy)


def may_contain(geometry: dict, latitude: float, longitude: float) -> bool:
    """Say whether a point lies inside, or too near to the line to tell."""
    inside = contains(geometry, latitude, longitude)
    return inside or metres_to(geometry, latitude, longitude) <= UNSURE_METRES
