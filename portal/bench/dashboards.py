"""The managers' figures: each page beside a table of bodies and months made beforehand."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from enquiries.models import Kind

from .measure import Bench, Request, Response


def get(client: Client, url: str, **asked: str) -> Callable[[], Request]:
    def request() -> Response:
        return client.get(url, asked, secure=True)

    return lambda: request


def dashboards(manager: Client, kind: Kind) -> list[Bench]:
    """`dashboard` is every council by twelve months, as the floor; then every other page."""
    floor = get(manager, reverse("floor_rollup"))
    pages = {
        "dashboard": ("demand", {"by": "council", "measure": "demand"}),
        "dashboard_demand": ("demand", {}),
        "dashboard_on_time": ("on-time", {}),
        "dashboard_on_time_year": ("on-time", year()),
        "dashboard_consistent": ("consistent", {"by": "parish"}),
        "dashboard_one_kind": ("consistent", {"by": "team", "kind": kind.code}),
        "dashboard_stuck": ("stuck", {}),
    }
    benches = [
        Bench(name, get(manager, reverse("consistency_question", args=[page]), **asked), floor)
        for name, (page, asked) in pages.items()
    ]
    return [*benches, Bench("dashboard_surveys", get(manager, reverse("survey_results")), floor)]


def year() -> dict[str, str]:
    """The twelve whole months before this one."""
    last = timezone.localdate().replace(day=1) - timedelta(days=1)
    first = (last.replace(day=1) - timedelta(days=330)).replace(day=1)
    return {"since": f"{first:%Y-%m}", "until": f"{last:%Y-%m}"}
