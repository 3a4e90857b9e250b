"""The forms by which an officer keeps a view of the list."""

from django import forms

from accounts.models import Team
from govuk.forms import Form

from .officer import ActionForm

OWN = "own"
TO_DO = {
    "assign": "assign",
    "kind": "change the kind of",
    "ask": "ask about",
    "close": "close",
}


class PickForm(Form):
    """The ticks of a list. It is never sent whole: it only says that none was ticked."""

    pick = forms.CharField(label="Enquiries", required=False)


def none_picked(what: str) -> PickForm:
    """Return the form with an error for what was to be done to nothing, else without."""
    form = PickForm({} if what in TO_DO else None)
    if what in TO_DO:
        form.add_error("pick", f"Select the enquiries to {TO_DO[what]}")
    return form


class SaveViewForm(ActionForm):
    submit_text = "Save view"
    name = forms.CharField(
        label="Name of the view",
        help_text="For example, Speeding in Blaby, nobody’s. A name you used before is replaced.",
        max_length=60,
    )
    whose = forms.ChoiceField(
        label="Who is it for?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who the view is for"},
    )

    def __init__(self, *args, teams: list[Team], **kwargs):
        super().__init__(*args, **kwargs)
        self.teams = {str(team.pk): team for team in teams}
        field = self.fields["whose"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (OWN, "Only me"), *((key, f"Everybody in {t.name}") for key, t in self.teams.items())
        ]  # fmt: skip
        self.initial.setdefault("whose", OWN)

    @property
    def team(self) -> Team | None:
        return self.teams.get(self.cleaned_data["whose"])
