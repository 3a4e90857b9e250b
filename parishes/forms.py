"""What the people of a council fill in about it."""

from datetime import date
from typing import Any

from django import forms

from govuk.forms import DateField, Form

from .models import Membership


class MeetingsForm(Form):
    last_on = DateField(
        label="When did your council last meet?",
        help_text="Leave this blank if you do not know. Your next meeting report begins here.",
        required=False,
    )
    next_on = DateField(
        label="When does it meet next?", help_text="For example, 14 12 2026.", required=False
    )
    looks = {
        name: {"legend": {"classes": "govuk-fieldset__legend--m"}}
        for name in ("last_on", "next_on")
    }
    submit_text = "Save"

    def __init__(self, data=None, *, today: date, **kwargs):
        super().__init__(data, **kwargs)
        bounds: dict[str, Any] = self.fields
        bounds["last_on"].latest = bounds["next_on"].earliest = today


class InviteForm(Form):
    name = forms.CharField(
        label="Name",
        max_length=150,
        error_messages={"required": "Enter your colleague's name"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label="E-mail address",
        help_text="We will send a link to this address. It works for 14 days.",
        max_length=254,
        error_messages={"required": "Enter your colleague's e-mail address"},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label="What will your colleague be?",
        choices=Membership.Role,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what your colleague will be"},
    )
    hands_over_on = DateField(
        label="If you are leaving: your last day",
        help_text="Once your colleague has started, you act until this day.",
        required=False,
    )
    looks = {
        "email": {"classes": "govuk-input--width-20"},
        "name": {"classes": "govuk-input--width-20"},
    }
    submit_text = "Send invitation"

    def __init__(self, data=None, *, today: date, **kwargs):
        super().__init__(data, **kwargs)
        bounds: dict[str, Any] = self.fields
        bounds["hands_over_on"].earliest = today

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


class EndForm(Form):
    last_day = DateField(
        label="Last day", error_messages={"required": "Enter the last day, for example 14 12 2026"}
    )
    submit_text = "Save last day"
