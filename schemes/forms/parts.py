"""A form for each part of a scheme."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from accounts.models import User
from govuk.forms import Textarea

from ..models import Authority, Category, CostLine, Problem, Scheme
from ..prices import year_of
from .base import ActionForm, PartForm, SourceForm

MOST_SYNONYMS, LONGEST_SYNONYM = 60, 100
MOST_ALTERNATIVES = 4
NARROW = {"classes": "govuk-input--width-10"}
MEDIUM = {"classes": "govuk-input--width-20"}


class SchemeForm(PartForm):
    name = forms.CharField(max_length=150)
    letter = forms.CharField(
        label="Letter in the A to Z",
        max_length=1,
        validators=[RegexValidator("^[A-Za-z]$", "Enter one letter from A to Z")],
    )
    category = forms.ModelChoiceField(Category.objects, empty_label="Choose a category")
    is_done_here = forms.ChoiceField(
        label="Is it done in this county?",
        choices=[("yes", "Yes"), ("no", "No: the page says why not")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it is done in this county"},
    )
    editor = forms.ModelChoiceField(
        User.objects.filter(is_editor=True, is_active=True),
        label="Who looks after it?",
        help_text="She is reminded of reviews. If nobody does, every editor is.",
        empty_label="Nobody in particular",
        required=False,
    )
    looks = {"letter": {"classes": "govuk-input--width-2"}}

    def __init__(self, *args, scheme: Scheme | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.scheme = scheme

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        others = Scheme.objects.filter(name__iexact=name)
        if self.scheme:
            others = others.exclude(pk=self.scheme.pk)
        if others.exists():
            raise ValidationError("Another scheme has this name")
        return name

    def clean_letter(self) -> str:
        return self.cleaned_data["letter"].upper()

    def clean_is_done_here(self) -> bool:
        return self.cleaned_data["is_done_here"] == "yes"


class NewSchemeForm(SchemeForm):
    ref = forms.CharField(
        label="Reference",
        help_text="Capital letters and figures, for example TC20. It never changes.",
        max_length=10,
        validators=[RegexValidator("^[A-Z0-9]+$", "Use capital letters A to Z and figures only")],
    )
    looks = SchemeForm.looks | {"ref": NARROW}
    submit_text = "Add scheme"

    def clean_ref(self) -> str:
        if Scheme.objects.filter(ref=self.cleaned_data["ref"]).exists():
            raise ValidationError("Another scheme has this reference")
        return self.cleaned_data["ref"]


class FactForm(SourceForm):
    text = forms.CharField(
        label="What do we say?",
        help_text="Leave this blank if it is not known.",
        max_length=2000,
        required=False,
        widget=Textarea,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.last("seen")


class OptionForm(PartForm):
    name = forms.CharField(
        label="What is the option?",
        max_length=200,
        error_messages={"required": "Enter what the option is"},
    )


class CostForm(SourceForm):
    authority = forms.ModelChoiceField(
        Authority.objects,
        label="Who published the price?",
        help_text="Only prices of this council are shown as ours.",
        empty_label="Choose who",
    )
    low = forms.DecimalField(
        label="From, in pounds", max_digits=10, decimal_places=2, min_value=0, required=False
    )
    high = forms.DecimalField(
        label="To, in pounds", max_digits=10, decimal_places=2, min_value=0, required=False
    )
    qualifier = forms.CharField(
        label="How sure", help_text="For example, typical or budget.", max_length=100,
        required=False,
    )  # fmt: skip
    unit = forms.CharField(
        label="For each", help_text="For example, pair or metre.", max_length=100, required=False
    )
    price_date = forms.CharField(
        label="Date of the price", help_text="As the source has it, for example 2024-04.",
        max_length=100, required=False,
    )  # fmt: skip
    includes = forms.CharField(label="What is in", max_length=300, required=False)
    excludes = forms.CharField(label="What is out", max_length=300, required=False)
    vat = forms.ChoiceField(
        label="VAT", choices=CostLine.Vat, widget=forms.RadioSelect, required=False
    )
    looks = {"low": NARROW, "high": NARROW, "unit": MEDIUM, "price_date": MEDIUM}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.last("seen")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        low, high = data.get("low"), data.get("high")
        if high is not None and "low" in data and (low is None or low > high):
            self.add_error("low", "The lower figure must not be above the higher one")
        data["price_year"] = year_of(data.get("price_date") or "")
        return data


def of_cost(line: CostLine) -> dict[str, Any]:
    """Return what the boxes of a cost line hold."""
    return {"authority": line.authority_id} | {
        name: getattr(line, name) for name in CostLine.WORDS if name != "authority_id"
    }


class SynonymsForm(PartForm):
    lines = forms.CharField(
        label="Words that clerks use",
        help_text="One on each line, for example “sleeping policeman”.",
        max_length=8000,
        required=False,
        widget=Textarea({"rows": 12}),
    )

    def clean_lines(self) -> list[str]:
        lines = (" ".join(line.split()) for line in self.cleaned_data["lines"].splitlines())
        found = [line for line in lines if line]
        if len(found) > MOST_SYNONYMS:
            raise ValidationError(f"Enter {MOST_SYNONYMS} lines or fewer")
        long = next((line for line in found if len(line) > LONGEST_SYNONYM), None)
        if long:
            raise ValidationError(f"“{long[:30]}…” is longer than {LONGEST_SYNONYM} characters")
        return found

    def words(self) -> dict[str, Any]:
        return {"words": self.cleaned_data["lines"]}


class ProblemsForm(PartForm):
    """A question for each problem, and why."""

    ANSWERS = [("", "Not said"), ("yes", "It helps"), ("no", "It does not help")]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.problems = list(Problem.objects.filter(is_active=True))
        for problem in self.problems:
            self.fields[f"helps_{problem.pk}"] = forms.ChoiceField(
                label=problem.name, choices=self.ANSWERS, required=False
            )
            self.fields[f"why_{problem.pk}"] = forms.CharField(
                label=f"{problem.name}: why, or how far", max_length=300, required=False
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for each in self.problems:
            if data.get(f"why_{each.pk}") and not data.get(f"helps_{each.pk}"):
                self.add_error(f"helps_{each.pk}", f"Select whether it helps: {each.name}")
        return data

    def words(self) -> dict[str, Any]:
        data = self.cleaned_data
        answers = {each: data[f"helps_{each.pk}"] for each in self.problems}
        return {
            "fits": {
                each: (answer == "yes", data[f"why_{each.pk}"])
                for each, answer in answers.items()
                if answer
            }
        }


def of_fits(scheme: Scheme) -> dict[str, Any]:
    """Return what the boxes of problems hold."""
    found: dict[str, Any] = {}
    for fit in scheme.fits.all():
        found[f"helps_{fit.problem_id}"] = "yes" if fit.helps else "no"
        found[f"why_{fit.problem_id}"] = fit.why
    return found


class AlternativesForm(PartForm):
    """Up to four other schemes, and why."""

    def __init__(self, *args, scheme: Scheme, **kwargs):
        super().__init__(*args, **kwargs)
        others = Scheme.objects.exclude(pk=scheme.pk)
        for n in range(1, MOST_ALTERNATIVES + 1):
            self.fields[f"other_{n}"] = forms.ModelChoiceField(
                others, label=f"Alternative {n}", empty_label="None", required=False
            )
            self.fields[f"why_{n}"] = forms.CharField(
                label=f"Why think of alternative {n}?", max_length=200, required=False
            )

    def clean(self) -> dict[str, Any]:
        data, seen = super().clean() or self.cleaned_data, set()
        for n in range(1, MOST_ALTERNATIVES + 1):
            other = data.get(f"other_{n}")
            if data.get(f"why_{n}") and not other:
                self.add_error(f"other_{n}", f"Select alternative {n}, or take its reason away")
            if other and other in seen:
                self.add_error(f"other_{n}", f"“{other}” is chosen twice")
            seen.add(other)
        return data

    def words(self) -> dict[str, Any]:
        data, places = self.cleaned_data, range(1, MOST_ALTERNATIVES + 1)
        chosen = {data[f"other_{n}"]: data[f"why_{n}"] for n in places if data[f"other_{n}"]}
        return {"others": chosen}


def of_alternatives(rows: Iterable[list]) -> dict[str, Any]:
    """Return what the boxes of alternatives hold."""
    found: dict[str, Any] = {}
    for n, (other, why) in enumerate(rows, start=1):
        found |= {f"other_{n}": other, f"why_{n}": why}
    return found


class ExampleForm(SourceForm):
    place = forms.CharField(
        label="Where is it?", max_length=200, error_messages={"required": "Enter where it is"}
    )
    what = forms.CharField(label="What was done?", max_length=500, required=False)
    year = forms.IntegerField(
        label="In which year?", min_value=1900, max_value=2100, required=False
    )
    looks = {"year": {"classes": "govuk-input--width-4"}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.last("seen")


class PictureWordsForm(PartForm):
    alt = forms.CharField(
        label="What does it show?",
        help_text="For people who do not see it.",
        max_length=250,
        error_messages={"required": "Enter what the picture shows"},
    )
    credit = forms.CharField(
        label="Whose picture is it?",
        help_text="Shown beside the picture.",
        max_length=200,
        error_messages={"required": "Enter whose picture it is"},
    )


class PictureForm(ActionForm):
    upload = forms.FileField(
        label="Picture",
        help_text="JPEG, PNG, WebP or HEIC, up to 10 MB.",
        error_messages={"required": "Choose a picture"},
    )
    alt = PictureWordsForm.base_fields["alt"]
    credit = PictureWordsForm.base_fields["credit"]
    submit_text = "Add picture"
