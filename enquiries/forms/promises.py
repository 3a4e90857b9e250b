"""The forms of what an officer does to a promise. The clerk reads each reason."""

from django import forms

from govuk.forms import CharacterCount, DateField

from ..models import Kind
from .officer import CaseForm, kind_choices


def reason_field(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text="The clerk reads this. It is kept with the date.",
        max_length=500,
        widget=CharacterCount({"rows": 3}, threshold=75),
    )


class ExtendForm(CaseForm):
    submit_text = "Tell the clerk the new date"
    new_due_on = DateField(
        label="New date",
        help_text=(
            "A working day, later than the date so far. "
            "Whether we were on time is still judged against the promise."
        ),
    )
    reason = reason_field("Why we need longer")


class ReplanForm(CaseForm):
    submit_text = "Tell the clerk the new date"
    planned_for = DateField(label="Date the work is planned for now")
    reason = reason_field("Why the date changes")


class CorrectKindForm(CaseForm):
    submit_text = "Correct the kind"
    kind = forms.ModelChoiceField(
        label="Kind of enquiry",
        help_text="The team follows the kind. Dates already promised stay as they are.",
        queryset=Kind.objects.none(),
    )
    reason = reason_field("Why this kind fits better")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.choice("kind").queryset = Kind.objects.filter(is_active=True)
        self.choice("kind").choices = kind_choices()
