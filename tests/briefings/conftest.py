"""An edition on its way, and the people who make it: edith writes, maya looks, adam is third."""

from datetime import date, timedelta

import pytest

from briefings.models import Audience, Edition, Item, Topic
from briefings.workflows import editions, items, sending
from post import nudge
from tests.post.conftest import bad_post

__all__ = ["bad_post"]


@pytest.fixture(autouse=True)
def no_nudge(monkeypatch):
    monkeypatch.setattr(nudge, "send", lambda: None)


@pytest.fixture
def topic(db) -> Topic:
    return Topic.objects.create(name="Speed and safety", slug="speed")


@pytest.fixture
def everybody(db) -> Audience:
    return Audience.objects.create(
        name="Everybody", to_councils=True, to_partners=True, to_members=True, to_public=True
    )


@pytest.fixture
def clerks(db) -> Audience:
    return Audience.objects.create(name="Clerks", to_councils=True)


@pytest.fixture
def write(edith, now):
    """`write("Title", edition=…)` adds an item as edith does."""

    def write_one(title: str, **more) -> Item:
        words = {"kind": "news", "body": f"All about {title.lower()}.", "at": now, "by": edith}
        return items.add_item(title=title, **words | more)

    return write_one


@pytest.fixture
def edition(edith, clerks, now) -> Edition:
    """Briefing 30 to clerks, as yet without items."""
    return editions.start_edition(
        number=30, title="Winter roads", summary="gritting, grants", audience=clerks,
        planned_on=date(2026, 11, 20), at=now, by=edith,
    )  # fmt: skip


@pytest.fixture
def item(write, edition, topic) -> Item:
    return write(
        "Hanging baskets", edition=edition, topic=topic,
        body="Ask us **before** you hang [baskets](/how-we-deal-with-enquiries/) on a lamp post.",
        dates=[(date(2026, 12, 12), "Forms due")],
    )  # fmt: skip


@pytest.fixture
def approved(edition, item, alice, maya, edith, now) -> Edition:
    """Briefing 30, submitted by edith and approved by maya."""
    edition.refresh_from_db()
    editions.submit(edition=edition, version=edition.version, at=now, by=edith)
    edition.refresh_from_db()
    editions.approve(edition=edition, version=edition.version, at=now, by=maya)
    edition.refresh_from_db()
    return edition


@pytest.fixture
def scheduled(approved, edith, now) -> Edition:
    editions.schedule(edition=approved, moment=now + timedelta(hours=1), at=now, by=edith)
    approved.refresh_from_db()
    return approved


@pytest.fixture
def sent(scheduled, alice, now) -> Edition:
    """Briefing 30, whose letters are written: alice has one."""
    sending.send_due(at=now + timedelta(hours=1))
    scheduled.refresh_from_db()
    return scheduled
