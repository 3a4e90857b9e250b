"""The forms of meetings."""

from datetime import date, datetime, timedelta

from django import forms

from enquiries.deadlines.clock import LONDON
from govuk.forms import Textarea

from ..models import Meeting
from .desk import BOLD, BOLD_LEGEND, MARKDOWN
from .fields import HUGE, DayField, DeskForm, TimeField, VersionField, instant

LONG = {"rows": 10}
REMINDERS = [(0, "Not at all")] + [
    (n, f"{n} day{'s' * (n > 1)} before") for n in (1, 2, 3, 5, 7, 14)
]


class MeetingForm(DeskForm):
    submit_text = "Save meeting"
    kind = forms.ChoiceField(label="What it is", choices=Meeting.Kind.choices)
    title = forms.CharField(label="Title", max_length=120)
    day = DayField(label="Day")
    begins = TimeField(label="From", help_text="Such as 10:00 or 10am", max_length=10)
    ends = TimeField(label="Until", max_length=10)
    place = forms.CharField(label="Place", max_length=200, required=False)
    joining = forms.CharField(
        label="How to join", max_length=2000, required=False, widget=Textarea({"rows": 4}),
        help_text="Only signed-in clerks and the county see this.",
    )  # fmt: skip
    agenda = forms.CharField(
        label="Agenda", help_text=MARKDOWN, max_length=20_000, required=False, widget=Textarea(LONG)
    )
    notes = forms.CharField(
        label="What was said", max_length=20_000, required=False, widget=Textarea({"rows": 4}),
        help_text="Afterwards, for those who could not come",
    )  # fmt: skip
    attended = forms.IntegerField(
        label="How many came", min_value=0, max_value=HUGE, required=False
    )
    remind_days = forms.TypedChoiceField(label="Remind clerks", choices=REMINDERS, coerce=int)
    is_published = forms.BooleanField(label="On the website", required=False)
    version = VersionField()
    looks = {
        name: {"label": BOLD} for name in ("kind", "title", "place", "joining", "agenda", "notes")
    } | {
        name: {"label": BOLD, "classes": "govuk-input--width-5"}
        for name in ("begins", "ends", "attended")
    } | {"day": {"legend": BOLD_LEGEND}, "remind_days": {"label": BOLD}}  # fmt: skip

    def fields_of_meeting(self) -> dict:
        """Return what was typed by the names the workflow knows."""
        found = dict(self.cleaned_data)
        day, begins, ends = (found.pop(name) for name in ("day", "begins", "ends"))
        return found | {"starts_at": instant(day, begins), "ends_at": instant(day, ends)}


def meeting_initial(meeting: Meeting) -> dict:
    names = ("kind", "title", "place", "joining", "agenda", "notes", "attended", "is_published",
             "remind_days", "version")  # fmt: skip
    begins, ends = meeting.starts_at.astimezone(LONDON), meeting.ends_at.astimezone(LONDON)
    return {name: getattr(meeting, name) for name in names} | {
        "day": begins.date(), "begins": f"{begins:%-H:%M}", "ends": f"{ends:%-H:%M}"
    }  # fmt: skip


def next_initial(last: Meeting | None, weeks: int, now: datetime) -> dict:
    """Return what the form of the next meeting starts with: so many weeks after the last."""
    start = {"version": 0, "remind_days": 3, "kind": Meeting.Kind.OPERATIONAL}
    if last is None:
        return start | {"title": "Clerk operational meeting", "begins": "10:00", "ends": "11:30"}
    rhythm = timedelta(weeks=weeks)
    day = min(last.starts_at.astimezone(LONDON).date(), date.max - rhythm) + rhythm
    while day <= now.astimezone(LONDON).date():
        day += timedelta(weeks=weeks)
    kept = {"kind": last.kind, "title": last.title, "place": last.place, "joining": last.joining}
    return meeting_initial(last) | kept | start | {
        "day": day, "agenda": "", "notes": "", "attended": None, "is_published": False
    }  # fmt: skip


class PaperForm(DeskForm):
    submit_text = "Add paper"
    title = forms.CharField(label="Title", max_length=120)
    body = forms.CharField(
        label="Text", help_text=MARKDOWN, max_length=20_000, widget=Textarea(LONG)
    )
    looks = {name: {"label": BOLD} for name in ("title", "body")}
