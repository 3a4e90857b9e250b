"""The form that passes an enquiry to another body."""

from django import forms

from govuk.forms import CharacterCount, Textarea

from ..models import Body, Enquiry
from .officer import LONG, CaseForm

# More names than these are too many to read.
FEW = 2
BODIES = Body.objects.filter(is_active=True, is_procedure=False)


class PassOnForm(CaseForm):
    submit_text = "Pass on"
    body = forms.ModelChoiceField(
        label="Body that looks after this",
        queryset=BODIES,
        empty_label="---------",
    )
    explanation = forms.CharField(
        label="Why it is theirs, for the clerk",
        help_text="The clerk is told who has it now.",
        max_length=5000,
        widget=CharacterCount(LONG, threshold=75),
    )
    message = forms.CharField(
        label="What you tell them",
        help_text="Kept for officers. The other body reads it only if you e-mail it.",
        required=False,
        max_length=5000,
        widget=Textarea({"rows": 4}),
    )
    send = forms.BooleanField(label="E-mail this to them", required=False)
    with_clerk = forms.BooleanField(
        label="Give them the clerk’s name and e-mail address",
        help_text=(
            "Only if you e-mail them. The clerk is told that you did, or that they cannot answer."
        ),
        required=False,
    )

    def prepare(self, enquiry: Enquiry) -> None:
        """Offer a letter only where there is an address to send one to."""
        names = list(BODIES.exclude(email="").values_list("name", flat=True))
        if not names:
            del self.fields["send"], self.fields["with_clerk"]
            return
        known = " and ".join(names) if len(names) <= FEW else f"{len(names)} of them"
        self.fields["send"].help_text = f"You see the letter first. We have the address of {known}."
