"""The bench beside the peer, as far as it goes without the peer: that needs a download."""

import io
import json
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import override_settings

from enquiries.models import Enquiry
from portal.bench.helpdesk import __main__ as program
from portal.bench.helpdesk import fill, ours, speaker
from portal.bench.measure import NotAsExpected
from portal.reference.load import load


def copied(statement):
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        return [bytes(row).decode().rstrip("\n").split("\t") for row in copy]


@pytest.fixture
def filled(db):
    load()
    call_command("make_enquiries", "60", "--processes", "1", "--months", "12", verbosity=0)


def test_the_peer_is_given_our_enquiries_and_their_states(filled):
    rows = copied(fill.ENQUIRIES)
    assert len(rows) == Enquiry.objects.count()
    at_work = Enquiry.objects.open().count()
    assert sum(row[-1] in "12" for row in rows) == at_work
    assert sum(row[-1] == "4" for row in rows) == len(rows) - at_work
    people, teams = copied(fill.PEOPLE), copied(fill.TEAMS)
    assert any(row[1] == "officer@demo.example" for row in people) and teams


@override_settings(ROOT_URLCONF="portal.bench.floor")
def test_each_page_of_ours_that_has_a_goal_is_asked(filled):
    assert set(program.GOALS) < set(ours.pages())


def test_the_peer_is_beside_us_in_the_same_servers():
    url = "postgres://portal@%2Ftmp%2Fsockets/portal"
    assert fill.leading_to(url) == {
        "PGDATABASE": "helpdesk", "PGHOST": "/tmp/sockets", "PGUSER": "portal",
    }  # fmt: skip


def test_both_medians_and_how_many_times_as_fast_are_printed():
    took = {"ours": [10.0, 12.0, 11.0], "peer": [110.0, 330.0, 220.0]}
    assert program.line("list", took, 100_000) == {
        "page": "list", "rows": 100_000, "p50_ms": 11.0, "peer_p50_ms": 220.0,
        "times_as_fast": 20.0, "goal": 15,
    }  # fmt: skip
    assert "goal" not in program.line("list", took, 10_000)
    assert "goal" not in program.line("case", took, 100_000)


def test_a_process_answers_each_line_with_its_milliseconds(db, monkeypatch, capsys):
    pages = {"hello": speaker.Page(lambda: lambda: HttpResponse())}
    monkeypatch.setattr("sys.stdin", io.StringIO("hello\nhello\n"))
    speaker.answer(pages)
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert said[0] == {"queries": {"hello": 0}} and len(said) == 3
    assert all(milliseconds > 0 for milliseconds in said[1:])


def test_a_page_of_the_peers_that_fails_is_not_timed(db):
    broken = {"list": speaker.Page(lambda: lambda: SimpleNamespace(status_code=500))}
    with pytest.raises(NotAsExpected, match="list: 500 instead of 200"):
        speaker.answer(broken)
