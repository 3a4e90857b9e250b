"""Days that do not count, and the promises made for each kind of enquiry."""

from django.contrib import admin
from django.contrib.messages import SUCCESS
from django.db.models import Max

from accounts.admin import Explained, Kept

from .models import BankHoliday, ClosureDay, Standard


@admin.register(BankHoliday)
class BankHolidayAdmin(Explained):
    list_display = ["date", "title", "nation"]
    list_filter = ["nation"]
    search_fields = ["title"]
    date_hierarchy = "date"
    ordering = ["-date"]
    help_texts = {"title": "As the government publishes it; loading the data sets it again."}


@admin.register(ClosureDay)
class ClosureDayAdmin(Explained):
    list_display = ["date", "why", "added_by"]
    list_select_related = ["added_by"]
    search_fields = ["why"]
    exclude = ["added_by"]
    help_texts = {
        "date": "Dates already promised are not changed; new ones skip this day.",
        "why": "Shown to clerks where the count of days is explained.",
    }

    def save_model(self, request, obj, form, change) -> None:
        if not change:
            obj.added_by = request.user
        super().save_model(request, obj, form, change)


@admin.register(Standard)
class StandardAdmin(Kept):
    """A promise once made is kept as it was: to change one, add a new version."""

    list_display = ["kind", "version", "first_reply_days", "answer_days", "valid_from", "confirmed"]
    list_filter = ["kind__group", ("confirmed_at", admin.EmptyFieldListFilter)]
    list_select_related = ["kind"]
    search_fields = ["kind__name", "kind__code"]
    fields = ["kind", "first_reply_days", "answer_days", "basis", "valid_from"]
    actions = ["confirm"]
    help_texts = {
        "kind": "This becomes the next version of the standard for this kind.",
        "first_reply_days": "Working days, 1 to 60.",
        "answer_days": "Working days, 1 to 60.",
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
