"""The forms of the officer's actions. Each field's name is the name the workflow gives it."""

import uuid

from django import forms
from django.utils.datastructures import MultiValueDict

from accounts.models import User
from govuk.forms import CharacterCount, DateField, Form, Textarea
from govuk.layout import Button, ButtonGroup, LinkButton
from parishes.models import Council, Membership, Parish

from ..deadlines.clock import london_day
from ..filters import grouped
from ..models import Channel, Enquiry, Kind
from ..workflows.stages import movable

LONG = {"rows": 6}
BOLD_LABEL, BOLD_LEGEND = "govuk-label--s", "govuk-fieldset__legend--s"


class ActionForm(Form):
    """One action on one enquiry, with a way out. The view sets `cancel_url`.

    Where the officer came from a list, a second button opens the next case of it: never by itself.
    """

    cancel_url = ""
    needs_its_team = True
    needs_open = True
    ends_a_turn = True
    is_in_list = False
    submit_text = "Save"
    submit_classes = ""

    def choice(self, name: str) -> forms.ModelChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        return field

    def prepare(self, enquiry: Enquiry) -> None:
        """Fit the form to the case it is about. Most need nothing."""

    def still_to_see(self) -> Enquiry | None:
        """Return another case that is to be seen before this is done. Most need none."""
        return None

    def buttons(self):
        onward = Button(
            f"{self.submit_text} and open next", name="then", value="next",
            classes="govuk-button--secondary",
        )  # fmt: skip
        return ButtonGroup(
            Button(self.submit_text, classes=self.submit_classes),
            *([onward] if self.is_in_list and self.ends_a_turn else []),
            LinkButton("Cancel", href=self.cancel_url),
        )


class VersionField(forms.IntegerField):
    """What the officer has seen of the case. None, or anything else than a number, is nothing."""

    widget = forms.HiddenInput

    def clean(self, value) -> int:
        try:
            return max(0, min(int(value), 2**63 - 1))
        except (TypeError, ValueError):
            return 0


class CaseForm(ActionForm):
    """An action that is refused if the case is no longer what the officer has seen."""

    version = VersionField()

    def kept(self) -> list[tuple[str, str]]:
        """What was typed, to be carried by a page that shows what it leads to."""
        names = {name for name in self.data if name.partition("-")[0] in self.fields}
        return [(name, self.data[name]) for name in sorted(names)]

    def saw(self, version: int) -> None:
        """Draw the form again for somebody who is shown the case as it is at a version."""
        self.carry("version", str(version))

    def carry(self, name: str, value: str) -> None:
        """Draw the form again with a value of ours in one of its boxes."""
        data: MultiValueDict = MultiValueDict(self.data)
        data[name] = value
        self.data = data


class ClaimForm(ActionForm):
    ends_a_turn = False
    submit_text = "Claim"


class GiveBackForm(CaseForm):
    ends_a_turn = False
    submit_text = "Give back"


class NoteForm(ActionForm):
    ends_a_turn = False
    needs_its_team = needs_open = False
    submit_text = "Save note"
    text = forms.CharField(
        label="Note",
        help_text="Only officers can see this.",
        max_length=5000,
        widget=Textarea({"rows": 3, "data-quick": "yes"}),
    )


class UpdateForm(CaseForm):
    submit_text = "Send update"
    text = forms.CharField(
        label="Update for the clerk",
        help_text="Say what has happened, what comes next and when. The clerk gets this by e-mail.",
        max_length=5000,
        widget=CharacterCount(LONG, threshold=75),
    )


class AskForm(CaseForm):
    submit_text = "Send question"
    text = forms.CharField(
        label="Your question for the clerk",
        help_text=(
            "The reply date is paused until the clerk answers. Both of you can see that. "
            "The clerk gets this by e-mail."
        ),
        max_length=2000,
        widget=CharacterCount(LONG, threshold=75),
    )


def next_step_field() -> forms.CharField:
    """What every way to close asks for."""
    return forms.CharField(
        label="What happens next",
        help_text="If nothing more happens, say so, and what would change the answer.",
        max_length=2000,
        widget=CharacterCount({"rows": 3}, threshold=75),
    )


class PersonChoice(forms.ModelChoiceField):
    """People by name; who they are to the council is a matter of the page's words."""

    def label_from_instance(self, person: User) -> str:
        return person.name


