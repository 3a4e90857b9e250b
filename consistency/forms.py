"""The filter: everything in the address, so that a view can be shared and comes back the same."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from django import forms
from django.utils.choices import BaseChoiceIterator

from accounts.models import User
from enquiries.models import Kind, Priority
from govuk.forms import CharacterCount, Form

from . import directory
from .models import Signal
from .months import add_months, first_of, last_of, latest
from .selection import NAMES, By, Choice, Selection

MONTHS_OFFERED = 36
# In the order of the form; a council or officer comes only with a link to its cases.
SHOWN = (By.TEAM, By.KIND, By.DISTRICT, By.PARISH, By.COUNCIL_KIND, By.DIVISION, By.CHANNEL)
HIDDEN = (By.COUNCIL, By.OFFICER)


def select(by: By) -> forms.ChoiceField:
    return forms.ChoiceField(label=NAMES[by].capitalize(), required=False)


class SelectionForm(Form):
    by = forms.ChoiceField(
        label="Compare by",
        choices=[(by.value, NAMES[by]) for by in By],
        error_messages={"required": "Select what to compare by"},
    )
    since = forms.ChoiceField(label="First month")
    until = forms.ChoiceField(label="Last month")
    team = select(By.TEAM)
    kind = select(By.KIND)
    district = select(By.DISTRICT)
    parish = select(By.PARISH)
    council_kind = select(By.COUNCIL_KIND)
    division = select(By.DIVISION)
    channel = select(By.CHANNEL)
    council = forms.CharField(required=False, widget=forms.HiddenInput)
    officer = forms.CharField(required=False, widget=forms.HiddenInput)

    form_method = "get"
    submit_text = "Show figures"

    def __init__(
        self, data: Mapping[str, str], *, now: datetime, today: date, months: int = 1,
        is_begun: bool = False,
    ):  # fmt: skip
        """Fill in what the address leaves out: so many months, by district."""
        self.usual = defaults(today, months, is_begun)
        super().__init__({**self.usual, **data})
        self.now, self.today = now, today
        offered = [(f"{m:%Y-%m}", f"{m:%B %Y}") for m in latest(today, MONTHS_OFFERED)]
        self.known: dict[By, dict[str, Choice]] = {}
        offer(self, since=offered, until=offered)
        for by, choices in directory.choices_of(SHOWN).items():
            found = directory.and_nobody(by, choices)
            self.known[by] = {choice.value: choice for choice in found}
            offer(self, **{by.value: [("", "All"), *((c.value, c.name) for c in found)]})

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("since", "") > cleaned.get("until", "9999"):
            self.add_error("until", "Last month must be the same as or after the first month")
        for by in HIDDEN:
            value = cleaned.get(by.value, "")
            found = directory.find(by, value) if value else None
            if value and value == "0" and by in directory.NOBODY:
                found = Choice("0", "0", directory.NOBODY[by])
            if value and found is None:
                self.add_error(by.value, f"There is no {NAMES[by]} with this code")
            self.known[by] = {value: found} if found else {}
        return cleaned

    def selection(self) -> Selection:
        """Return what was asked for; what everybody gets where the address makes no sense."""
        asked = self.cleaned_data if self.is_valid() else self.usual
        only = {
            by: choice
            for by in (*SHOWN, *HIDDEN)
            if (choice := self.known.get(by, {}).get(asked.get(by.value, "") or "-"))
        }
        return Selection(
            by=By(asked["by"]),
            since=date.fromisoformat(f"{asked['since']}-01"),
            until=min(last_of(date.fromisoformat(f"{asked['until']}-01")), self.today),
            now=self.now,
            only=only,
        )


def offer(form: Form, **choices: list[tuple[str, str]]) -> None:
    for name, offered in choices.items():
        field = form.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = Offered(offered)


class Offered(BaseChoiceIterator):
    """Pairs of texts as they are: Django would look five hundred of them through for groups."""

    def __init__(self, pairs: list[tuple[str, str]]):
        self.pairs = pairs

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.pairs)


def defaults(today: date, months: int, is_begun: bool) -> dict[str, str]:
    """So many months, the last of them the last complete one or the one that has begun."""
    last = add_months(first_of(today), 0 if is_begun else -1)
    since = add_months(last, 1 - months)
    return {"by": By.DISTRICT.value, "since": f"{since:%Y-%m}", "until": f"{last:%Y-%m}"}


class SignalForm(Form):
    """Who looks into a signal, what she found, and what came of it.

    `seen` is the mark of what was kept when the page was opened.
    """

    owner = forms.ModelChoiceField(
        label="Who looks into it",
        queryset=User.objects.none(),
        required=False,
        empty_label="Nobody yet",
    )
    note = forms.CharField(
        label="What was found", required=False, max_length=5000, widget=CharacterCount
    )
    outcome = forms.ChoiceField(
        label="What came of it",
        choices=[("", "Still being looked into"), *Signal.Outcome.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    submit_text = "Keep this"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True).order_by("name")
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = people.filter(is_manager=True) | people.filter(is_officer=True)


class SecondLookForm(Form):
    """How a second officer would have sorted an enquiry."""

    kind = forms.ModelChoiceField(
        label="What is it about?", queryset=Kind.objects.order_by("name"), empty_label="Choose"
    )
    priority = forms.ChoiceField(
        label="How urgent is it?", choices=Priority.choices, widget=forms.RadioSelect
    )
    submit_text = "Keep my judgement"
