"""What a clerk fills in: where, what, and her words on an enquiry she has sent."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django import forms

from govuk.forms import CharacterCount, Form, MultipleFileField
from govuk.layout import Button, ButtonGroup
from parishes.models import Council, Parish

from ..models import Draft, Kind

MOST_RADIOS = 10
PHOTO_TYPES = "image/jpeg,image/png,image/webp"


class LineField(forms.CharField):
    """One line of text: new lines and runs of spaces become one space."""

    def to_python(self, value):
        return " ".join(super().to_python(value).split())


@dataclass(frozen=True)
class Place:
    """A parish and the council that asks for it, under the key that the form sends."""

    key: str
    parish: Parish
    council: Council


def places_of(councils: Sequence[Council]) -> list[Place]:
    """Each parish of each council. A parish that two of them serve stands once for each."""
    pairs = [(parish, council) for council in councils for parish in council.parishes.all()]
    times = Counter(parish.pk for parish, _ in pairs)
    found = [Place(key_of(p, c, shared=times[p.pk] > 1), p, c) for p, c in pairs]
    return sorted(found, key=lambda place: (place.parish.name, place.council.name))


def key_of(parish: Parish, council: Council, *, shared: bool) -> str:
    return f"{parish.pk}-{council.pk}" if shared else f"{parish.pk}"


def key_in(places: list[Place], *, parish: int | None, council: int | None = None) -> str:
    """Return the key of a parish among these places, or an empty string."""
    for place in places:
        if place.parish.pk == parish and council in (None, place.council.pk):
            return place.key
    return ""


class WhereForm(Form):
    """Where it is. The parish is only asked where there is a choice."""

    road = LineField(
        label="Road or place",
        help_text="For example, Main Street near the school",
        max_length=200,
    )
    spot = LineField(
        label="Help us find the exact spot",
        help_text=(
            "The nearest house, junction or lamp-post number, a postcode, "
            "a grid reference or what3words"
        ),
        max_length=300,
        required=False,
    )
    looks = {
        "parish": {"legend": {"classes": "govuk-fieldset__legend--m"}},
        "road": {"label": {"classes": "govuk-label--m"}},
        "spot": {"label": {"classes": "govuk-label--m"}},
    }

    def __init__(self, *args, places: list[Place], **kwargs):
        super().__init__(*args, **kwargs)
        self.places = {place.key: place for place in places}
        if len(places) > 1:
            self.fields = {"parish": parish_field(places), **self.fields}
            self.looks = {**self.looks, "parish": parish_look(places)}

    @property
    def place(self) -> Place:
        """The chosen parish with its council, or the only one."""
        key = self.cleaned_data.get("parish") or next(iter(self.places))
        return self.places[key]

    @property
    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("road", "spot")}


def parish_field(places: list[Place]) -> forms.ChoiceField:
    """Radios for a few parishes, a select for many."""
    choices = [(place.key, place.parish.name) for place in places]
    few = len(places) <= MOST_RADIOS
    return forms.ChoiceField(
        label="Which parish is it in?",
        choices=choices if few else [("", "---------"), *in_full(places)],
        widget=forms.RadioSelect if few else forms.Select,
        error_messages={
            "required": "Select the parish it is in",
            "invalid_choice": "Select a parish that your council serves",
        },
    )


def in_full(places: list[Place]) -> list[tuple[str, str]]:
    return [(place.key, f"{place.parish.name} ({place.council.name})") for place in places]


def parish_look(places: list[Place]) -> dict:
    """Name the council under each parish where there is more than one."""
    look = {"legend": {"classes": "govuk-fieldset__legend--m"}}
    if len(places) > MOST_RADIOS:
        return {"label": {"classes": "govuk-label--m"}}
    if len({place.council.pk for place in places}) > 1:
        look["item_hints"] = {
            place.key: place.council.name
            for place in places
            if place.council.name != place.parish.name
        }
    return look


class WhatForm(Form):
    """What it is about. Photos are judged one by one when they are stored, not here."""

    kind = forms.ModelChoiceField(
        queryset=Kind.objects.none(),
        label="What kind of enquiry is it?",
        help_text="Choose the nearest. “Something else” is the last in the list.",
        error_messages={
            "required": "Select what kind of enquiry it is",
            "invalid_choice": "Select a kind of enquiry from the list",
        },
    )
    description = forms.CharField(
        label="Tell us what is happening",
        help_text="What you see, when it happens, and what your council would like us to do.",
        max_length=5000,
        widget=CharacterCount(threshold=75),
        error_messages={
            "required": "Tell us what is happening",
            "max_length": "What is happening must be 5,000 characters or fewer",
        },
    )
    photos = MultipleFileField(
        label="Photos",
        help_text="Up to 6 photos: JPEG, PNG or WEBP. We remove hidden data such as your position.",
        required=False,
        allow_empty_file=True,
        widget=MultipleFileField.widget(attrs={"accept": PHOTO_TYPES}),
    )
    minute = LineField(
        label="Did your council agree this?",
        help_text="If it did, give the minute reference. For example, 24/117.",
        max_length=100,
        required=False,
        error_messages={"max_length": "The minute reference must be 100 characters or fewer"},
    )
    looks = {
        "kind": {"label": {"classes": "govuk-label--m"}},
        "description": {"label": {"classes": "govuk-label--m"}, "rows": 8},
        "photos": {"label": {"classes": "govuk-label--m"}},
        "minute": {"label": {"classes": "govuk-label--m"}, "classes": "govuk-input--width-20"},
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = Kind.objects.filter(is_active=True).select_related("group")
        self.groups = [(name, list(members)) for name, members in groupby(kinds, lambda k: k.group)]
        self.fields["kind"].queryset = kinds
        self.fields["kind"].choices = [("", "---------"), *self.grouped()]

    def grouped(self) -> list[tuple[str, list[tuple[int, str]]]]:
        return [
            (group.name, [(kind.pk, kind.name) for kind in kinds]) for group, kinds in self.groups
        ]

    @property
    def words(self) -> dict:
        """What is good enough to keep, whatever is wrong with the rest."""
        return {k: v for k, v in self.cleaned_data.items() if k != "photos"}


def kept_words(draft: Draft) -> dict:
    """What the pages of a draft show when they are opened again."""
    return {"kind": draft.kind_id, "description": draft.description, "minute": draft.minute}


class SendForm(Form):
    """The last button. `shown` is the day the page promised, to notice if it has moved since."""

    shown = forms.CharField(required=False, widget=forms.HiddenInput)


class WordsForm(Form):
    """The council's words on an enquiry."""

    text = forms.CharField(max_length=5000, widget=CharacterCount(threshold=75))
    looks = {"text": {"label": {"classes": "govuk-label--m"}}}


