"""The form of an answer, and what standard wording does to it."""

from datetime import date

from django import forms

from govuk.forms import CharacterCount, DateField, scrubbed

from ..blanks import blanks, filled, is_as_written
from ..models import Enquiry, Kind, Outcome, Reason, StandardWording
from ..precedents import JOINED
from ..states import Status
from ..workflows.overrides import LONGEST_REASON
from .officer import BOLD_LABEL, BOLD_LEGEND, CaseForm, next_step_field

ANSWERS = [Status.ANSWERED.value, Status.PLANNED.value]
# Only joining to another enquiry ends so.
OFFERED = Outcome.objects.filter(is_active=True, leads_to__in=ANSWERS).exclude(code=JOINED)
MOST_WORDINGS = 10


class AnswerForm(CaseForm):
    """What, why and what next: the clerk is shown all of it, once the officer has seen it whole."""

    submit_text = "Check the answer"
    outcome = forms.ModelChoiceField(
        label="Outcome",
        help_text="What we decided, in the words the clerk reads.",
        queryset=OFFERED,
        widget=forms.RadioSelect,
    )
    reason = forms.ModelChoiceField(
        label="Reason",
        required=False,
        queryset=Reason.objects.filter(is_active=True),
        widget=forms.RadioSelect,
    )
    explanation = forms.CharField(
        label="Reasons in plain English",
        help_text="Give the figures or the rule behind the decision. The clerk reads this.",
        max_length=5000,
        widget=CharacterCount({"rows": 8}, threshold=75),
        error_messages={"required": "Give the reasons in plain English"},
    )
    next_step = next_step_field()
    planned_for = DateField(label="Date the work is planned for", required=False)
    wording = forms.ModelChoiceField(
        label="Standard wording",
        required=False,
        queryset=StandardWording.objects.all(),
        widget=forms.HiddenInput,
    )
    why_different = forms.CharField(
        label="Why is this one different?",
        help_text="One line. Only the county’s own people see it, never the clerk.",
        required=False,
        max_length=LONGEST_REASON,
    )

    # Neither is optional where the hint says it is needed, so the legend does not say so.
    looks = {
        "outcome": {"legend": {"classes": BOLD_LEGEND}},
        "reason": {"legend": {"text": "Reason", "classes": BOLD_LEGEND}},
        "explanation": {"label": {"classes": BOLD_LABEL}},
        "next_step": {"label": {"classes": BOLD_LABEL}},
        "planned_for": {"legend": {"text": "Date the work is planned for", "classes": BOLD_LEGEND}},
        "why_different": {"label": {"text": "Why is this one different?"}},
    }

    def __init__(self, *args, kind: Kind | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        outcomes = self.offer(is_scheme=kind is not None and kind.follows_stages)
        self.fields["reason"].help_text = "Needed for " + named(
            each for each in outcomes if each.needs_reason
        )
        self.fields["planned_for"].help_text = "Needed for " + named(
            each for each in outcomes if each.leads_to == Status.PLANNED
        )

    def offer(self, *, is_scheme: bool) -> list[Outcome]:
        """Offer a scheme request the outcomes published for it, before all others."""
        field = self.choice("outcome")
        rows = OFFERED.all() if is_scheme else OFFERED.filter(for_schemes=False)
        field.queryset = rows.order_by("-for_schemes", "order")
        outcomes = list(field.queryset)
        others = [each for each in outcomes if not each.for_schemes]
        if others and others != outcomes:
            dividers = {str(others[0].pk): "or"}
            field.help_text = f"{field.help_text} The first are for scheme requests, as published."
            self.looks = {**self.looks, "outcome": {**self.looks["outcome"], "dividers": dividers}}
        return outcomes

    def clean(self):
        data = super().clean()
        outcome = data.get("outcome")
        if outcome and outcome.needs_reason and not (data.get("reason") or "reason" in self.errors):
            self.add_error("reason", "Select the reason that the clerk will be shown")
        if outcome and outcome.leads_to == Status.PLANNED and not self.knows("planned_for"):
            self.add_error("planned_for", "Enter the date the work is planned for")
        for name in ("explanation", "next_step"):
            if left := blanks(data.get(name, "")):
                self.add_error(name, f"Fill in {' and '.join(left)}, or take it out")
        return data

    def knows(self, name: str) -> bool:
        return bool(self.cleaned_data.get(name)) or name in self.errors

    @property
    def left_to_fill(self) -> list[str]:
        """What standard wording left to fill in, as the texts are now."""
        texts = (str(self[name].value() or "") for name in ("explanation", "next_step"))
        return blanks("\n".join(texts))

    @property
    def is_edited(self) -> bool:
        """Whether standard wording was put in and then changed, its blanks aside."""
        wording = self.cleaned_data["wording"]
        return bool(wording) and not is_as_written(self.cleaned_data["explanation"], wording.text)

    def kept(self) -> list[tuple[str, str]]:
        """Also what was searched for; but why it differs is asked on the very page."""
        typed = [(name, value) for name, value in super().kept() if name != "why_different"]
        return [*typed, *(("words", self.data["words"]) for _ in {"words"} & set(self.data))]


def named(outcomes) -> str:
    return " and ".join(f"“{each.wording}”" for each in outcomes) + "."


def facts_of(enquiry: Enquiry) -> dict[str, str]:
    """What the portal fills in by itself where standard wording names it."""
    return {
        "road": enquiry.road,
        "parish": enquiry.parish.name,
        "council": enquiry.council.name,
        "reference": enquiry.reference,
    }


def with_wording(data, wording: StandardWording, enquiry: Enquiry):
    """Return form data with standard wording put in. What was typed stays, before it."""
    data, facts = scrubbed(data), facts_of(enquiry)
    before = data.get("explanation", "").strip()
    text = filled(wording.text, facts)
    changed = {"explanation": f"{before}\n\n{text}" if before else text, "wording": wording.pk}
    if wording.next_step and not data.get("next_step", "").strip():
        changed["next_step"] = filled(wording.next_step, facts)
    for name in ("outcome", "reason"):
        if getattr(wording, f"{name}_id") and not data.get(name):
            changed[name] = getattr(wording, f"{name}_id")
    for name, value in changed.items():
        data.setlist(name, [str(value)])
    return data


def wordings_for(enquiry: Enquiry, *, words: str, outcome: Outcome | None, today: date):
    """Return the standard wording that fits, or what is found by words, the likest first."""
    offered = StandardWording.objects.in_season(today.month)
    found = offered.search(words) if words else offered.fit_for(enquiry.kind_id, outcome)
    return list(found[: MOST_WORDINGS + 1])
