"""The survey's one question, and room for words."""

from django import forms

from govuk.forms import CharacterCount, Form

from .models import Reply

DONT_KNOW = "dont-know"
SCORES = [(str(score.value), score.label) for score in Reply.Score]


class SurveyForm(Form):
    overall = forms.ChoiceField(
        label="Overall, how satisfied are you with how we handled this enquiry?",
        choices=[*SCORES, (DONT_KNOW, "Don't know")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select how satisfied you are, or “Don't know”"},
    )
    comment = forms.CharField(
        label="What could we have done better, or what went well?",
        help_text="Do not include personal details such as names, telephone numbers or health.",
        max_length=2000,
        required=False,
        widget=CharacterCount,
    )

    looks = {
        "overall": {
            "legend": {"classes": "govuk-fieldset__legend--m"},
            "dividers": {DONT_KNOW: "or"},
        },
        "comment": {"label": {"classes": "govuk-label--m"}},
    }
    submit_text = "Send your answer"

    def clean_overall(self) -> int | None:
        """Return 5 for very satisfied to 1 for very dissatisfied, or None for “don't know”."""
        value = self.cleaned_data["overall"]
        return None if value == DONT_KNOW else int(value)
