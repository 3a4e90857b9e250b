"""The filter: everything in the address, so that a view can be shared and comes back the same."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django import forms

from enquiries.models import Kind
from govuk.forms import Form
from parishes.models import District

from .months import add_months, first_of, last_of, latest
from .selection import By, Selection

MONTHS_OFFERED = 36
MONTHS_SHOWN = 12


class SelectionForm(Form):
    by = forms.ChoiceField(
        label="Compare",
        choices=[(By.DISTRICT.value, "Districts"), (By.KIND.value, "Kinds of enquiry")],
        widget=forms.RadioSelect,
    )
    since = forms.ChoiceField(label="First month")
    until = forms.ChoiceField(label="Last month")
    district = forms.ChoiceField(label="District", required=False)
    kind = forms.ChoiceField(label="Kind of enquiry", required=False)

    form_method = "get"
    submit_text = "Show figures"
    looks = {"by": {"classes": "govuk-radios--small"}}

    def __init__(
        self,
        data: Mapping[str, str],
        *,
        districts: Sequence[District],
        kinds: Sequence[Kind],
        now: datetime,
        today: date,
    ):
        """Fill in what the address leaves out: the last twelve months, by district."""
        super().__init__({**defaults(today), **data})
        self.districts = {district.gss_code: district for district in districts}
        self.kinds = {kind.code: kind for kind in kinds}
        self.now, self.today = now, today
        months = [(f"{m:%Y-%m}", f"{m:%B %Y}") for m in latest(today, MONTHS_OFFERED)]
        offer(self, since=months, until=months)
        offer(self, district=named("All districts", self.districts))
        offer(self, kind=named("All kinds", self.kinds))

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("since", "") > cleaned.get("until", "9999"):
            self.add_error("until", "Last month must be the same as or after the first month")
        return cleaned

    def selection(self) -> Selection:
        """Return what was asked for; what everybody gets where the address makes no sense."""
        asked = self.cleaned_data if self.is_valid() else defaults(self.today)
        return Selection(
            by=By(asked["by"]),
            since=date.fromisoformat(f"{asked['since']}-01"),
            until=min(last_of(date.fromisoformat(f"{asked['until']}-01")), self.today),
            now=self.now,
            district=self.districts.get(asked.get("district", "")),
            kind=self.kinds.get(asked.get("kind", "")),
        )


def offer(form: Form, **choices: list[tuple[str, str]]) -> None:
    for name, offered in choices.items():
        field = form.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = offered


def defaults(today: date) -> dict[str, str]:
    """The last twelve months up to today: eleven whole ones and the one begun."""
    this_month = first_of(today)
    since = add_months(this_month, 1 - MONTHS_SHOWN)
    return {"by": By.DISTRICT.value, "since": f"{since:%Y-%m}", "until": f"{this_month:%Y-%m}"}


def named(everything: str, rows: Mapping[str, District | Kind]) -> list[tuple[str, str]]:
    return [("", everything), *((code, row.name) for code, row in rows.items())]
