"""The forms by which an officer sorts out whose a case is, how urgent, and where."""

from django import forms

from accounts.models import Team, User
from govuk.forms import CharacterCount
from parishes.models import Parish

from ..filters import grouped
from ..models import Body, Enquiry, Kind, Priority
from ..references import parse
from .officer import CaseForm, kind_choices


def kept_reason(label: str, *, required: bool = True, hint: str = "") -> forms.CharField:
    """A reason that is counted and kept with the decision, for managers."""
    return forms.CharField(
        label=label,
        help_text=hint or "Kept on record. Managers can read it.",
        required=required,
        max_length=500,
        widget=CharacterCount({"rows": 3}, threshold=75),
    )


def parish_choices() -> list:
    rows = Parish.objects.order_by("district__name", "name")
    found = rows.values_list("district__name", "pk", "name")
    return grouped((district, str(pk), name) for district, pk, name in found)


class AssignForm(CaseForm):
    submit_text = "Assign"
    team = forms.ModelChoiceField(
        label="Team", queryset=Team.objects.all(), required=False, empty_label="No team"
    )
    owner = forms.ModelChoiceField(
        label="Person",
        queryset=User.objects.filter(is_officer=True, is_active=True),
        required=False,
        empty_label="Nobody yet",
    )
    reason = kept_reason(
        "Why",
        required=False,
        hint="Needed if somebody, or another team, has it now. Kept on record.",
    )
    looks = {name: {"label": {"text": text}} for name, text in
             (("team", "Team"), ("owner", "Person"))}  # fmt: skip

    def prepare(self, enquiry: Enquiry) -> None:
        self.initial.update(team=enquiry.team_id, owner=enquiry.owner_id)


class PriorityForm(CaseForm):
    submit_text = "Change the priority"
    priority = forms.ChoiceField(
        label="Priority",
        help_text="Dates already promised stay as they are.",
        choices=Priority.choices,
        widget=forms.RadioSelect,
    )
    reason = kept_reason("Why the priority changes")

    def prepare(self, enquiry: Enquiry) -> None:
        self.initial["priority"] = enquiry.priority


class ParishForm(CaseForm):
    submit_text = "Correct the parish"
    parish = forms.ModelChoiceField(
        label="Parish where it is",
        help_text="The council that asked stays the same. Dates already promised stay as they are.",
        queryset=Parish.objects.all(),
    )
    reason = kept_reason("Why it is this parish", hint="The clerk can read this. Kept on record.")

    def prepare(self, enquiry: Enquiry) -> None:
        self.choice("parish").choices = [("", "---------"), *parish_choices()]


class ReferenceForm(CaseForm):
    needs_its_team = needs_open = False
    submit_text = "Save"
    external_reference = forms.CharField(
        label="Reference in another system",
        help_text="With the name of the system, as in Confirm 779135. Leave empty to remove it.",
        required=False,
        max_length=50,
    )
    looks = {"external_reference": {"label": {"text": "Reference in another system"}}}

    def prepare(self, enquiry: Enquiry) -> None:
        self.initial["external_reference"] = enquiry.external_reference


class WaiveForm(CaseForm):
    needs_open = False
    submit_text = "Send no survey"
    reason = kept_reason("Why no survey should follow")


class EnquiryField(forms.CharField):
    """Another enquiry, by its reference however it is typed. Officers see all of them."""

    def clean(self, value) -> Enquiry:
        text = super().clean(value)
        found = Enquiry.objects.filter(number=parse(text) or 0).first()
        if found is None:
            raise forms.ValidationError("Enter the reference of an enquiry, like PE-10-417")
        return found


def another(label: str) -> EnquiryField:
    return EnquiryField(label=label, help_text="For example PE-10-417.", max_length=30)


NARROW = {"classes": "govuk-input--width-10"}


class MergeForm(CaseForm):
    """Asked twice: a figure wrong in the reference would tell another council of this one."""

    ends_a_turn = False
    submit_text = "Continue"
    main = another("Reference of the enquiry that goes on")
    explanation = kept_reason(
        "Why it is the same, for the clerk",
        hint="Both councils are told. They hear of the other enquiry from now on.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    looks = {"main": NARROW}

    def prepare(self, enquiry: Enquiry) -> None:
        self.same = enquiry
        if self.data.get("seen"):
            self.ends_a_turn, self.submit_text = True, "Join them"

    def clean(self) -> dict:
        data = super().clean() or self.cleaned_data
        self.was_seen = data.pop("seen", "")
        return data

    def still_to_see(self) -> Enquiry | None:
        """Return the enquiry that goes on, unless it was seen or cannot be joined to at all."""
        main = self.cleaned_data["main"]
        if main.reference == self.was_seen or main == self.same or not main.is_open:
            return None
        self.carry("seen", main.reference)
        self.prepare(self.same)
        self.helper.layout = self.layout()
        return main


class SplitForm(CaseForm):
    submit_text = "Split"
    kind = forms.ModelChoiceField(label="Kind of the second enquiry", queryset=Kind.objects.none())
    road = forms.CharField(label="Road or place of the second enquiry", max_length=200)
    description = forms.CharField(
        label="What the second enquiry asks",
        help_text="In the clerk’s words where you can: she reads it as hers.",
        max_length=5000,
        widget=CharacterCount({"rows": 6}, threshold=75),
    )
    reason = kept_reason("Why we deal with it in two", hint="The clerk reads this.")

    def prepare(self, enquiry: Enquiry) -> None:
        self.choice("kind").queryset = Kind.objects.filter(is_active=True)
        self.choice("kind").choices = kind_choices()
        self.initial.update(road=enquiry.road)


class LinkForm(CaseForm):
    needs_its_team = needs_open = False
    submit_text = "Link"
    other = another("Reference of the other enquiry")
    looks = {"other": NARROW}


class UnlinkForm(LinkForm):
    submit_text = "Take the link back"


class TreatForm(CaseForm):
    submit_text = "Move it there"
    body = forms.ModelChoiceField(
        label="Treat it as",
        help_text="It leaves our clock. The clerk is told so, and by when the law wants an answer.",
        queryset=Body.objects.filter(is_active=True, is_procedure=True),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Select what to treat it as"},
    )
    explanation = kept_reason("Why, for the clerk", hint="The clerk reads this. Kept on record.")
