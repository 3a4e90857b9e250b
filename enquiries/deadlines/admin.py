"""Days that do not count, to look at; and the promises made for each kind of enquiry.

Holidays and closures are changed on the calendar's own page, which moves the dates they rest on.
"""

from django import forms
from django.contrib import admin
from django.contrib.messages import SUCCESS
from django.db.models import Max

from accounts.admin import Kept, ReadOnly

from .models import BankHoliday, ClosureDay, Setting, Standard

FEWEST_DAYS, MOST_DAYS = 1, 60
STANDARD_FIELDS = [
    "kind", "first_reply_days", "answer_days", "silence_days", "basis", "valid_from",
]  # fmt: skip
SETTING_FIELDS = [
    "delay_notice_days", "leader_days", "manager_days", "nudge_days", "return_days",
    "pause_cap_days",
]  # fmt: skip


@admin.register(BankHoliday)
class BankHolidayAdmin(ReadOnly):
    list_display = ["date", "title", "nation"]
    list_filter = ["nation"]
    search_fields = ["title"]
    date_hierarchy = "date"
    ordering = ["-date"]


@admin.register(ClosureDay)
class ClosureDayAdmin(ReadOnly):
    list_display = ["date", "why", "added_by"]
    list_select_related = ["added_by"]
    search_fields = ["why"]


def working_days(label: str, **options) -> forms.IntegerField:
    """A number of working days that can be promised; any other is refused beside the field."""
    refused = f"Choose {FEWEST_DAYS} to {MOST_DAYS} working days."
    return forms.IntegerField(
        label=label, min_value=FEWEST_DAYS, max_value=MOST_DAYS,
        error_messages={"min_value": refused, "max_value": refused, "invalid": refused}, **options,
    )  # fmt: skip


class StandardForm(forms.ModelForm):
    first_reply_days = working_days("First reply")
    answer_days = working_days("Full answer")
    silence_days = working_days("A word from us at least every", initial=10)

    class Meta:
        model = Standard
        fields = STANDARD_FIELDS

    def clean(self):
        data = super().clean() or {}
        first, answer = data.get("first_reply_days"), data.get("answer_days")
        if first and answer and first > answer:
            self.add_error("first_reply_days", "The first reply cannot come after the answer.")
        return data


@admin.register(Standard)
class StandardAdmin(Kept):
    """A promise once made is kept as it was: to change one, add a new version."""

    form = StandardForm
    list_display = [
        "kind", "version", "first_reply_days", "answer_days", "silence_days", "valid_from",
        "confirmed",
    ]  # fmt: skip
    list_filter = ["kind__group", ("confirmed_at", admin.EmptyFieldListFilter)]
    list_select_related = ["kind"]
    search_fields = ["kind__name", "kind__code"]
    fields = STANDARD_FIELDS  # type: ignore[assignment]
    actions = ["confirm"]
    help_texts = {
        "kind": "This becomes the next version of the standard for this kind.",
        "first_reply_days": "Working days, 1 to 60.",
        "answer_days": "Working days, 1 to 60.",
        "silence_days": "Working days, 1 to 60, while the enquiry is open with us.",
        "basis": "Why this many, in words.",
        "valid_from": "Enquiries received from this day on are promised this.",
    }

    def has_change_permission(self, request, obj=None) -> bool:
        return obj is None

    @admin.display(boolean=True)
    def confirmed(self, standard: Standard) -> bool:
        return standard.confirmed_at is not None

    def save_model(self, request, obj, form, change) -> None:
        last = Standard.objects.filter(kind=obj.kind).aggregate(Max("version"))["version__max"]
        obj.version = (last or 0) + 1
        super().save_model(request, obj, form, change)

    @admin.action(description="Confirm that the council stands by the chosen standards")
    def confirm(self, request, standards) -> None:
        waiting = standards.filter(confirmed_at=None)
        number = waiting.update(confirmed_by=request.user, confirmed_at=request.now)
        self.message_user(request, f"Confirmed: {number}", SUCCESS)


class SettingForm(forms.ModelForm):
    class Meta:
        model = Setting
        fields = SETTING_FIELDS

    def clean(self):
        data = super().clean() or {}
        for name in self.fields:
            if data.get(name) is not None and not FEWEST_DAYS <= data[name] <= MOST_DAYS:
                self.add_error(name, f"Choose {FEWEST_DAYS} to {MOST_DAYS} days.")
        self.refuse_sooner("return_days", "nudge_days", "We go on only after the reminder.")
        self.refuse_sooner("manager_days", "leader_days", "The leader is told first.")
        return data

    def refuse_sooner(self, later: str, sooner: str, why: str) -> None:
        data = self.cleaned_data
        if later in data and sooner in data and data[later] < data[sooner]:
            self.add_error(later, why)


@admin.register(Setting)
class SettingAdmin(Kept):
    """The council's one row; until it is saved, the defaults hold."""

    form = SettingForm
    list_display = ["__str__", *SETTING_FIELDS]

    def has_add_permission(self, request) -> bool:
        return not Setting.objects.exists()

    def save_model(self, request, obj, form, change) -> None:
        obj.pk = 1
        super().save_model(request, obj, form, change)
