"""In the demonstration anybody may read the letters; elsewhere there is no such page."""

from datetime import UTC, datetime

import pytest

from portal.demo import PAGE
from post.models import Letter

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)


@pytest.fixture
def demo(settings):
    settings.DEMO = True


def letter(number: int) -> Letter:
    return Letter(
        kind="test", key=f"k{number}", message_id=f"<m{number}@x>", about="PE-10-001",
        to="a@people.example", subject=f"Letter {number}", text=f"Words & {number}",
        html="<p style='color: red'>Words</p>", created_at=AT, not_before=AT,
    )  # fmt: skip


@pytest.fixture
def many(db) -> list[Letter]:
    return Letter.objects.bulk_create(letter(number) for number in range(PAGE + 2))


@pytest.mark.parametrize("path", ["", "1/"])
def test_not_found_outside_the_demonstration(client, many, path):
    assert client.get(f"/demo/outbox/{path}").status_code == 404


def test_newest_first_in_pages(demo, client, many, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        first = client.get("/demo/outbox/")
    assert [found.pk for found in first.context["letters"]] == [
        found.pk for found in reversed(many[2:])
    ]
    second = client.get("/demo/outbox/", {"before": first.context["older"]})
    assert [found.subject for found in second.context["letters"]] == ["Letter 1", "Letter 0"]
    assert second.context["older"] is None


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "1 OR 1=1", "\x00"])
def test_a_page_mark_that_is_none_shows_the_newest(demo, client, many, before):
    page = client.get("/demo/outbox/", {"before": before})
    assert page.status_code == 200
    assert page.context["letters"][0] == many[-1]


def test_a_letter_is_shown_as_text_and_its_html_as_source(demo, client, many):
    page = client.get(f"/demo/outbox/{many[0].pk}/").content.decode()
    assert "Words &amp; 0" in page
    assert "&lt;p style=" in page and "<p style=" not in page
    assert "&lt;m0@x&gt;" in page


def test_a_letter_that_is_none_is_not_found(demo, client):
    assert client.get("/demo/outbox/99999999999/").status_code == 404