class ReplyForm(WordsForm):
    text = forms.CharField(
        label="Your reply",
        max_length=5000,
        widget=CharacterCount(threshold=75),
    )
    submit_text = "Send reply"


class AddForm(WordsForm):
    text = forms.CharField(
        label="What would you like to add?",
        max_length=5000,
        widget=CharacterCount(threshold=75),
        error_messages={"required": "Enter what you would like to add"},
    )
    submit_text = "Add information"


class WithdrawForm(WordsForm):
    text = forms.CharField(
        label="Why your council no longer needs an answer",
        max_length=2000,
        widget=CharacterCount(threshold=75),
        required=False,
    )

    def buttons(self):
        return ButtonGroup(Button("Withdraw enquiry", classes="govuk-button--warning"))


class ReopenForm(WordsForm):
    text = forms.CharField(
        label="What does our answer leave open?",
        help_text="The officer reads this first.",
        max_length=5000,
        widget=CharacterCount(threshold=75),
        error_messages={"required": "Tell us what our answer leaves open"},
    )
    submit_text = "Open this enquiry again"


class OurEnquiriesForm(Form):
    """The visible filter of all the council's enquiries; kept in the address."""

    STATUSES = [
        ("", "All"),
        ("waiting", "Waiting for you"),
        ("with_us", "With us"),
        ("answered", "Answered or passed on"),
        ("withdrawn", "Withdrawn"),
    ]
    status = forms.ChoiceField(
        label="Where it is", choices=STATUSES, required=False, widget=forms.RadioSelect
    )
    before = forms.IntegerField(
        required=False, min_value=0, max_value=2**62, widget=forms.HiddenInput
    )
    after = forms.IntegerField(
        required=False, min_value=0, max_value=2**62, widget=forms.HiddenInput
    )
    form_method = "get"
    submit_text = "Apply filters"
    looks = {
        "status": {
            "classes": "govuk-radios--small",
            "legend": {"classes": "govuk-fieldset__legend--s"},
        },
        "council": {"label": {"classes": "govuk-label--s"}},
    }

    def __init__(self, *args, councils: Sequence[Council], **kwargs):
        super().__init__(*args, **kwargs)
        if len(councils) > 1:
            choices = [("", "All our councils"), *((str(c.pk), c.name) for c in councils)]
            self.fields["council"] = forms.ChoiceField(
                label="Council", choices=choices, required=False
            )
