"""The benches: which page of ours is held beside which floor."""

from collections.abc import Callable
from functools import cached_property

from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from enquiries import workflows
from enquiries.models import Enquiry, Event, Kind
from parishes.models import Council

from .catalogue import catalogue
from .dashboards import dashboards
from .measure import Bench, Request, Response
from .suggestions import suggestions

EVENTS = 30
RARE = "NH 417 2026"
BACKEND = "django.contrib.auth.backends.ModelBackend"


class Stage:
    """The people, places and cases that the benches use; each is found once."""

    def client(self, mailbox: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(email=f"{mailbox}@demo.example"), BACKEND)
        return client

    @cached_property
    def officer(self) -> Client:
        return self.client("officer")

    @cached_property
    def clerk(self) -> Client:
        return self.client("clerk")

    @cached_property
    def manager(self) -> Client:
        return self.client("manager")

    @cached_property
    def her(self) -> User:
        return User.objects.get(email="clerk@demo.example")

    @cached_property
    def councils(self) -> QuerySet[Council]:
        return Council.objects.served_by(self.her, on=timezone.localdate())

    @cached_property
    def council(self) -> Council:
        return self.councils.earliest("pk")

    @cached_property
    def kind(self) -> Kind:
        return Kind.objects.get(code="SP1")

    @cached_property
    def case(self) -> Enquiry:
        """An open case with thirty events, which the real verbs wrote."""
        officer = User.objects.get(email="officer@demo.example")
        case = Enquiry.objects.open().owned_by(officer).latest("due_at", "id")
        for number in range(EVENTS - Event.objects.filter(enquiry=case).count()):
            text = f"Spoke to the inspector, call {number + 1}."
            workflows.note(enquiry=case, text=text, at=timezone.now(), by=officer)
        return case

    def send(self) -> Request:
        """Make a draft ready, and send it as the check page does."""
        now, parish = timezone.now(), self.council.parishes.earliest("pk")
        draft = workflows.start_draft(
            council=self.council, parish=parish, asked_by=self.her, at=now, by=self.her,
            road="Main Street", kind=self.kind, description="Cars go too fast past the school.",
        )  # fmt: skip
        promised = workflows.deadlines.promise(kind=self.kind, at=now).due_on
        url = reverse("draft_check", args=[draft.token])
        return lambda: self.clerk.post(url, {"shown": promised.isoformat()}, secure=True)

    def insert(self) -> Request:
        """As another clerk, whose drafts nobody counts."""
        words = {
            "council": self.council.pk,
            "parish": self.council.parishes.earliest("pk").pk,
            "road": "Main Street",
            "description": "Cars go too fast past the school.",
        }
        return lambda: self.manager.post(reverse("floor_insert"), words, secure=True)


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
