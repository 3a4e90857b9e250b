"""The people, places and cases of the benches."""

from functools import cached_property

from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from enquiries import workflows
from enquiries.models import Enquiry, Event, Kind
from parishes.models import Council

from .measure import Request

EVENTS = 30
BACKEND = "django.contrib.auth.backends.ModelBackend"


class Stage:
    """Whom and what the benches use; each is found once."""

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
