"""What the forms of editors share."""

from typing import Any

from django import forms

from govuk.forms import Form
from govuk.layout import Button, ButtonGroup, LinkButton

from ..models import Basis


class ActionForm(Form):
    """Ends in a button and a way back."""

    cancel_url = ""
    submit_text = "Save"
    submit_classes = ""

    def buttons(self) -> Any:
        way_back = [LinkButton("Cancel", href=self.cancel_url)] if self.cancel_url else []
        return ButtonGroup(Button(self.submit_text, classes=self.submit_classes), *way_back)


class PartForm(ActionForm):
    """A part of a scheme. `seen` is the mark of what was saved when the page was opened."""

    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"] = self.fields.pop("seen")

    def words(self) -> dict[str, Any]:
        """Return what the verb takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    @property
    def mark(self) -> str:
        return self.cleaned_data.get("seen", "")


class SourceForm(PartForm):
    """A fact: it says where it comes from."""

    basis = forms.ChoiceField(
        label="Where does it come from?",
        choices=Basis,
        widget=forms.RadioSelect,
        error_messages={"required": "Select where it comes from"},
    )
    source = forms.CharField(
        label="Source", help_text="The address or title, and its date.", max_length=500,
        required=False,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("basis") == Basis.SOURCE and not data.get("source"):
            self.add_error("source", "Enter the source it was read in")
        return data

    def last(self, *names: str) -> None:
        """Put where it comes from after the words themselves."""
        for name in ("basis", "source", *names):
            self.fields[name] = self.fields.pop(name)


class DoForm(ActionForm):
    """One of several forms of a page: `do` says which."""

    verb = ""
    do = forms.CharField(max_length=20, widget=forms.HiddenInput)

    def __init__(self, data=None, **kwargs):
        mine = data if data is not None and data.get("do") == self.verb else None
        kwargs.setdefault("auto_id", f"id_{self.verb}_%s")
        kwargs["initial"] = {"do": self.verb} | kwargs.get("initial", {})
        super().__init__(mine, **kwargs)

    def words(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "do"}
