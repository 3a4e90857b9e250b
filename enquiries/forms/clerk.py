"""What a clerk fills in: what it is about, and her words on an enquiry she has sent."""

from collections.abc import Sequence
from itertools import groupby

from django import forms
from django.utils.datastructures import MultiValueDict

from govuk.forms import CharacterCount, Form, MultipleFileField
from govuk.layout import Button, ButtonGroup
from parishes.models import Council

from ..models import Draft, Kind
from .where import LineField

PHOTO_TYPES = "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic,.heif,application/pdf"
PHOTO_HINT = (
    "Up to 6 photos or PDFs, each up to 15 MB: JPEG, PNG, HEIC, WEBP or PDF. "
    "We remove hidden data such as your position."
)


def photos_field() -> MultipleFileField:
    """Photos are judged one by one when they are stored, not by the form."""
    return MultipleFileField(
        label="Photos",
        help_text=PHOTO_HINT,
        required=False,
        allow_empty_file=True,
        widget=MultipleFileField.widget(attrs={"accept": PHOTO_TYPES}),
    )


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
    photos = photos_field()
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
    """The council's words on an enquiry, as it stood when the page was opened."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(max_length=5000, widget=CharacterCount(threshold=75))

    looks = {"text": {"label": {"classes": "govuk-label--m"}}}

    @property
    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("seen", "text") if name in self.fields}

    def show_as(self, standing: str) -> None:
        """Draw the form for somebody who is shown the enquiry as it stands now."""
        self.initial["seen"] = standing
        if self.is_bound:
            data: MultiValueDict = MultiValueDict(self.data)
            data["seen"] = standing
            self.data = data


class SaidForm(WordsForm):
    """Words that photos may go with."""

    photos = photos_field()
    looks = {**WordsForm.looks, "photos": {"label": {"classes": "govuk-label--m"}}}


class ReplyForm(SaidForm):
    text = forms.CharField(
        label="Your reply",
        max_length=5000,
        widget=CharacterCount(threshold=75),
    )
    submit_text = "Send reply"


class AddForm(SaidForm):
    seen = None  # type: ignore[assignment]
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