class StageForm(CaseForm):
    """To which of the published stages a scheme request came."""

    submit_text = "Tell the clerk"
    stage = forms.ChoiceField(label="Stage", widget=forms.RadioSelect)
    owner = PersonChoice(
        label="Officer who looks after it",
        help_text="The clerk is told that it is the county council, never a name.",
        queryset=User.objects.filter(is_officer=True, is_active=True).order_by("name"),
        empty_label="---------",
    )
    expected_on = DateField(label="Day by which you expect to finish this stage", required=False)
    text = forms.CharField(
        label="What happens in this stage, for the clerk",
        help_text="The clerk gets this by e-mail, with the stage and the day.",
        max_length=2000,
        widget=CharacterCount(LONG, threshold=75),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.stages = {f"{each._meta.model_name}-{each.pk}": each for each in movable()}
        choices = [(key, each.name) for key, each in self.stages.items()]
        field = self.fields["stage"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def prepare(self, enquiry: Enquiry) -> None:
        self.initial["owner"] = enquiry.owner_id

    def clean_stage(self):
        return self.stages[self.cleaned_data["stage"]]


class SendBackForm(ActionForm):
    submit_text = "Send it back"
    comment = forms.CharField(
        label="What should change?",
        help_text="The author gets this by e-mail. Nothing is sent to the clerk.",
        max_length=2000,
        widget=CharacterCount({"rows": 3}, threshold=75),
        error_messages={"required": "Say what should change"},
    )


class WithdrawNoteForm(ActionForm):
    needs_its_team = needs_open = False
    ends_a_turn = False
    submit_text = "Withdraw this note"


class CloseForm(CaseForm):
    submit_text = "Close the enquiry"
    text = forms.CharField(
        label="What was done",
        help_text="The clerk gets this by e-mail, and the enquiry is closed.",
        max_length=5000,
        widget=CharacterCount(LONG, threshold=75),
    )
    next_step = next_step_field()


class LogForm(ActionForm):
    """An enquiry that a clerk told an officer. The officer is never the one who asked."""

    submit_text = "Log enquiry"
    asked_by = PersonChoice(
        label="Who asked?",
        queryset=User.objects.none(),
        widget=forms.RadioSelect,
        error_messages={"required": "Select who asked"},
    )
    channel = forms.ChoiceField(
        label="How did they ask?",
        choices=[(each.value, each.label) for each in Channel if each != Channel.WEB],
        initial=Channel.PHONE,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how they asked"},
    )
    parish = forms.ModelChoiceField(
        label="Parish", queryset=Parish.objects.none(), widget=forms.RadioSelect
    )
    road = forms.CharField(label="Road or place", max_length=200)
    spot = forms.CharField(
        label="Exact spot",
        required=False,
        max_length=300,
        help_text="For example, outside the school, or the number of a lamp post.",
    )
    kind = forms.ModelChoiceField(label="Kind of enquiry", queryset=Kind.objects.none())
    description = forms.CharField(
        label="What they would like us to look at",
        help_text="In their words. They get a copy by e-mail.",
        max_length=Enquiry._meta.get_field("description").max_length,
        widget=CharacterCount(LONG, threshold=75),
    )
    token = forms.UUIDField(label="Form", widget=forms.HiddenInput)

    looks = {"channel": {"classes": "govuk-radios--inline"}}

    def __init__(self, *args, council: Council, at, by, **kwargs):
        super().__init__(*args, **kwargs)
        members = Membership.objects.filter(council=council).current(london_day(at))
        people = User.objects.filter(pk__in=members.values("user"), is_active=True)
        self.choice("asked_by").queryset = people.exclude(pk=by.pk)
        parishes = self.choice("parish").queryset = council.parishes.all()
        self.choice("kind").queryset = Kind.objects.filter(is_active=True)
        self.choice("kind").choices = kind_choices()
        self.initial.setdefault("token", uuid.uuid4())
        if len(only := list(parishes[:2])) == 1:
            self.initial.setdefault("parish", only[0].pk)

    @property
    def has_people(self) -> bool:
        people = self.choice("asked_by").queryset
        return people is not None and people.exists()


def kind_choices() -> list:
    """The kinds in their groups, after an empty choice."""
    rows = Kind.objects.filter(is_active=True).order_by("group__order", "group__name", "code")
    found = rows.values_list("group__name", "pk", "name")
    return [("", "---------"), *grouped((group, str(pk), name) for group, pk, name in found)]
