"""Dates for the diary and meetings as calendar files."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event

from .models import Item, Meeting
from .rendering import address


def calendar_of(events: Iterable[Event], *, name: str) -> bytes:
    """Return a calendar file; whoever subscribes to it sees its name."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.COUNCIL_NAME}//Briefings//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical()


def of_items(items: Iterable[Item], *, now: datetime, since: date = date.min) -> list[Event]:
    """Return each date from a day on as a whole day, with an identity that stays.

    A later file moves it.
    """
    return [dated(item, place, each, now) for item in items
            for place, each in enumerate(item.dates.all(), 1) if each.on >= since]  # fmt: skip


def dated(item: Item, place: int, each, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{item.uid}-{place}@{settings.MESSAGE_ID_DOMAIN}")
    event.add("dtstamp", now)
    event.add("dtstart", each.on)
    if each.on < date.max:
        event.add("dtend", each.on + timedelta(days=1))
    event.add("summary", each.words)
    event.add("description", item.title)
    event.add("url", settings.SITE_URL + address(item))
    return event


def of_meetings(meetings: Iterable[Meeting], *, now: datetime) -> list[Event]:
    return [of_meeting(meeting, now) for meeting in meetings]


def of_meeting(meeting: Meeting, now: datetime) -> Event:
    """Return a meeting without how to join: calendar files are passed on."""
    event = Event()
    event.add("uid", f"meeting-{meeting.pk}@{settings.MESSAGE_ID_DOMAIN}")
    event.add("dtstamp", now)
    event.add("sequence", meeting.version - 1)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.ends_at)
    event.add("summary", meeting.title)
    event.add("location", meeting.place)
    event.add("url", settings.SITE_URL + reverse("meeting", args=[meeting.pk]))
    return event
