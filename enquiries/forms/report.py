"""What a meeting report is to tell of: which council, from which day to which."""

from collections.abc import Sequence
from datetime import date, timedelta

from django import forms

from govuk.forms import DateField, Form
from parishes.models import Council

A_MONTH = timedelta(days=30)
LONGEST = timedelta(days=731)


class ReportForm(Form):
    """Sent by GET, so that a report can be bookmarked. Without an answer it has good defaults."""

    form_method = "get"
    submit_text = "Show report"
    looks = {
        "since": {"legend": {"classes": "govuk-fieldset__legend--s"}},
        "until": {"legend": {"classes": "govuk-fieldset__legend--s"}},
        "council": {"label": {"classes": "govuk-label--s"}},
    }
    since = DateField(
        label="Since",
        help_text="The day after your last meeting",
        error_messages={"required": "Enter the day the report begins"},
    )
    until = DateField(label="Until", error_messages={"required": "Enter the day the report ends"})

    def __init__(self, *args, councils: Sequence[Council], today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.councils = {str(council.pk): council for council in councils}
        self.field_of("until").latest = today
        if len(councils) > 1:
            choices = [(key, council.name) for key, council in self.councils.items()]
            chosen = forms.ChoiceField(label="Council", choices=choices)
            self.fields = {"council": chosen, **self.fields}

    def field_of(self, name: str) -> DateField:
        field = self.fields[name]
        assert isinstance(field, DateField)
        return field

    @property
    def council(self) -> Council:
        key = self.cleaned_data.get("council") or next(iter(self.councils))
        return self.councils[key]

    def clean(self) -> dict:
        found = super().clean() or self.cleaned_data
        since, until = found.get("since"), found.get("until")
        if since and until and since > until:
            self.add_error("since", "Since must be the same as or before Until")
        elif since and until and until - since > LONGEST:
            self.add_error("since", "Choose two years or less")
        return found


def defaults(council: Council, today: date) -> dict[str, date | int]:
    """From the day after the council's last meeting, as far as we know it, to today."""
    last = council.last_meeting_on
    since = last + timedelta(days=1) if last and last < today else today - A_MONTH
    return {"council": council.pk, "since": since, "until": today}


def in_the_address(form: ReportForm) -> dict[str, str | int]:
    """Return the query that leads to the same report."""
    found: dict[str, str | int] = {"council": form.council.pk}
    for name in ("since", "until"):
        day = form.cleaned_data[name]
        found |= {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}
    return found
