"""The forms of readers: to ask for briefings, to choose, to ask a question."""

from django import forms

from govuk.forms import CharacterCount, Form
from parishes.models import Council, District

from ..models import Subscriber, Topic
from .desk import BOLD, BOLD_LEGEND, boxes
from .fields import DeskForm

EVERYTHING = "Leave all blank for everything"


class SubscribeForm(Form):
    submit_text = "Send me the link"
    email = forms.EmailField(
        label="Your e-mail address", max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    topics = boxes(Topic.objects.filter(is_active=True), "Topics", help_text=EVERYTHING)
    districts = boxes(
        District.objects.all(), "Districts", help_text="Leave all blank for the whole county"
    )
    looks = {
        "email": {"label": BOLD}, "topics": {"legend": BOLD_LEGEND},
        "districts": {"legend": BOLD_LEGEND},
    }  # fmt: skip


class PreferencesForm(Form):
    submit_text = "Save what I get"
    wanted = forms.ChoiceField(
        label="Do you want our briefings?",
        choices=[("yes", "Yes"), ("no", "No, none of them")],
        widget=forms.RadioSelect,
    )
    topics = boxes(Topic.objects.filter(is_active=True), "Topics", help_text=EVERYTHING)
    districts = boxes(
        District.objects.all(), "Districts", help_text="Leave all blank for the whole county"
    )
    looks = {name: {"legend": BOLD_LEGEND} for name in ("wanted", "topics", "districts")}


def preferences_initial(reader: Subscriber) -> dict:
    if reader.pk is None:
        return {"wanted": "yes"}
    return {
        "wanted": "no" if reader.left_at else "yes",
        "topics": [each.pk for each in reader.topics.all()],
        "districts": [each.pk for each in reader.districts.all()],
    }


class QuestionForm(DeskForm):
    """A question about an item. `councils` are those the person acts for."""

    submit_text = "Continue"
    text = forms.CharField(
        label="Your question",
        help_text="It becomes an enquiry, with a reply date. You see all of it before it is sent.",
        max_length=4000,
        widget=CharacterCount(threshold=75),
    )
    looks = {"text": {"label": BOLD}, "council": {"legend": BOLD_LEGEND}}

    def __init__(self, *args, councils: list[Council], **kwargs):
        super().__init__(*args, **kwargs)
        self.councils = {str(council.pk): council for council in councils}
        if len(councils) > 1:
            choices = [(key, council.name) for key, council in self.councils.items()]
            self.fields["council"] = forms.ChoiceField(
                label="For which council?", choices=choices, widget=forms.RadioSelect
            )

    @property
    def council(self) -> Council:
        key = self.cleaned_data.get("council") or next(iter(self.councils))
        return self.councils[key]


class ProposalForm(Form):
    submit_text = "Propose it"
    text = forms.CharField(
        label="What should we talk about?", max_length=500, widget=CharacterCount({"rows": 3}),
        error_messages={"required": "Enter what we should talk about"},
    )  # fmt: skip
    looks = {"text": {"label": BOLD}}
