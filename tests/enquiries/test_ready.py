"""A query that is put together once answers as the one that is put together each time."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enquiries import workflows
from enquiries.models import Enquiry
from enquiries.ready import Given, ReadyQuery

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready():
    return ReadyQuery(
        lambda: (
            Enquiry.objects.filter(road=Given("road"), status__in=["received", "looking"])
            .exclude(pk=Given("but"))
            .order_by("number")
            .values_list("number", "received_at", "parish__name")[:2]
        )
    )


def test_it_answers_anew_for_other_values(ready, log):
    first, second, third = log(road="High Street"), log(road="High Street"), log(road="O'Dell %s")
    asked = ready.rows(road="High Street", but=0)
    assert asked == [(e.number, e.received_at, e.parish.name) for e in (first, second)]
    assert [row[0] for row in ready.rows(road="High Street", but=first.pk)] == [second.number]
    assert [row[0] for row in ready.rows(road="O'Dell %s", but=0)] == [third.number]
    assert ready.rows(road="' OR true --", but=0) == []


def test_each_asking_is_one_query_of_what_is_there_now(ready, log):
    assert ready.rows(road="High Street", but=0) == []
    log(road="High Street")
    with CaptureQueriesContext(connection) as queries:
        assert len(ready.rows(road="High Street", but=0)) == 1
    assert len(queries) == 1


def test_a_value_that_is_not_given_is_an_error(ready):
    with pytest.raises(KeyError, match="but"):
        ready.rows(road="High Street")


def test_a_look_leaves_alone_how_safely_others_are_kept(enquiry, oscar, now):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit TO local")
        workflows.note_opening(enquiry=enquiry, at=now, by=oscar)
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("local",)


@pytest.mark.django_db(transaction=True)
def test_a_look_by_itself_does_not_wait_for_the_disk(enquiry, oscar, now, monkeypatch):
    workflows.note_opening(enquiry=enquiry, at=now, by=oscar)
    with CaptureQueriesContext(connection) as queries:
        workflows.note_opening(enquiry=enquiry, at=now, by=oscar)
    (only,) = queries.captured_queries
    assert "WHEN true THEN 'off'" in only["sql"]
