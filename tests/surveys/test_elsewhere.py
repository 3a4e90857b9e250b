"""The council's own engagement software: handed off, taken in again by CSV, and given out."""

import csv
import io
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from enquiries import workflows as cases
from enquiries.permissions import Refused
from enquiries.surveys import sheets, workflows
from enquiries.surveys.elsewhere import signed_reference
from enquiries.surveys.models import Reply, Review, Setting, Survey
from enquiries.surveys.workflows import invite_all

pytestmark = pytest.mark.django_db
HEAD = "reference,answered_at,overall,time_taken,comment,Their own column"


@pytest.fixture
def surveys(log, answer, now, tomorrow, stopped_clock) -> list[Survey]:
    """Three surveys, sent tomorrow; the clock stands three days later."""
    for number in range(3):
        answer(log(road=f"Road {number}"), at=now)
    invite_all(at=tomorrow)
    stopped_clock.shift(timedelta(days=4))
    return list(Survey.objects.order_by("pk"))


def line(survey: Survey, *cells: str) -> str:
    return ",".join([signed_reference(survey), *cells])


def page_of(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


@pytest.fixture
def send(signed_in, maya):
    """`send(lines)` gives the file to the page; `send(kept=…)` is the second step."""

    def post(*lines: str, kept: str = "", content: bytes = b""):
        whole = content or "\n".join([HEAD, *lines]).encode()
        file = SimpleUploadedFile("results.csv", whole)
        return signed_in(maya).post(
            reverse("survey_import"), {"kept": kept} if kept else {"file": file}
        )

    return post


def kept_in(response) -> str:
    return BeautifulSoup(response.content, "html.parser").find("input", {"name": "kept"})["value"]


def test_the_link_leads_to_the_councils_software(client, link, stopped_clock):
    stopped_clock.shift(timedelta(days=1))
    survey = Survey.objects.get()
    reference = signed_reference(survey)
    setting = Setting.objects.create(pk=1, external_url="https://say.example/a?r={reference}&x=1")
    assert client.get(link)["Location"] == f"https://say.example/a?r={reference}&x=1"
    setting.external_url = "https://say.example/a"
    setting.save()
    assert client.get(link)["Location"] == f"https://say.example/a?reference={reference}"
    assert not Reply.objects.exists()
    workflows.reply(survey=survey, overall=5, comment="", at=survey.invited_at)
    assert "already answered" in page_of(client.get(link))


def test_a_file_is_seen_before_it_counts_and_the_same_again_does_nothing(surveys, send, maya):
    one, two, _ = surveys
    lines = [line(one, "2026-11-20", "5", "Satisfied", "Good", "x"),
             line(two, "2026-11-20T09:30", "Don't know", "1", "'=Slow", "")]  # fmt: skip
    shown = send(*lines)
    assert "New answers 2" in page_of(shown) and not Reply.objects.exists()
    assert send(kept=kept_in(shown)).status_code == 302
    first, second = Reply.objects.order_by("survey")
    assert (first.overall, first.time_taken, first.comment) == (5, 4, "Good")
    assert (second.overall, second.time_taken, second.comment) == (None, 1, "=Slow")
    assert {(row.via, row.taken_by, row.version) for row in (first, second)} == {
        ("import", maya, 1)
    }
    assert Review.objects.get().survey == two, "a low score is looked into, wherever it was given"
    again = send(*lines)
    assert "We have these 2" in page_of(again) and "nothing new" in page_of(again)
    changed = send(lines[0], line(two, "2026-11-21", "3", "3", "Better", ""))
    assert "Changed answers 1" in page_of(changed)
    send(kept=kept_in(changed))
    assert list(two.replies.values_list("version", "overall")) == [(1, None), (2, 3)]
    assert "We have these 2" in page_of(send(*lines)), "what is older is no news"
    assert Reply.objects.count() == 3


def test_one_fault_and_nothing_is_taken_in_and_each_is_named(surveys, send):
    one, two, three = surveys
    made_up = signed_reference(one)[:-1] + "x"
    page = page_of(
        send(
            line(one, "2026-11-20", "5", "", "", ""), line(two, "tomorrow", "6", "", "", ""),
            line(one, "2026-11-20", "5", "", "", ""), line(three, "2026-11-20", "5"),
        )
    )  # fmt: skip
    for fault in (
        "Line 3, column “answered_at”: “tomorrow” is not a day",
        "Line 3, column “overall”: “6” is not 1 to 5",
        "Line 4, column “reference”: stands in line 2 already",
        "Line 5: 3 fields where 6 are expected",
    ):
        assert fault in page
    for bad, why in (
        (f"{made_up},2026-11-20,5,,,", "Line 2, column “reference”: we did not give out"),
        (line(one, "2026-11-18", "5", "", "", ""), "is before we asked"),
        (line(one, "2027-11-18", "5", "", "", ""), "is yet to come"),
    ):
        assert why in page_of(send(bad, line(two, "2026-11-20", "5", "", "", "")))
    assert not Reply.objects.exists()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"), (b"a,b\n1,2", "one column named “reference”"), (b"\xff\xfe", "not UTF-8"),
        (b'reference,answered_at,overall\n"x', "not well-formed CSV"),
        (b"reference,answered_at,overall\n", "no answers in it"),
        (b"reference,answered_at,overall\n\x00,\x00,\x00", "is not a day"),
        (b"reference,answered_at,overall\n9.9,2026-11-20,5", "we did not give out"),
        (b"x" * (1024 * 1024 + 1), "larger than 1 MB"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_in_words(surveys, send, content, why):
    page = send(content=content or b" ")
    assert page.status_code == 200 and why in page_of(page)


def test_a_failure_half_way_leaves_nothing(surveys, maya, now, monkeypatch):
    rows = sheets.read(
        "\n".join([HEAD, *(line(each, "2026-11-20", "5", "", "", "") for each in surveys)]).encode()
    )
    at, taken = now + timedelta(days=4), []
    from enquiries.surveys.workflows import importing

    def fail_at_the_third(**words):
        taken.append(keep(**words))
        assert len(taken) < 3

    keep = importing.keep
    monkeypatch.setattr(importing, "keep", fail_at_the_third)
    with pytest.raises(AssertionError):
        workflows.import_replies(rows=rows, seen=3, at=at, by=maya)
    assert len(taken) == 3 and not Reply.objects.exists()


def test_what_was_answered_with_us_stays_and_what_came_meanwhile_is_seen_first(
    surveys, send, tomorrow, oscar, now
):
    one, two, _ = surveys
    lines = [line(each, "2026-11-20", "1", "", "", "") for each in (one, two)]
    shown = send(*lines)
    workflows.reply(survey=one, overall=5, comment="", at=tomorrow)
    late = send(kept=kept_in(shown))
    assert "Answers came in meanwhile" in page_of(late) and "Left out 1" in page_of(late)
    assert Reply.objects.count() == 1
    send(kept=kept_in(late))
    assert [row.latest.overall for row in (one, two)] == [5, 1]
    with pytest.raises(Refused, match="Only managers"):
        workflows.import_replies(rows=[], seen=0, at=now, by=oscar)


def test_the_export_has_a_line_for_each_closure_and_no_address(
    surveys, log, alice, now, signed_in, maya
):
    one = surveys[0]
    cases.withdraw(enquiry=log(), text="", at=now, by=alice)
    workflows.note_not_sent(at=now + timedelta(days=1))
    workflows.reply(survey=one, overall=1, comment="=1+1", fairly=2, at=one.invited_at)
    workflows.change(survey=one, overall=2, comment="=1+1", at=one.invited_at)
    response = signed_in(maya).get(reverse("survey_export"))
    text = b"".join(response).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["not_sent"] for row in rows] == ["", "", "", "withdrawn"]
    said = rows[0]
    assert (said["overall"], said["fairly"], said["clarity"]) == ("2", "2", "dont-know")
    assert (said["version"], said["via"], said["comment"]) == ("2", "link", "'=1+1")
    assert (rows[1]["answered_on"], rows[1]["invited_on"]) == ("", "2026-11-19")
    assert rows[0]["reference"] == signed_reference(one)
    assert "@" not in text and alice.name not in text
