"""The forms of the desk: items, editions, audiences, the rhythm."""

from django import forms

from enquiries.models import Kind as EnquiryKind
from govuk.forms import CharacterCount, Textarea
from parishes.models import Council, District, Division, Membership, Parish

from ..models import Audience, Edition, Group, Item, Topic
from ..rendering import SHORT_LIMIT
from .fields import HUGE, DatesField, DayField, DeskForm, NamesField, TimeField, VersionField

BOLD, BOLD_LEGEND = {"classes": "govuk-label--s"}, {"classes": "govuk-fieldset__legend--s"}
MARKDOWN = (
    "Markdown: an empty line between paragraphs, - before each point of a list, ## before a "
    "heading, [words](https://…) for a link."
)


def boxes(queryset, label: str, **more) -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(
        queryset, label=label, required=False, widget=forms.CheckboxSelectMultiple, **more
    )


class ItemForm(DeskForm):
    """An item that is not sent. Each field's name is the name the workflow gives it."""

    submit_text = "Save item"
    title = forms.CharField(label="Title", max_length=120)
    kind = forms.ChoiceField(label="What it is", choices=Item.Kind.choices)
    topic = forms.ModelChoiceField(
        Topic.objects.filter(is_active=True), label="Topic", required=False, empty_label="None"
    )
    body = forms.CharField(
        label="Text", help_text=MARKDOWN, max_length=20_000, widget=Textarea({"rows": 14})
    )
    short = forms.CharField(
        label="Short version", required=False, max_length=SHORT_LIMIT,
        help_text="For WhatsApp and social media. Left blank, the title is used.",
        widget=CharacterCount({"rows": 3}, threshold=50),
    )  # fmt: skip
    dates = DatesField(
        label="Dates for the diary", help_text="One a line, such as 12 December 2026: forms due"
    )
    districts = boxes(
        District.objects.all(), "Districts", help_text="Leave all places blank for the whole county"
    )
    divisions = NamesField(
        Division.objects.all(), label="County divisions", help_text="One name a line"
    )
    parishes = NamesField(Parish.objects.all(), label="Parishes", help_text="One name a line")
    due_on = DayField(label="To go out by", required=False)
    expires_on = DayField(label="News until", required=False)
    version = VersionField()
    looks = {
        name: {"label": BOLD} for name in
        ("title", "kind", "topic", "body", "short", "dates", "divisions", "parishes")
    } | {key: {"legend": BOLD_LEGEND} for key in ("districts", "due_on", "expires_on")}  # fmt: skip

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())


def item_initial(item: Item) -> dict:
    """Return what the form of an item starts with."""
    dates = (f"{each.on.day} {each.on:%B %Y}: {each.words}" for each in item.dates.all())
    return {
        "title": item.title, "kind": item.kind, "topic": item.topic_id, "body": item.body,
        "short": item.short, "dates": "\n".join(dates), "due_on": item.due_on,
        "districts": [each.pk for each in item.districts.all()],
        "divisions": "\n".join(each.name for each in item.divisions.all()),
        "parishes": "\n".join(each.name for each in item.parishes.all()),
        "expires_on": item.expires_on, "version": item.version,
    }  # fmt: skip


class CorrectionForm(DeskForm):
    submit_text = "Correct it"
    title = forms.CharField(label="Title", max_length=120)
    body = forms.CharField(
        label="Text", help_text=MARKDOWN, max_length=20_000, widget=Textarea({"rows": 14})
    )
    note = forms.CharField(
        label="What was wrong",
        help_text="Readers see it after “Updated on …”, such as: the date was the 12th, not the "
        "11th.",
        max_length=300,
    )
    version = VersionField()
    looks = {name: {"label": BOLD} for name in ("title", "body", "note")}


