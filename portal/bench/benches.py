"""The benches: which page of ours is held beside which floor."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from enquiries.models import Enquiry

from .catalogue import catalogue
from .dashboards import dashboards
from .measure import Bench, Request, Response
from .stage import Stage
from .suggestions import suggestions

RARE = "NH 417 2026"


def get(client: Client, url: str, **parameters) -> Callable[[], Request]:
    """Return what makes a GET of an address ready, each turn the same."""

    def request() -> Response:
        return client.get(url, parameters, secure=True)

    return lambda: request


def listing(stage: Stage) -> list[Bench]:
    officer, queue = stage.officer, reverse("all_enquiries")
    of_kind = reverse("floor_kind", args=[stage.kind.pk])
    return [
        Bench("queue_page", get(officer, queue), get(officer, reverse("floor_queue"))),
        Bench("queue_filtered", get(officer, queue, kind=stage.kind.pk), get(officer, of_kind)),
        Bench("my_work", get(officer, reverse("my_work")), get(officer, reverse("floor_mine"))),
    ]


def searching(stage: Stage) -> list[Bench]:
    """What thousands have, what one has, what a word nobody wrote may mean, and nothing at all."""
    Enquiry.objects.filter(pk=stage.case.pk).update(external_reference=RARE)
    asked = {
        "search_page": ("main street", "main street"),
        "search_rare": (RARE, RARE),
        "search_misspelt": ("Sycamoore", "Sycamore"),
        "search_nothing": ("xylophone", "xylophone"),
    }
    ours, floor = reverse("search"), reverse("floor_search")
    return [
        Bench(name, get(stage.officer, ours, q=typed), get(stage.officer, floor, q=meant))
        for name, (typed, meant) in asked.items()
    ]


def listed_pages() -> list[tuple[str, Request]]:
    """Return the officer's lists by name, each as a request."""
    stage = Stage()
    queue, found = reverse("all_enquiries"), reverse("search")
    asked: dict[str, tuple[str, dict]] = {
        "All enquiries": (queue, {}),
        "All enquiries, one kind": (queue, {"kind": stage.kind.pk}),
        "All enquiries, unassigned in my teams": (queue, {"owner": "unassigned", "team": "mine"}),
        "All enquiries, overdue": (queue, {"due": "overdue"}),
        "All enquiries, closed": (queue, {"status": "closed"}),
        "My work": (reverse("my_work"), {}),
        "Search, thousands match": (found, {"q": "main street"}),
        "Search, a parish and a road": (found, {"q": "billesdon station road"}),
        "Search, nothing matches": (found, {"q": "xylophone"}),
    }
    return [(name, get(stage.officer, url, **query)()) for name, (url, query) in asked.items()]


def benches() -> list[Bench]:
    """Return every bench, ready to run."""
    stage = Stage()
    number, council = stage.case.number, reverse("floor_council", args=[stage.council.pk])
    case = get(stage.officer, reverse("case", args=[number]))
    return [
        *listing(stage),
        *searching(stage),
        Bench("case_page", case, get(stage.officer, reverse("floor_case", args=[number]))),
        Bench("clerk_desk", get(stage.clerk, reverse("home")), get(stage.clerk, council)),
        Bench("log_enquiry", stage.send, stage.insert, status=302),
        *dashboards(stage.manager, stage.kind),
        *suggestions(stage),
        *catalogue(),
    ]
