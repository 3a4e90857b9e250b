"""The survey's five questions, in the council's words, and room for words of one's own."""

from datetime import datetime
from typing import Any

from django import forms
from django.core import signing

from govuk.forms import CharacterCount, Form

from . import sheets
from .models import SCORES, Reply, Words
from .sheets import BadSheet, Row

DONT_KNOW = Words.Code.DONT_KNOW.value
POINTS = ("5", "4", "3", "2", "1")
# What each question is called in a sentence.
SATISFIED = {
    "overall": "overall",
    "time_taken": "with the time it took",
    "clarity": "with how clear our reasons were",
    "informed": "with being kept informed",
    "fairly": "with being treated fairly",
}
NO_NAMES = "Do not include personal details such as names, telephone numbers or health."


def score_of(value: str) -> int | None:
    """Return 5 for very satisfied to 1 for very dissatisfied, or None for “don't know”."""
    return None if value == DONT_KNOW else int(value)


def as_choice(score: int | None) -> str:
    return DONT_KNOW if score is None else str(score)


def question(code: str, words: dict[str, str]) -> forms.TypedChoiceField:
    """One question; nothing is chosen until somebody chooses."""
    dont_know = words[DONT_KNOW]
    return forms.TypedChoiceField(
        label=words[code],
        choices=[(point, words[point]) for point in (*POINTS, DONT_KNOW)],
        coerce=score_of,
        widget=forms.RadioSelect,
        error_messages={
            "required": f"Select how satisfied you are {SATISFIED[code]}, or “{dont_know}”"
        },
    )


def comment(label: str, help_text: str = NO_NAMES) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=2000, required=False, widget=CharacterCount
    )


class SurveyForm(Form):
    looks = {
        **{
            code: {
                "legend": {"classes": "govuk-fieldset__legend--s"},
                "classes": "govuk-radios--small",
                "dividers": {DONT_KNOW: "or"},
            }
            for code in SCORES
        },
        "comment": {"label": {"classes": "govuk-label--s"}},
    }
    submit_text = "Send your answers"

    def __init__(self, *args, **kwargs):
        words = Words.current()
        self.base_fields = {
            **{code: question(code, words) for code in SCORES},
            "comment": comment(
                words["comment"],
                f"If you are dissatisfied with anything, please tell us why. {NO_NAMES}",
            ),
            **self.base_fields,
        }
        super().__init__(*args, **kwargs)


class ChangeForm(SurveyForm):
    """The same questions with what was said before."""

    submit_text = "Change your answers"


def said_before(reply: Reply) -> dict[str, str]:
    """Return what a form of the five questions shows of a reply."""
    return {code: as_choice(getattr(reply, code)) for code in SCORES} | {"comment": reply.comment}


class WhyForm(Form):
    """Asked once the answers are kept, where one of them is low and no words came with them."""

    only = forms.CharField(widget=forms.HiddenInput, initial="words", required=False)
    comment = comment("What went wrong?")
    looks = {"comment": {"label": {"classes": "govuk-label--m"}}}
    submit_text = "Send these words"


class TakeForm(SurveyForm):
    """The same questions, written down by an officer for somebody else."""

    via = forms.ChoiceField(
        label="How did the council answer?",
        choices=[(via.value, via.label) for via in (Reply.Via.TELEPHONE, Reply.Via.PAPER)],
        widget=forms.RadioSelect,
        error_messages={"required": "Select how the council answered"},
    )
    submit_text = "Keep these answers"
    looks = {**SurveyForm.looks, "via": {"legend": {"classes": "govuk-fieldset__legend--s"}}}


class ReviewForm(Form):
    outcome = forms.CharField(
        label="What did you find, and what came of it?",
        help_text="The council that answered does not see this.",
        max_length=2000,
        widget=CharacterCount,
        error_messages={"required": "Enter what you found, and what came of it"},
    )
    submit_text = "Reviewed"


class ImportForm(Form):
    file = forms.FileField(
        label="Results as CSV",
        help_text="With the columns reference, answered_at and overall. Up to 1 MB and 2,000 "
        "answers.",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv"}),
        error_messages={"required": "Choose the file of results"},
    )
    submit_text = "Check the file"

    def clean_file(self) -> list[Row]:
        upload = self.cleaned_data["file"]
        try:
            return sheets.read(upload.read(sheets.MOST_BYTES + 1))
        except BadSheet as bad:
            raise forms.ValidationError(bad.faults) from bad


class ConfirmForm(Form):
    """Carries what was read from the first step to the second; only we could have written it."""

    kept = forms.CharField(label="Answers", widget=forms.HiddenInput)


SALT, KEPT_SECONDS = "surveys.import", 24 * 60 * 60


def put_by(rows: list[Row], *, seen: int, by) -> str:
    """Sign the answers of a file, and how many were shown to be new, for one person's next step."""
    plain: list[Any] = [[*row[:2], row.answered_at.isoformat(), *row[3:]] for row in rows]
    return signing.dumps({"by": by.pk, "rows": plain, "seen": seen}, salt=SALT, compress=True)


def taken_up(text: str, *, by) -> tuple[list[Row], int]:
    """Return what `put_by` kept. Raises BadSheet if it is not ours, another's, or too old."""
    try:
        found = signing.loads(text, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        raise BadSheet("The file is kept for a day only. Choose it again.") from None
    if found["by"] != by.pk:
        raise BadSheet("Choose the file again.")
    rows = [
        Row(line, reference, datetime.fromisoformat(at), scores, comment)
        for line, reference, at, scores, comment in found["rows"]
    ]
    return rows, found["seen"]
