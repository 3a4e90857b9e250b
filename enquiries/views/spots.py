"""Positions on the ground for pages and for the map: in words, outlines, and what lies outside."""

from functools import wraps
from urllib.parse import urlsplit

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import Request
from parishes.models import Outline

from ..forms.degrees import read_degrees
from ..forms.where import pin_of
from ..models import Draft, Spot

A_DAY = 24 * 60 * 60
MOST_DISTRICTS = 20


def is_outside(place: Spot) -> bool:
    """Say whether a spot is known to lie outside the county. One query where there is a spot."""
    position = place.position
    if position is None:
        return False
    districts = Outline.objects.of_districts()
    return not districts.surround(position.latitude, position.longitude)


def map_link(place: Spot) -> str:
    """Return where an officer may look the spot up, or nothing while no map is configured."""
    if not (settings.MAP_LINK_URL and place.position):
        return ""
    latitude, longitude, _ = place.position
    link = settings.MAP_LINK_URL.replace("{lat}", f"{latitude:.6f}")
    return str(link.replace("{lon}", f"{longitude:.6f}"))


def tiles_origin() -> str:
    """The one stranger that a page may load images from: the owner of the tiles, if any."""
    url = urlsplit(settings.MAP_TILES_URL.replace("{s}", "*"))
    return f"{url.scheme}://{url.netloc}" if url.scheme and url.netloc else ""


def with_tiles(view):
    """Let the pages of one view load tiles, where the settings name some."""

    @wraps(view)
    def shown(*args, **kwargs):
        origin = tiles_origin()
        allowed = csp_update({"img-src": [origin]})(view) if origin else view
        return allowed(*args, **kwargs)

    return shown


@require_safe
def outlines(request: Request) -> JsonResponse:
    """Give the outlines of the districts asked for with their wards; of all districts if none."""
    asked = [code.replace("\0", "") for code in request.GET.getlist("district")[:MOST_DISTRICTS]]
    rows = Outline.objects.all()
    rows = rows.filter(district__gss_code__in=asked) if asked else rows.of_districts()
    features = [
        {
            "type": "Feature",
            "properties": {"name": row.name, "is_ward": row.is_ward},
            "geometry": row.geometry,
        }
        for row in rows
    ]
    response = JsonResponse({"type": "FeatureCollection", "features": features})
    response["Cache-Control"] = f"private, max-age={A_DAY}"
    return response


@require_safe
def spot_in_words(request: Request) -> HttpResponse:
    """Say where a spot of the map is, for the map to read out. Never an error."""
    pin = pin_of(
        read_degrees(request.GET.get("latitude", ""), 90),
        read_degrees(request.GET.get("longitude", ""), 180),
    )
    place = Draft(latitude=pin.latitude, longitude=pin.longitude) if pin else Draft()
    context = {"place": place, "is_outside": is_outside(place)}
    return render(request, "enquiries/clerk/spot.txt", context, content_type="text/plain")
