"""What is suggested to a clerk while she writes: each is one query beside the barest one."""

from collections.abc import Callable

from django.db.models import Count
from django.http import HttpResponse
from django.utils import timezone

from enquiries.models import Draft, Enquiry, Kind
from enquiries.similar import MOST_SHOWN, kinds_like, known_roads, similar_to

from .measure import Bench, Request, Response
from .stage import Stage

MOST_ROADS = 100
WORDS = "Cars go too fast past the school at half past eight. Could you count them?"
# Degrees in the middle of the county: a draft with a position compares distances as well.
SPOT = {"latitude": 52.64, "longitude": -1.13, "spot_from": "map"}


def suggestions(stage: Stage) -> list[Bench]:
    """Return the benches of a clerk of three councils, in the busiest of her parishes.

    The floors read as many rows by an index, and compare nothing.
    """
    councils = list(stage.councils)
    counted = Enquiry.objects.filter(council__in=councils).values("council", "parish")
    busiest = counted.annotate(times=Count("pk")).order_by("-times")[0]
    draft = Draft(
        council_id=busiest["council"], parish_id=busiest["parish"], kind=stage.kind,
        road="Main Street", description=WORDS, **SPOT,
    )  # fmt: skip
    hers = Enquiry.objects.filter(council=busiest["council"])
    kinds = Kind.objects.filter(is_active=True)
    return [
        Bench(
            "suggestions_similar",
            work(lambda: similar_to(draft, now=timezone.now())),
            work(lambda: list(hers.open().by_due()[:MOST_SHOWN])),
        ),
        Bench(
            "suggestions_roads",
            work(lambda: known_roads(councils)),
            work(lambda: list(hers.order_by("road").values_list("road")[:MOST_ROADS])),
        ),
        Bench(
            "suggestions_kinds",
            work(lambda: kinds_like(kinds.select_related("group"), "cars go too fast")),
            work(lambda: list(kinds.select_related("group"))),
        ),
    ]


def work(job: Callable[[], object]) -> Callable[[], Request]:
    """Return what makes a job ready to be timed as a request is; no page is in it."""

    def request() -> Response:
        job()
        return HttpResponse()

    return lambda: request
