"""The forms of the administrators' pages: which letters to list, and why one is not sent."""

from django import forms

from govuk.forms import Form
from govuk.layout import Button, ButtonGroup, LinkButton

STATES = [
    ("", "All"),
    ("person", "Waiting for a person"),
    ("waiting", "Waiting to be sent"),
    ("sending", "Being sent"),
    ("today", "Sent today"),
    ("sent", "Sent"),
    ("back", "Came back"),
    ("failed", "Failed"),
    ("parked", "Parked"),
    ("kept", "Kept for the daily letter"),
    ("told", "Told in the daily letter"),
    ("dropped", "Not sent"),
]
MOST = 2**62


class LettersForm(Form):
    """The visible filter of the letters; kept in the address."""

    state = forms.ChoiceField(label="State", choices=STATES, required=False)
    q = forms.CharField(
        label="Reference or address",
        help_text="All of it, such as PE-10-001",
        max_length=254,
        required=False,
    )
    why = forms.CharField(max_length=500, required=False, widget=forms.HiddenInput)
    before = forms.IntegerField(
        required=False, min_value=0, max_value=MOST, widget=forms.HiddenInput
    )
    after = forms.IntegerField(
        required=False, min_value=0, max_value=MOST, widget=forms.HiddenInput
    )
    form_method = "get"
    looks = {"state": {"label": {"classes": "govuk-label--s"}},
             "q": {"label": {"classes": "govuk-label--s"}}}  # fmt: skip


class CancelForm(Form):
    """Why a letter is not sent. The view sets `cancel_url`."""

    cancel_url = ""
    why = forms.CharField(
        label="Why it must not be sent",
        help_text="Officers see it beside the letter.",
        max_length=200,
    )

    def buttons(self):
        return ButtonGroup(
            Button("Do not send it", classes="govuk-button--warning"),
            LinkButton("Go back", href=self.cancel_url),
        )
