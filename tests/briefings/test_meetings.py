"""Meetings: dated pages, how to join for clerks only, topics, a count, dates, reminders."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from briefings.models import Meeting, Subscriber
from briefings.workflows import meetings
from post.models import Letter

pytestmark = pytest.mark.django_db
JOINING = "https://online.example/room/42"


@pytest.fixture
def meeting(now) -> Meeting:
    return Meeting.objects.create(
        title="Clerk operational meeting", starts_at=now + timedelta(days=9), joining=JOINING,
        ends_at=now + timedelta(days=9, hours=1), agenda="## Grit", place="Online",
        is_published=True, changed_at=now,
    )  # fmt: skip


def page(client, meeting) -> str:
    return client.get(f"/meetings/{meeting.pk}/").content.decode()


def test_how_to_join_is_for_signed_in_clerks_and_the_county(
    meeting, client, signed_in, alice, oscar, gone, stopped_clock
):
    for clerk in (signed_in(alice), signed_in(oscar)):
        assert JOINING in page(clerk, meeting)
    for stranger in (client, signed_in(gone)):
        said = page(stranger, meeting)
        assert JOINING not in said and "Grit" in said
    for path in ("/meetings/dates.ics", f"/meetings/{meeting.pk}/dates.ics"):
        text = signed_in(alice).get(path).content
        [event] = Calendar.from_ical(text).walk("VEVENT")
        assert event["SUMMARY"] == meeting.title and JOINING not in text.decode()


def test_the_next_meeting_can_be_planned_whatever_day_the_last_was(meeting, signed_in, edith):
    Meeting.objects.update(starts_at="9999-12-20T10:00Z", ends_at="9999-12-20T11:00Z")
    assert signed_in(edith).get("/meetings/new/").status_code == 200


def test_clerks_say_that_they_come_and_propose_topics(meeting, signed_in, alice, oscar):
    clerk, path = signed_in(alice), f"/meetings/{meeting.pk}/"
    clerk.post(path + "come/"), clerk.post(path + "come/")
    clerk.post(path + "propose/", {"text": "Grit bins & verges"})
    said = page(signed_in(oscar), meeting)
    assert "Grit bins &amp; verges" in said and meeting.coming.count() == 1
    clerk.post(path + "come/", {"not": "1"})
    assert not meeting.coming.exists()
    signed_in(oscar).post(path + "come/")
    assert not meeting.coming.exists(), "only a council's people come"


def test_a_meeting_that_is_over_shows_how_many_came(meeting, client, signed_in, alice, now):
    Meeting.objects.update(
        starts_at=now - timedelta(days=1), ends_at=now - timedelta(hours=20), attended=37
    )
    said = page(client, meeting)
    assert "How many came" in said and "37" in said
    assert JOINING not in page(signed_in(alice), meeting)
    signed_in(alice).post(f"/meetings/{meeting.pk}/come/")
    assert not meeting.coming.exists()


def test_what_is_not_published_is_for_editors(meeting, client, signed_in, alice, edith):
    Meeting.objects.update(is_published=False)
    assert client.get(f"/meetings/{meeting.pk}/").status_code == 404
    assert signed_in(alice).get(f"/meetings/{meeting.pk}/").status_code == 404
    assert "Not on the website" in page(signed_in(edith), meeting)


def test_everybody_is_reminded_once(meeting, alice, deputy, carol, now):
    Subscriber.objects.create(kind="person", person=carol, asked_at=now, left_at=now)
    assert meetings.remind_all(at=now) == 0, "it is nine days away"
    near = meeting.starts_at - timedelta(days=2)
    assert meetings.remind_all(at=near) == 3
    assert meetings.remind_all(at=near) == 0
    letter = Letter.objects.get(person=alice)
    assert "Clerk operational meeting" in letter.subject and JOINING not in letter.text
    assert letter.expires_at == meeting.starts_at and letter.unsubscribe_url


def test_the_next_meeting_is_six_weeks_after_the_last(meeting, signed_in, edith, now):
    form = signed_in(edith).get("/meetings/new/").context["form"]
    assert form.initial["day"].isoformat() == "2027-01-08" and form.initial["begins"] == "10:00"
    words = {
        "kind": "operational", "title": "Clerk meeting", "day-day": "8", "day-month": "1",
        "day-year": "2027", "begins": "10am", "ends": "9.30", "remind_days": "3", "version": "0",
    }  # fmt: skip
    answer = signed_in(edith).post("/meetings/new/", words)
    assert "end after it starts" in answer.content.decode()
    assert signed_in(edith).post("/meetings/new/", words | {"ends": "11:30"}).status_code == 302
    assert Meeting.objects.count() == 2


def test_papers_are_pages(meeting, signed_in, edith, client):
    path = f"/meetings/{meeting.pk}/papers/"
    signed_in(edith).post(path, {"title": "Figures", "body": "**37** <script>x</script>"})
    said = page(client, meeting)
    assert "Paper: Figures" in said and "<strong>37</strong>" in said and "<script>x" not in said
