"""Signing, reviewing, and prices from a file."""

from django import forms

from govuk.forms import DateField, Form, Textarea

from .base import ActionForm, DoForm

CHANGED = "Some of this was changed after you opened the page. Read it again."


class SignForm(DoForm):
    """Facts to tick, each by the mark of what it says."""

    verb = "sign"
    marks = forms.MultipleChoiceField(
        label="What I have read and sign off",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Select what you have read",
            "invalid_choice": CHANGED,
        },
    )
    submit_text = "Sign off"

    def __init__(self, *args, choices: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["marks"].choices = choices  # type: ignore[attr-defined]


class TakeBackForm(SignForm):
    verb = "take_back"
    submit_text = "Take back"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["marks"].label = "Signatures to take back"


class SendForm(DoForm):
    verb = "send"
    text = forms.CharField(
        label="What changed, for whoever reads it", max_length=300, required=False
    )
    submit_text = "Send for review"


class PublishForm(DoForm):
    verb = "publish"
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    review_due_on = DateField(
        label="Next review",
        help_text="Leave this blank for the usual time.",
        required=False,
    )
    submit_text = "Publish"


class ReturnForm(DoForm):
    verb = "return"
    text = forms.CharField(
        label="What should be changed?", max_length=500, widget=Textarea({"rows": 3}),
        error_messages={"required": "Enter what should be changed"},
    )  # fmt: skip
    submit_text = "Return to its author"
    submit_classes = "govuk-button--secondary"


class CheckedForm(DoForm):
    verb = "checked"
    text = forms.CharField(
        label="What did you check?", max_length=500,
        error_messages={"required": "Enter what you checked"},
    )  # fmt: skip
    review_due_on = DateField(
        label="Next review", help_text="Leave this blank for the usual time.", required=False
    )
    submit_text = "Reviewed, nothing to change"


class WithdrawForm(DoForm):
    verb = "withdraw"
    why = forms.CharField(
        label="Why is it withdrawn?", max_length=300,
        help_text="Whoever was quoted a version of it reads this.",
        error_messages={"required": "Enter why it is withdrawn"},
    )  # fmt: skip
    submit_text = "Withdraw from the catalogue"
    submit_classes = "govuk-button--warning"


class PricesForm(ActionForm):
    upload = forms.FileField(
        label="Price file",
        help_text="CSV in UTF-8, up to 1 MB, with the columns of the file we give out.",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv"}),
        error_messages={"required": "Choose a price file"},
    )
    submit_text = "Check the file"


class ConfirmForm(Form):
    """Carries the file, and what it was seen to change, to the second step; signed by us."""

    kept = forms.CharField(label="Prices", max_length=3_000_000, widget=forms.HiddenInput)
