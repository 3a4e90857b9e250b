"""What an officer says once for several enquiries. Field names are those of the verbs."""

import uuid
from collections.abc import Sequence

from django import forms

from govuk.forms import CharacterCount

from ..models import Batch, Enquiry, Reason
from ..states import Status
from ..workflows.overrides import LONGEST_REASON
from .answers import OFFERED
from .officer import ActionForm, AskForm
from .promises import CorrectKindForm
from .triage import AssignForm


class Several(ActionForm):
    """The token makes a second click the same act. Nobody saw each case: there is no version."""

    submit_word = ""
    token = forms.UUIDField(label="Form", widget=forms.HiddenInput)

    def __init__(self, *args, enquiries: Sequence[Enquiry] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.enquiries = enquiries
        self.fields.pop("version", None)
        self.initial.setdefault("token", uuid.uuid4())

    def words(self) -> dict:
        """What the verb is told beside the enquiry."""
        return {name: self.cleaned_data[name] for name in self.fields if name != "token"}

    def to(self) -> str:
        """Whom, or what, the result names."""
        return ""


class AssignSeveral(Several, AssignForm):
    submit_word = "Assign"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.choice("team").empty_label = "The team that has it now"

    def clean(self):
        data = super().clean()
        if not (data.get("team") or data.get("owner") or self.errors):
            self.add_error("team", "Choose a team or a person")
        elif (taken := self.taken()) and not data.get("reason") and "reason" not in self.errors:
            have = "has" if taken == 1 else "have"
            self.add_error("reason", f"Say why: {taken} of these {have} an owner or another team")
        return data

    def taken(self) -> int:
        """Count those that would be taken from somebody, which none is without a reason."""
        team, owner = self.cleaned_data.get("team"), self.cleaned_data.get("owner")
        return sum(
            bool((team and each.team and each.team != team) or each.owner not in (None, owner))
            for each in self.enquiries
        )

    def to(self) -> str:
        owner, team = self.cleaned_data["owner"], self.cleaned_data["team"]
        return owner.name if owner else team.name


class KindOfSeveral(Several, CorrectKindForm):
    submit_word = "Change the kind of"

    def to(self) -> str:
        return self.cleaned_data["kind"].name


class AskSeveral(Several, AskForm):
    submit_word = "Send the question about"


class CloseSeveral(Several):
    """An answer that is true of all of them; work promised for a day is answered one by one."""

    submit_word = "Answer and close"
    outcome = forms.ModelChoiceField(
        label="Outcome",
        help_text="What we decided, in the words each clerk reads.",
        queryset=OFFERED.filter(leads_to=Status.ANSWERED.value, for_schemes=False),
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
        help_text="Each clerk reads this, so it must be true of every one of these enquiries.",
        max_length=5000,
        widget=CharacterCount({"rows": 8}, threshold=75),
        error_messages={"required": "Give the reasons in plain English"},
    )
    next_step = forms.CharField(
        label="What happens next",
        help_text="If nothing more happens, say so, and what would change the answer.",
        max_length=2000,
        widget=CharacterCount({"rows": 3}, threshold=75),
    )
    why_different = forms.CharField(
        label="Why are these different, if like enquiries were answered otherwise?",
        help_text="One line. Only the county’s own people see it, never the clerks.",
        required=False,
        max_length=LONGEST_REASON,
    )
    looks = {"reason": {"legend": {"text": "Reason, where the outcome needs one"}}}

    def clean(self):
        data = super().clean()
        outcome = data.get("outcome")
        if outcome and outcome.needs_reason and not (data.get("reason") or "reason" in self.errors):
            self.add_error("reason", "Select the reason that the clerks will be shown")
        return data

    def to(self) -> str:
        return self.cleaned_data["outcome"].wording


FORMS: dict[str, type[Several]] = {
    Batch.What.ASSIGN: AssignSeveral,
    Batch.What.KIND: KindOfSeveral,
    Batch.What.ASK: AskSeveral,
    Batch.What.CLOSE: CloseSeveral,
}
