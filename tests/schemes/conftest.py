"""The catalogue as it ships, and the people who look after it beside edith."""

from datetime import timedelta

import pytest

from accounts.models import User
from portal.reference.load import DATA, catalogue
from portal.reference.save import Report
from schemes import workflows
from schemes.models import Scheme, Version
from schemes.snapshots import digest_of, take


@pytest.fixture
def catalogue_loaded(db) -> None:
    """The 51 schemes and what belongs to them, without parishes and calendars."""
    report = Report()
    for write, rows in catalogue(DATA):
        write(rows, report)


@pytest.fixture
def zebra(catalogue_loaded) -> Scheme:
    return Scheme.objects.whole().get(ref="XZ")


@pytest.fixture
def edgar(db) -> User:
    return User.objects.create_user("edgar@people.example", name="Edgar Editor", is_editor=True)


@pytest.fixture
def published(catalogue_loaded, edith, edgar, now) -> None:
    """Every scheme published once, as it was loaded; nothing of it signed off."""
    for row in Scheme.objects.whole():
        shot = take(row)
        version = Version.objects.create(
            scheme=row, number=1, snapshot=shot, digest=digest_of(shot), note="",
            proposed_by=edgar, published_at=now, published_by=edith,
        )  # fmt: skip
        Scheme.objects.filter(pk=row.pk).update(
            current=version, state="published", review_due_on=now.date() + timedelta(days=365)
        )


@pytest.fixture
def ernest(db) -> User:
    return User.objects.create_user(
        "ernest@people.example", name="Ernest Engineer", is_officer=True, is_engineer=True
    )


@pytest.fixture
def publish(edith, edgar, now):
    """`publish("XZ")` publishes what edith sent and edgar approved, and returns the version."""

    def publish_one(ref: str):
        scheme = Scheme.objects.get(ref=ref)
        if scheme.state == "draft":
            workflows.send_for_review(scheme=scheme, at=now, by=edith)
        seen = digest_of(take(Scheme.objects.whole().get(ref=ref)))
        return workflows.publish(scheme=scheme, seen=seen, at=now, by=edgar)

    return publish_one
