"""How surveys are sent and worded, to edit; surveys themselves only to look at."""

from django.contrib import admin

from accounts.admin import Explained, Kept, ReadOnly
from enquiries.admin import ByReference

from .models import NotSent, Review, Setting, Survey, Words


@admin.register(Words)
class WordsAdmin(Explained):
    """What has no row here is asked in our words; removing a row goes back to them."""

    list_display = ["get_code_display", "text"]
    help_texts = {
        "code": "Our own words for it. They are asked unless you write others.",
        "text": "What people read instead. Keep what it asks about: figures are compared.",
    }


@admin.register(Setting)
class SettingAdmin(Kept):
    """The council's one row; until it is saved, the defaults hold."""

    list_display = [
        "__str__", "remind_days", "open_days", "change_days", "low_score", "review_days",
        "least_answers",
    ]  # fmt: skip
    help_texts = {
        "change_days": "0 allows no change.",
        "low_score": "0 looks into none.",
        "least_answers": "5 or more.",
        "external_url": "Blank asks on our own page. Begins with https://. Put {reference} where "
        "our reference belongs; without it, it is added at the end.",
    }

    def has_add_permission(self, request) -> bool:
        return not Setting.objects.exists()

    def save_model(self, request, obj, form, change) -> None:
        obj.pk = 1
        super().save_model(request, obj, form, change)


@admin.register(Survey)
class SurveyAdmin(ByReference):
    list_display = ["answer", "team", "officer", "invited_at", "reminded_at", "closes_at"]
    list_select_related = ["answer__enquiry", "answer__outcome", "team", "officer"]
    exclude = ["token_hash", "reminder_hash"]
    number_field = "answer__enquiry__number"


@admin.register(NotSent)
class NotSentAdmin(ByReference):
    list_display = ["enquiry", "round", "why", "noted_at"]
    list_filter = ["why"]
    list_select_related = ["enquiry"]


@admin.register(Review)
class ReviewAdmin(ReadOnly):
    list_display = ["survey", "due_on", "done_at", "done_by"]
    list_select_related = ["survey__answer__enquiry", "survey__answer__outcome", "done_by"]
