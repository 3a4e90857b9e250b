"""The forms of the calendar: a day the offices close, and a file of bank holidays in two steps."""

from datetime import date

from django import forms
from django.core import signing

from accounts.models import User
from govuk.forms import DateField, Form

from ..deadlines import published
from ..deadlines.published import BadFile, Published
from .officer import ActionForm

SALT = "calendar.holidays"
KEPT_SECONDS = 24 * 60 * 60


class ClosureForm(ActionForm):
    """Shown twice: to fill in, and with `confirmed` when its effect has been seen."""

    submit_text = "Continue"
    date = DateField(label="Day the offices close")
    why = forms.CharField(
        label="Why",
        help_text="Clerks are shown it where the count of days is explained.",
        max_length=200,
    )


class RemoveForm(ActionForm):
    submit_text = "Remove this day"
    submit_classes = "govuk-button--warning"


class HolidaysForm(ActionForm):
    """The file itself, or the holidays read from it, signed, in the second step."""

    submit_text = "Check the file"
    file = forms.FileField(
        label="Bank holiday file",
        help_text="The JSON file that GOV.UK publishes, or CSV with the columns date, nation and "
        "title. Up to 1 MB.",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".json,.csv"}),
    )

    def clean_file(self) -> list[Published]:
        upload = self.cleaned_data["file"]
        try:
            return published.read(upload.read(published.MOST_BYTES + 1))
        except BadFile as bad:
            raise forms.ValidationError(str(bad)) from bad


class ConfirmForm(Form):
    """Carries what was read from the first step to the second; only we could have written it."""

    kept = forms.CharField(label="Holidays", widget=forms.HiddenInput)


def keep(rows: list[Published], seen: list[str], *, by: User) -> str:
    """Sign the holidays of a file, and the changes shown, for the second step of one person."""
    plain = [[row.date.isoformat(), row.nation.value, row.title, row.where] for row in rows]
    return signing.dumps({"by": by.pk, "rows": plain, "seen": seen}, salt=SALT, compress=True)


def kept(text: str, *, by: User) -> tuple[list[Published], list[str]]:
    """Return what `keep` kept. Raises BadFile if it is not ours, another's, or too old."""
    try:
        found = signing.loads(text, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        raise BadFile("The file is kept for a day only. Choose it again.") from None
    if found["by"] != by.pk:
        raise BadFile("Choose the file again.")
    rows = [
        Published(date.fromisoformat(day), published.Nation(nation), title, where)
        for day, nation, title, where in found["rows"]
    ]
    return rows, found["seen"]
