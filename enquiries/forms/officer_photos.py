"""What an officer says of photos that she adds to a case, and who may see them."""

from django import forms

from govuk.forms import CharacterCount

from .clerk import SaidForm


class PhotosForm(SaidForm):
    NOTE, UPDATE = "note", "update"

    text = forms.CharField(
        label="What do they show?",
        max_length=5000,
        widget=CharacterCount(threshold=75),
        error_messages={"required": "Say what the photos show"},
    )
    share = forms.ChoiceField(
        label="Who may see them?",
        choices=[
            (NOTE, "Officers only, as a note"),
            (UPDATE, "The clerk too, as an update by e-mail"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select who may see the photos"},
    )
    looks = {**SaidForm.looks, "share": {"legend": {"classes": "govuk-fieldset__legend--m"}}}
    submit_text = "Add photos"

    def has_photos(self, photos: list) -> bool:
        """Say whether there is a photo to add; if not, say so beside the field."""
        if not photos:
            self.add_error("photos", "Choose a photo or a PDF")
        return bool(photos)