class PictureForm(DeskForm):
    submit_text = "Add picture"
    file = forms.FileField(
        label="Picture",
        help_text="JPEG, PNG, HEIC or WEBP, up to 15 MB",
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    alt = forms.CharField(
        label="What it shows",
        help_text="For people who cannot see it, and where pictures are switched off",
        max_length=250,
    )
    looks = {name: {"label": BOLD} for name in ("file", "alt")}


class EditionForm(DeskForm):
    submit_text = "Save edition"
    number = forms.IntegerField(label="Number", min_value=1, max_value=HUGE)
    title = forms.CharField(label="Title", max_length=120)
    summary = forms.CharField(
        label="What it is about, in a few words", max_length=120, required=False,
        help_text="For example: gritting, grants, bus times",
    )  # fmt: skip
    intro = forms.CharField(
        label="Opening words", help_text=MARKDOWN, max_length=5000, required=False,
        widget=Textarea({"rows": 4}),
    )  # fmt: skip
    audience = forms.ModelChoiceField(
        Audience.objects.all(), label="Who gets it", required=False, empty_label="Not chosen yet"
    )
    planned_on = DayField(label="Planned for", required=False)
    version = VersionField()
    looks = {
        "number": {"label": BOLD, "classes": "govuk-input--width-4"}, "title": {"label": BOLD},
        "summary": {"label": BOLD}, "intro": {"label": BOLD}, "audience": {"label": BOLD},
        "planned_on": {"legend": BOLD_LEGEND},
    }  # fmt: skip


def edition_initial(edition: Edition) -> dict:
    names = ("number", "title", "summary", "intro", "planned_on", "version")
    return {name: getattr(edition, name) for name in names} | {"audience": edition.audience_id}


class ScheduleForm(DeskForm):
    submit_text = "Schedule"
    day = DayField(label="Day")
    clock = TimeField(label="Time", help_text="Such as 10:30 or 2pm", max_length=10)
    looks = {
        "day": {"legend": BOLD_LEGEND},
        "clock": {"label": BOLD, "classes": "govuk-input--width-5"},
    }


class AudienceForm(DeskForm):
    """Whom an edition goes to. A group without a choice is everybody of it."""

    submit_text = "Save audience"
    name = forms.CharField(label="Name", max_length=80)
    to_councils = forms.BooleanField(label="People of parish and town councils", required=False)
    roles = forms.MultipleChoiceField(
        choices=Membership.Role.choices, label="Only these roles", required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        choices=Council.Kind.choices, label="Only these kinds of council", required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    districts = boxes(District.objects.all(), "Only these districts")
    groups = boxes(Group.objects.all(), "Only these groups of councils")
    topics = boxes(Topic.objects.filter(is_active=True), "Only readers interested in")
    to_partners = forms.BooleanField(label="Partner bodies", required=False)
    to_members = forms.BooleanField(label="County councillors", required=False)
    to_public = forms.BooleanField(label="The public, who asked for it", required=False)
    version = VersionField()
    looks = {"name": {"label": BOLD}} | {
        name: {"legend": BOLD_LEGEND} for name in
        ("roles", "kinds", "districts", "groups", "topics")
    }  # fmt: skip

    def clean(self) -> dict:
        found = super().clean() or self.cleaned_data
        if not any(found.get(f"to_{who}") for who in ("councils", "partners", "members", "public")):
            self.add_error("to_councils", "Choose at least one: an audience of nobody gets nothing")
        return found


class RhythmForm(DeskForm):
    submit_text = "Save rhythm"
    is_on = forms.BooleanField(label="Let the next edition draft itself", required=False)
    next_on = DayField(label="Day of the next edition", required=False)
    weeks = forms.IntegerField(label="Weeks between editions", min_value=1, max_value=52)
    lead_days = forms.IntegerField(label="Days before, to draft it", min_value=0, max_value=90)
    audience = forms.ModelChoiceField(
        Audience.objects.all(), label="Who gets it", required=False, empty_label="Not chosen yet"
    )
    meeting_weeks = forms.IntegerField(
        label="Weeks between clerk operational meetings", min_value=1, max_value=52
    )
    standing_line = forms.CharField(
        label="Words that open each edition", max_length=1000, required=False, widget=Textarea
    )
    question_kind = forms.ModelChoiceField(
        EnquiryKind.objects.filter(is_active=True), label="Kind of enquiry that a question is",
        required=False, empty_label="Let the clerk choose",
    )  # fmt: skip
    version = VersionField()
    looks = {
        name: {"label": BOLD, "classes": "govuk-input--width-3"}
        for name in ("weeks", "lead_days", "meeting_weeks")
    } | {name: {"label": BOLD} for name in ("audience", "standing_line", "question_kind")} | {
        "next_on": {"legend": BOLD_LEGEND}
    }  # fmt: skip
